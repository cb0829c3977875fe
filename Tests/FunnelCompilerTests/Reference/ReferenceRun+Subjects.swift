import FunnelSemantics

/// The journeys of one subject: one clock, and what happens to one of them the others may hear.
extension ReferenceRun {
  /// The subject's latest journey in each funnel, in the order in which they began.
  func current(_ subject: Int) -> [Int] {
    var seen: Set<Int> = []
    return subjects[subject].journeys.reversed().filter { seen.insert(journeys[$0].funnel).inserted }.reversed()
  }

  func latest(of subject: Int, in funnel: Int) -> Int? {
    subjects[subject].journeys.last { journeys[$0].funnel == funnel }
  }

  /// Whether a subject has one journey, which begins no other.
  func isAlone(_ subject: Int) -> Bool {
    let current = current(subject)
    return current.count == 1 && funnels[journeys[current[0]].funnel].starts.isEmpty
  }

  mutating func move(_ subject: Int, to now: Int64) {
    subjects[subject].clock = now
    fireTimers(of: subject, until: now)
  }

  /// Fires the timers due at or before an instant, each at its own time, the earliest first; of those due together the ones
  /// of the journey that began first.
  mutating func fireTimers(of subject: Int, until now: Int64) {
    while true {
      var first: (journey: Int, due: ReferenceEngine.Due)?
      for journey in current(subject) {
        guard let due = ReferenceEngine(self, journeys[journey]).next(), due.time <= now else { continue }
        if due.time < first?.due.time ?? .max { first = (journey, due) }
      }
      guard let first else { return }
      withEngine(first.journey) { $0.fire(first.due) }
    }
  }

  /// Lets an event happen to a journey, and says who can go back to where they came from.
  mutating func deliver(_ event: ReferenceEvent, to journey: Int, at now: Int64, isOld: Bool) {
    if isOld { journeys[journey].counts.outOfOrder += 1 }
    if event.kind != "clock" { journeys[journey].lastEvent = now }
    let hadWork = event.session != nil && hasOpenActivity(for: event, journeys[journey])
    var engine = ReferenceEngine(self, journeys[journey])
    let hasEffect = engine.handle(event, at: now)
    take(engine, at: journey)
    if hadWork, hasEffect, !hasOpenActivity(for: event, journeys[journey]) {
      tally[.redirected] += 1
      let by = [("role", event.role), ("name", event.actor)].map { ($0, $1.map(PlainJSON.text) ?? .null) }
      redirects.append(
        .fields([
          ("journey", .text(engine.journeyID)), ("time", .instant(now)), ("record", .string("redirect")),
          ("by", .fields(by + [("session", .boolean(true))])),
        ]))
    }
    beginHandedOver(engine.handOvers, by: journey)
  }

  /// Tells an open journey that its subject did something that is not for it.
  mutating func overhear(_ journey: Int, at now: Int64) {
    guard journeys[journey].isOpen else { return }
    tally[.overheard] += 1
    withEngine(journey) { $0.overhear(at: now) }
  }

  // MARK: Handing over

  /// Begins what a step handed over, then what that handed over in turn.
  mutating func beginHandedOver(_ handOvers: [ReferenceEngine.HandOver], by giver: Int) {
    var waiting = handOvers.map { (giver: giver, handOver: $0) }
    while !waiting.isEmpty {
      let (giver, handOver) = waiting.removeFirst()
      let subject = journeys[giver].subject
      if let known = latest(of: subject, in: handOver.funnel), journeys[known].isOpen {
        tally[.alreadyThere] += 1
        continue
      }
      tally[.handedOver] += 1
      if handOver.place != nil { tally[.startedInto] += 1 }
      let begun = begin(handOver, by: giver)
      waiting += begun.map { (giver: journeys.count - 1, handOver: $0) }
    }
  }

  private mutating func begin(_ handOver: ReferenceEngine.HandOver, by giver: Int) -> [ReferenceEngine.HandOver] {
    let (from, now) = (journeys[giver], handOver.time)
    let funnel = funnels[handOver.funnel]
    var engine = ReferenceEngine(self, journey(in: handOver.funnel, of: from.lead, at: now))
    engine.journey.owner = from.owner
    engine.journey.lastEvent = from.lastEvent
    engine.journey.handOvers = (from.started == now ? from.handOvers : 0) + 1
    let rounds = subjects[from.subject].journeys.count { journeys[$0].funnel == handOver.funnel }
    engine.journey.isEndless = engine.journey.handOvers > ReferenceEngine.tooManySteps || rounds > 40
    let typing = ReferenceTyping(funnel: funnel, calendar: calendars[handOver.funnel])
    for (slot, point) in funnel.points.enumerated() {
      guard let own = funnels[from.funnel].points.firstIndex(where: { $0.name == point.name }),
        let value = from.data[own], typing.isInside(value, point)
      else { continue }
      engine.journey.data[slot] = value
    }
    engine.lookUp(at: now)
    engine.journey.seen = engine.observed(at: now)
    return begin(engine, of: from.subject) { $0.go(to: handOver.place ?? funnel.start.place, at: now) }
  }

  // MARK: Sessions

  /// Takes from a token who acts; false where it says nothing, or where something else says so too.
  mutating func isProved(_ event: inout ReferenceEvent) -> Bool {
    guard let token = event.token else { return true }
    guard event.actor == nil, event.role == nil, let session = sessions?[token] else {
      tally[.forgedSession] += 1
      return false
    }
    (event.session, event.actor, event.role) = (session, session.actor, session.role)
    return true
  }

  /// Uses a token up, where it is good still.
  mutating func spendSession(of event: ReferenceEvent, by subject: Int) -> Bool {
    guard let session = event.session else { return true }
    guard let journey = current(subject).first(where: { isNamed(session.journey, $0) }) else { return false }
    let now = max(event.time ?? subjects[subject].clock, subjects[subject].clock)
    guard now < session.expiry else {
      tally[.expiredSession] += 1
      return false
    }
    guard journeys[journey].spent.insert(session.nonce).inserted else {
      tally[.usedSession] += 1
      return false
    }
    tally[.session] += 1
    return true
  }

  func isNamed(_ id: [UInt8], _ journey: Int) -> Bool { ReferenceEngine(self, journeys[journey]).journeyID == id }
}
