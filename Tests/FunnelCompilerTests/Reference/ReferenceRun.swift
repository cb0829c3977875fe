import FunnelSemantics
import FunnelSyntax

/// Runs funnels over the lines of a feed, one subject after another being nobody's business but its own.
struct ReferenceRun {
  let funnels: [ResolvedFunnel]
  let calendars: [ReferenceCalendar]
  /// The tables in which each funnel's leads are looked up, in the order of its look-ups.
  let tables: [[ReferenceTable]]
  /// When a registration without a time happens.
  let start: Int64?
  /// What genuine session tokens say; nil where there is no key to check tokens with.
  let sessions: [PlainJSON: ReferenceSession]?

  /// In order of registration.
  var journeys: [ReferenceJourney] = []
  /// In the order in which they were caused.
  private(set) var effects: [ReferenceEffect] = []
  /// Who can be sent back to where they came from, in order.
  var redirects: [PlainJSON] = []
  /// The numbers of the items that can't be used, from 1.
  private(set) var rejects: [Int] = []
  private(set) var repeats = 0
  var tally = ReferenceTally()
  private var leads: [[UInt8]: Lead] = [:]
  var subjects: [Subject] = []
  /// Which subject had a value of a point first.
  private var owners: [Key: Int] = [:]
  /// To when the clock goes at the end, where that is said beforehand.
  private var end: Int64?
  private var latestAccepted: Int64?
  private let reader: ReferenceReader

  /// A lead id, of which a subject may have several.
  private struct Lead {
    let subject: Int
    var lastSequence: Int64?
    var ids: Set<[UInt8]> = []
  }

  struct Subject {
    /// In the order in which they began.
    var journeys: [Int] = []
    var clock: Int64
  }

  /// A value by which leads are the same person: of a point of that name and type, in whichever funnel.
  private struct Key: Hashable {
    let point: String
    let type: [String]
    let value: ReferenceValue
  }

  init(
    _ funnels: [ResolvedFunnel], tables: [[ReferenceTable]] = [], start: Int64? = nil,
    sessions: [PlainJSON: ReferenceSession]? = nil
  ) {
    self.funnels = funnels
    self.tables = tables.isEmpty ? funnels.map { _ in [] } : tables
    self.start = start
    self.sessions = sessions
    calendars = funnels.map { ReferenceCalendar(zone: $0.timezone.value, working: $0.workingTime) }
    reader = ReferenceReader(funnels: funnels, calendars: calendars)
  }

  /// Handles all items of a feed, those that are no JSON being nil, then moves the clock to the end.
  mutating func run(_ items: [PlainJSON?], until end: Int64?) {
    self.end = end
    for (index, item) in items.enumerated() {
      if !(item.map { accept($0) } ?? false) { rejects.append(index + 1) }
    }
    guard let end = end ?? latestAccepted else { return }
    var index = 0
    while index < journeys.count {
      let subject = journeys[index].subject
      // What ended long ago has no turn, unless funnels share a subject, which has its turn with its first journey.
      if !isAlone(subject) || current(subject) == [index] { fireTimers(of: subject, until: end) }
      index += 1
    }
  }

  /// Whether an item could be used.
  private mutating func accept(_ item: PlainJSON) -> Bool {
    guard var event = reader.event(item), isPlausible(event.time), let lead = event.lead.word, isMeant(event),
      isProved(&event), isSigned(event)
    else { return false }
    return event.kind == "lead.registered" ? register(event, lead) : tell(event, lead)
  }

  // MARK: What came before

  private mutating func isRepeat(_ event: ReferenceEvent, _ lead: [UInt8]) -> Bool {
    guard let known = leads[lead] else { return false }
    if let sequence = event.sequence, let last = known.lastSequence, sequence <= last {
      if event.isBuiltIn { tally[.numbered] += 1 }
      return true
    }
    return !isForgotten(event, of: known.subject) && (event.id.map(known.ids.contains) ?? false)
  }

  /// An id is remembered while a journey is open, and for thirty days after the last one ended.
  private func isForgotten(_ event: ReferenceEvent, of subject: Int) -> Bool {
    let ends = current(subject).map { journeys[$0].ended }
    guard let time = event.time, !ends.contains(nil), let end = ends.compactMap(\.self).max() else { return false }
    return time - end > 30 * ReferenceCalendar.day
  }

