import FunnelIR

/// The journeys of one subject: one clock, and timers in the order (due, journey, declaration).
///
/// The latest journey of a subject in each funnel hangs from the one that began after it, so a subject with one journey, as
/// all are where one funnel runs, costs nothing more than that journey.
extension FunnelRun {
  /// Whether a subject has one journey, which begins no other.
  func isAlone(_ subject: Int) -> Bool {
    let number = subjects[subject]
    return number < kept.count && kept[number].sibling < 0 && !handsOver(kept[number])
  }

  private func handsOver(_ journey: borrowing Journey) -> Bool {
    journey.funnel >= 0 && lanes[Int(journey.funnel)].program.handsOver
  }

  /// The latest journey of a subject in a funnel, whichever its version.
  func journey(of subject: Int, in funnel: Int) -> Int? {
    var number = subjects[subject]
    while number >= 0 {
      if kept[number].funnel >= 0, isSame(Int(kept[number].funnel), funnel) { return number }
      number = Int(kept[number].sibling)
    }
    return nil
  }

  /// Whether two places of the workspace are versions of one funnel.
  private func isSame(_ first: Int, _ second: Int) -> Bool {
    first == second || workspace.successors[first] == workspace.successors[second]
  }

  /// The subject's clock: its latest event or timer.
  func clock(of subject: Int) -> Int64 {
    var number = subjects[subject]
    var clock = Int64.min
    while number >= 0 {
      clock = max(clock, kept[number].clock)
      number = Int(kept[number].sibling)
    }
    return clock
  }

  /// When the last of a subject's journeys ended; nil while one is open, and before the first.
  func end(of subject: Int) -> Int64? {
    guard subject < subjects.count else { return nil }
    var number = subjects[subject]
    var end = Int64.min
    while number >= 0 {
      guard let ended = kept[number].ended else { return nil }
      end = max(end, ended)
      number = Int(kept[number].sibling)
    }
    return end
  }

  /// Makes a journey the latest of a subject, in place of the one that it had in that funnel.
  mutating func link(_ number: Int, to subject: Int) {
    kept[number].subject = Int32(truncatingIfNeeded: subject)
    changes?.begin(journey: number, of: subject)
    let latest = subjects[subject]
    subjects[subject] = number
    guard latest != number else { return }
    let funnel = Int(kept[number].funnel)
    guard kept[latest].funnel < 0 || !isSame(Int(kept[latest].funnel), funnel) else {
      kept[number].sibling = kept[latest].sibling
      return
    }
    kept[number].sibling = Int32(truncatingIfNeeded: latest)
    var previous = latest
    while kept[previous].sibling >= 0 {
      let next = Int(kept[previous].sibling)
      if kept[next].funnel >= 0, isSame(Int(kept[next].funnel), funnel) {
        kept[previous].sibling = kept[next].sibling
        return
      }
      previous = next
    }
  }

  /// Gathers a subject's journeys, the earliest first.
  private mutating func gather(_ subject: Int) {
    members.removeAll(keepingCapacity: true)
    var number = subjects[subject]
    while number >= 0 {
      members.append(number)
      number = Int(kept[number].sibling)
    }
    members.reverse()
  }

  // MARK: Time

  /// Fires the timers of a subject due at or before an instant, earliest first; those due together in order of the journeys.
  mutating func fireTimers(of subject: Int, through instant: Int64) {
    fireOwnTimers(of: subject, through: instant)
    gather(subject)
    for number in members { kept[number].clock = max(kept[number].clock, instant) }
  }

  /// The same, and the clock goes no further than the last of them.
  mutating func fireOwnTimers(of subject: Int, through instant: Int64) {
    while let number = nextDue(of: subject, through: instant) {
      let lane = lanes[Int(kept[number].funnel)]
      lane.interpreter.advance(&kept[number], to: kept[number].nextTimer, &log)
      beginHandedOver(by: number, of: subject)
    }
  }

  /// The journey whose timer is due next; of several, the one that began first.
  private func nextDue(of subject: Int, through instant: Int64) -> Int? {
    var number = subjects[subject]
    var found: Int?
    while number >= 0 {
      let due = kept[number].nextTimer
      // The later journeys come first, so an equal time is the earlier journey's.
      if due <= instant, due <= found.map({ kept[$0].nextTimer }) ?? .max { found = number }
      number = Int(kept[number].sibling)
    }
    return found
  }

  // MARK: Events