  private mutating func remember(_ event: ReferenceEvent, _ lead: [UInt8], of subject: Int, _ keys: [Key] = []) {
    var known = leads[lead] ?? Lead(subject: subject)
    if isForgotten(event, of: known.subject) { known.ids = [] }
    if let sequence = event.sequence { known.lastSequence = sequence }
    if let id = event.id { known.ids.insert(id) }
    leads[lead] = known
    for key in keys where owners[key] == nil { owners[key] = known.subject }
  }

  private mutating func countRepeat(of subject: Int) {
    repeats += 1
    if let last = subjects[subject].journeys.last { journeys[last].counts.duplicates += 1 }
  }

  private mutating func note(_ time: Int64?) {
    if let time { latestAccepted = max(latestAccepted ?? time, time) }
  }

  /// The values by which a registration's lead may be known already, as they are after it was looked up.
  private func keys(of event: ReferenceEvent, in number: Int) -> [Key] {
    let funnel = funnels[number]
    guard !funnel.intake.keys.isEmpty else { return [] }
    let draft = registered(event, in: number, at: event.time ?? start ?? 0).journey
    return funnel.intake.keys.compactMap { id in
      let point = funnel.points[id.value]
      guard let value = draft.data[id.value.index] else { return nil }
      let type = funnel.shape(of: point.type)
      guard point.type == .email, case .text(let address) = value else {
        return Key(point: point.name, type: type, value: value)
      }
      let blanks: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]
      let trimmed = address.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
      let lowered = trimmed.map { (65...90).contains($0) ? $0 + 32 : $0 }
      return Key(point: point.name, type: type, value: .text(lowered))
    }
  }

  // MARK: Registrations

  private mutating func register(_ event: ReferenceEvent, _ lead: [UInt8]) -> Bool {
    guard let funnel = destination(of: event) else { return false }
    let isUnchecked = funnels[funnel].intake.duplicates == .unchecked
    let keys = keys(of: event, in: funnel)
    let known = isUnchecked ? nil : leads[lead]?.subject ?? keys.compactMap { owners[$0] }.first
    if let journey = known.flatMap({ latest(of: $0, in: funnel) }) {
      guard isFor(event, journey) else { return false }
    } else if event.session != nil {
      tally[.foreignSession] += 1
      return false
    }
    guard let subject = known else {
      guard let time = event.time ?? start else { return false }
      subjects.append(Subject(clock: time))
      if !isUnchecked { remember(event, lead, of: subjects.count - 1, keys) }
      begin(event, in: funnel, of: subjects.count - 1, at: time)
      // Nothing more is heard of the lead, so its journey need not wait for the other lines.
      if isUnchecked, funnels[funnel].starts.isEmpty, let end { fireTimers(of: subjects.count - 1, until: end) }
      if funnel > 0 { tally[.routed] += 1 }
      note(time)
      return true
    }
    if isRepeat(event, lead) {
      countRepeat(of: subject)
      return true
    }
    guard spendSession(of: event, by: subject) else { return false }
    if leads[lead] == nil { tally[.sameSubject] += 1 }
    remember(event, lead, of: subject, keys)
    let isOld = event.time.map { $0 < subjects[subject].clock } ?? false
    let now = max(event.time ?? subjects[subject].clock, subjects[subject].clock)
    move(subject, to: now)
    note(event.time)
    registerAgain(event, in: funnel, subject, at: now, isOld: isOld)
    return true
  }

  /// Registers a lead of a known subject, whose timers have fired.
  private mutating func registerAgain(
    _ event: ReferenceEvent, in funnel: Int, _ subject: Int, at now: Int64, isOld: Bool
  ) {
    var known = latest(of: subject, in: funnel)
    let hadOne = known != nil
    if let journey = known, funnels[funnel].intake.duplicates == .restart {
      let span = funnels[funnel].intake.restartAfter
      let again = span.map { calendars[funnel].shifted(journeys[journey].started, by: $0) ?? .max }
      if again ?? now <= now {
        tally[.restarted] += 1
        if isOld { journeys[journey].counts.outOfOrder += 1 }
        if journeys[journey].isOpen { withEngine(journey) { $0.cancel(at: now) } }
        // Leaving it may have begun the next one already.
        known = latest(of: subject, in: funnel).flatMap { journeys[$0].isOpen ? $0 : nil }
      } else {
        tally[.tooSoon] += 1
      }
    }
    var own = known
    if let known {
      deliver(event, to: known, at: now, isOld: isOld)
    } else {
      own = journeys.count
      begin(event, in: funnel, of: subject, at: now)
      if isOld, !hadOne { journeys[own ?? 0].counts.outOfOrder += 1 }
      if !hadOne { tally[.inTwoFunnels] += 1 }
    }
    for other in current(subject) where other != own { overhear(other, at: now) }
    fireTimers(of: subject, until: now)
  }

  private mutating func begin(_ event: ReferenceEvent, in funnel: Int, of subject: Int, at now: Int64) {
    let index = journeys.count
    let handOvers = begin(registered(event, in: funnel, at: now), of: subject) { $0.register(at: now) }
    beginHandedOver(handOvers, by: index)
  }

  /// A journey with what its registration says and what is looked up.
  private func registered(_ event: ReferenceEvent, in number: Int, at now: Int64) -> ReferenceEngine {
    let funnel = funnels[number]
    var engine = ReferenceEngine(self, journey(in: number, of: event.lead, at: now))
    engine.journey.source = funnel.sources.firstIndex { Array($0.reference.utf8) == event.source }
    engine.journey.owner = event.owner
    engine.write(event.points(for: number))
    engine.lookUp(at: now)
    return engine
  }

  /// A journey of which nothing is known yet.
  func journey(in number: Int, of lead: PlainJSON, at now: Int64) -> ReferenceJourney {
    var journey = ReferenceJourney(
      lead: lead, data: Array(repeating: nil, count: funnels[number].points.count), started: now,
      labels: Array(repeating: nil, count: funnels[number].decisions.count))
    journey.funnel = number
    journey.lastEvent = now
    journey.moved = now
    return journey
  }

  // MARK: Other events

  /// Tells a subject's journeys what happened: the open ones for which it is, else the last of those that have ended.
  private mutating func tell(_ event: ReferenceEvent, _ lead: [UInt8]) -> Bool {
    guard let subject = leads[lead]?.subject else { return false }
    let candidates = current(subject)
    let meant = candidates.filter { isFor(event, $0) }
    guard !meant.isEmpty else {
      if event.session != nil { tally[.foreignSession] += 1 }
      return false
    }
    if isRepeat(event, lead) {
      countRepeat(of: subject)
      return true
    }
    guard spendSession(of: event, by: subject) else { return false }
    if event.funnel != nil, candidates.count > 1 { tally[.narrowed] += 1 }
    remember(event, lead, of: subject)
    let isOld = event.time.map { $0 < subjects[subject].clock } ?? false
    let now = max(event.time ?? subjects[subject].clock, subjects[subject].clock)
    move(subject, to: now)
    note(event.time)
    let all = current(subject)
    let listening = all.filter { candidates.contains($0) ? meant.contains($0) : isFor(event, $0) }
    let open = listening.filter { journeys[$0].isOpen }
    let receivers = open.isEmpty ? Array(listening.suffix(1)) : open
    if receivers.count > 1 { tally[.heardByTwo] += 1 }
    for journey in all {
      if receivers.contains(journey) {
        deliver(event, to: journey, at: now, isOld: isOld)
      } else if event.kind != "clock" {
        overhear(journey, at: now)
      }
    }
    fireTimers(of: subject, until: now)
    return true
  }

  // MARK: Engines

  mutating func withEngine(_ index: Int, _ body: (inout ReferenceEngine) -> Void) {
    var engine = ReferenceEngine(self, journeys[index])
    body(&engine)
    take(engine, at: index)
    beginHandedOver(engine.handOvers, by: index)
  }

  /// Begins a journey of a subject; what it hands over in turn is not begun yet.
  mutating func begin(
    _ engine: ReferenceEngine, of subject: Int, _ body: (inout ReferenceEngine) -> Void
  ) -> [ReferenceEngine.HandOver] {
    var engine = engine
    engine.journey.subject = subject
    let funnel = engine.journey.funnel
    engine.journey.entry = 1 + subjects[subject].journeys.count { journeys[$0].funnel == funnel }
    body(&engine)
    subjects[subject].journeys.append(journeys.count)
    journeys.append(engine.journey)
    take(engine, at: journeys.count - 1)
    return engine.handOvers
  }

  /// Keeps what came of a step.
  mutating func take(_ engine: ReferenceEngine, at index: Int) {
    journeys[index] = engine.journey
    effects += engine.effects
    tally.add(engine.tally)
  }
}

extension ResolvedFunnel {
  /// A type by its words, which mean the same in every funnel.
  func shape(of type: FunnelType) -> [String] {
    switch type {
    case .set(let element): ["set"] + shape(of: element)
    case .choice(let id): ["choice"] + choices[id].members.flatMap { [$0.name, $0.feedValue] }
    default: ["\(type)"]
    }
  }
}