  /// Lets an event happen to all journeys that it is for: the open ones that pass its checks, else the latest that does.
  mutating func tell(
    _ event: borrowing IncomingEvent, at time: Int64?, after watermark: Int64?, to subject: Int, _ line: Int
  ) {
    guard !isAlone(subject) else {
      let number = subjects[subject]
      let funnel = Int(kept[number].funnel)
      let lane = lanes[funnel]
      lane.interpreter.advance(&kept[number], by: event, at: time, after: watermark, &log)
      return noteIssues(of: event, in: funnel, line: line)
    }
    let clock = clock(of: subject)
    let instant = max(time ?? clock, clock)
    gather(subject)
    let known = members
    // Whom an event is for is said before the timers that it wakes; only of journeys that these begin it is not known yet.
    let allowed = known.filter { refusal(of: event, by: $0) == nil }
    fireTimers(of: subject, through: instant)
    gather(subject)
    let meant = members.filter {
      known.contains($0) ? allowed.contains($0) : refusal(of: event, by: $0) == nil
    }
    let open = meant.filter { !kept[$0].isEnded }
    let all = members
    let receivers = open.isEmpty ? Array(meant.suffix(1)) : open
    for number in all {
      if receivers.contains(number) {
        // A gap in the numbers of a lead's events is told once.
        let sequence = number == receivers.first ? watermark : nil
        advance(number, by: event, at: time, after: sequence, of: subject)
        noteIssues(of: event, in: Int(kept[number].funnel), line: line)
      } else if event.kind != .clock {
        overhear(number, at: instant, of: subject)
      }
    }
    fireTimers(of: subject, through: instant)
  }

  /// Lets an event happen to a journey, and begins those that it begins.
  mutating func advance(
    _ number: Int, by event: borrowing IncomingEvent, at time: Int64?, after watermark: Int64?, of subject: Int
  ) {
    let lane = lanes[Int(kept[number].funnel)]
    lane.interpreter.advance(&kept[number], by: event, at: time, after: watermark, &log)
    beginHandedOver(by: number, of: subject)
  }

  /// Tells the other open journeys of a subject that it did something.
  mutating func overhear(_ subject: Int, except number: Int, at instant: Int64) {
    guard !isAlone(subject) else { return }
    gather(subject)
    for other in members where other != number { overhear(other, at: instant, of: subject) }
    fireTimers(of: subject, through: instant)
  }

  private mutating func overhear(_ number: Int, at instant: Int64, of subject: Int) {
    guard kept[number].funnel >= 0, !kept[number].isEnded else { return }
    let lane = lanes[Int(kept[number].funnel)]
    lane.interpreter.overhear(&kept[number], at: instant, &log)
    beginHandedOver(by: number, of: subject)
  }

  // MARK: Handing over

  /// Begins the journeys that a journey's last step began, and those that these begin in turn.
  mutating func beginHandedOver(by number: Int, of subject: Int) {
    var waiting = takeHandOvers(by: number)
    var next = 0
    while next < waiting.count {
      let (giver, handOver) = waiting[next]
      next += 1
      if let begun = begin(handOver, by: giver, of: subject) { waiting += takeHandOvers(by: begun) }
    }
  }

  private func takeHandOvers(by number: Int) -> [(giver: Int, handOver: HandOver)] {
    let lane = lanes[Int(kept[number].funnel)]
    guard !lane.interpreter.handOvers.isEmpty else { return [] }
    defer { lane.interpreter.handOvers.removeAll(keepingCapacity: true) }
    let first = workspace.firsts[Int(kept[number].funnel)]
    return lane.interpreter.handOvers.map { (number, $0.counted(from: first)) }
  }

  /// Begins a journey that another one hands over to; nil where the subject has an open one in that funnel.
  private mutating func begin(_ handOver: HandOver, by giver: Int, of subject: Int) -> Int? {
    let lane = lanes[Int(kept[giver].funnel)]
    let known = journey(of: subject, in: handOver.funnel)
    if let known, !kept[known].isEnded {
      lane.interpreter.note(handOver, by: &kept[giver], entry: nil, &log)
      return nil
    }
    let entry = (known.map { kept[$0].entry } ?? 0) + 1
    let isSilent = known.map { kept[giver].lastEvent <= kept[$0].started } ?? false
    let round = (known.map { isSilent ? kept[$0].rounds : 0 } ?? 0) + 1
    lane.interpreter.note(handOver, by: &kept[giver], entry: entry, &log)
    summary.journeys += 1
    var journey = Journey()
    lanes[handOver.funnel].interpreter.begin(
      &journey, handOver, from: kept[giver], workspace.legacy(from: Int(kept[giver].funnel), to: handOver.funnel),
      entry: entry, round: round, &log)
    let number = kept.count
    kept.append(journey)
    link(number, to: subject)
    return number
  }
}
