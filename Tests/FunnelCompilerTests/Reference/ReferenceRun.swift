import FunnelSemantics
import FunnelSyntax

/// Runs a funnel over the lines of a feed, one subject after another being nobody's business but its own.
struct ReferenceRun {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  /// The tables in which leads are looked up, in the order of the funnel's look-ups.
  let tables: [ReferenceTable]
  /// When a registration without a time happens.
  let start: Int64?

  /// In order of registration.
  private(set) var journeys: [ReferenceJourney] = []
  /// In the order in which they were caused.
  private(set) var effects: [ReferenceEffect] = []
  /// The numbers of the items that can't be used, from 1.
  private(set) var rejects: [Int] = []
  private(set) var repeats = 0
  private(set) var tally = ReferenceTally()
  private var leads: [[UInt8]: Lead] = [:]
  private var subjects: [Subject] = []
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

  private struct Subject {
    /// In order; the last is the one that events are about.
    var journeys: [Int] = []
    var clock: Int64
  }

  /// A value by which leads are the same person.
  private struct Key: Hashable {
    let point: Int
    let value: ReferenceValue
  }

  init(_ funnel: ResolvedFunnel, tables: [ReferenceTable] = [], start: Int64? = nil) {
    self.funnel = funnel
    self.tables = tables
    self.start = start
    calendar = ReferenceCalendar(zone: funnel.timezone.value, working: funnel.workingTime)
    reader = ReferenceReader(funnel: funnel, calendar: calendar)
  }

  /// Handles all items of a feed, those that are no JSON being nil, then moves the clock to the end.
  mutating func run(_ items: [PlainJSON?], until end: Int64?) {
    self.end = end
    for (index, item) in items.enumerated() {
      if !(item.map { accept($0) } ?? false) { rejects.append(index + 1) }
    }
    guard let end = end ?? latestAccepted else { return }
    for index in journeys.indices {
      withEngine(index) { $0.fireTimers(until: end) }
    }
  }

  private mutating func withEngine(_ index: Int, _ body: (inout ReferenceEngine) -> Void) {
    var engine = ReferenceEngine(self, journeys[index])
    body(&engine)
    journeys[index] = engine.journey
    effects += engine.effects
    tally.add(engine.tally)
  }

  /// Whether an item could be used.
  private mutating func accept(_ item: PlainJSON) -> Bool {
    guard let event = reader.event(item), isPlausible(event.time), let lead = event.lead.word, isMeant(event) else {
      return false
    }
    let isRegistration = event.kind == "lead.registered"
    if isRegistration, !hasSource(event) { return false }
    if funnel.intake.duplicates == .unchecked {
      guard isRegistration, let time = event.time ?? start else { return false }
      begin(event, subject: nil, at: time)
      // Nothing more is heard of the lead, so its journey need not wait for the other lines.
      if let end { withEngine(journeys.count - 1) { $0.fireTimers(until: end) } }
      note(time)
      return true
    }
    let keys = isRegistration ? keys(of: event) : []
    guard let subject = leads[lead]?.subject ?? keys.compactMap({ owners[$0] }).first else {
      guard isRegistration, let time = event.time ?? start else { return false }
      subjects.append(Subject(clock: time))
      remember(event, lead, of: subjects.count - 1, keys)
      begin(event, subject: subjects.count - 1, at: time)
      note(time)
      return true
    }
    guard let last = subjects[subject].journeys.last, mayAct(event, on: journeys[last]), isAboutSomething(event) else {
      return false
    }
    if isRepeat(event, lead, of: subject) {
      repeats += 1
      journeys[last].counts.duplicates += 1
      return true
    }
    if leads[lead] == nil { tally[.sameSubject] += 1 }
    remember(event, lead, of: subject, keys)
    handle(event, subject, last)
    return true
  }

  /// Handles an event of a known subject, at its own time or, where it is older than what was handled, at that time.
  private mutating func handle(_ event: ReferenceEvent, _ subject: Int, _ last: Int) {
    let now = max(event.time ?? subjects[subject].clock, subjects[subject].clock)
    if (event.time ?? now) < subjects[subject].clock { journeys[last].counts.outOfOrder += 1 }
    subjects[subject].clock = now
    if let time = event.time { note(time) }
    withEngine(last) { $0.fireTimers(until: now) }
    if event.kind == "lead.registered", funnel.intake.duplicates == .restart {
      let again = funnel.intake.restartAfter.map { calendar.shifted(journeys[last].started, by: $0) ?? .max }
      if again ?? now <= now {
        tally[.restarted] += 1
        if journeys[last].isOpen { withEngine(last) { $0.cancel(at: now) } }
        return begin(event, subject: subject, at: now)
      }
      tally[.tooSoon] += 1
    }
    if event.kind != "clock" { journeys[last].lastEvent = now }
    withEngine(last) { $0.handle(event, at: now) }
  }

  // MARK: What came before

  private func isRepeat(_ event: ReferenceEvent, _ lead: [UInt8], of subject: Int) -> Bool {
    guard let known = leads[lead] else { return false }
    if let sequence = event.sequence, let last = known.lastSequence, sequence <= last { return true }
    // An id is remembered while the journey is open, and for thirty days after.
    let ended = subjects[subject].journeys.last.flatMap { journeys[$0].ended }
    if let ended, let time = event.time, time - ended > 30 * ReferenceCalendar.day { return false }
    return event.id.map(known.ids.contains) ?? false
  }

  private mutating func remember(_ event: ReferenceEvent, _ lead: [UInt8], of subject: Int, _ keys: [Key]) {
    var known = leads[lead] ?? Lead(subject: subject)
    if let sequence = event.sequence { known.lastSequence = sequence }
    if let id = event.id { known.ids.insert(id) }
    leads[lead] = known
    for key in keys where owners[key] == nil { owners[key] = known.subject }
  }

  mutating func countSameDoer() { tally[.sameDoer] += 1 }

  private mutating func note(_ time: Int64) { latestAccepted = max(latestAccepted ?? time, time) }

  /// The values by which a registration's lead may be known already, as they are after it was looked up.
  private func keys(of event: ReferenceEvent) -> [Key] {
    guard !funnel.intake.keys.isEmpty else { return [] }
    let draft = registered(event, at: event.time ?? start ?? 0).journey
    return funnel.intake.keys.compactMap { point in
      guard let value = draft.data[point.value.index] else { return nil }
      guard funnel.points[point.value].type == .email, case .text(let address) = value else {
        return Key(point: point.value.index, value: value)
      }
      let blanks: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]
      let trimmed = address.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
      return Key(point: point.value.index, value: .text(trimmed.map { (65...90).contains($0) ? $0 + 32 : $0 }))
    }
  }

  // MARK: Registration

  /// A journey with what its registration says and what is looked up.
  private func registered(_ event: ReferenceEvent, at now: Int64) -> ReferenceEngine {
    var journey = ReferenceJourney(
      lead: event.lead, data: Array(repeating: nil, count: funnel.points.count), started: now,
      labels: Array(repeating: nil, count: funnel.decisions.count))
    journey.source = funnel.sources.firstIndex { Array($0.reference.utf8) == event.source }
    journey.owner = event.owner
    journey.lastEvent = now
    journey.moved = now
    var engine = ReferenceEngine(self, journey)
    engine.write(event.points)
    engine.lookUp(at: now)
    return engine
  }

  private mutating func begin(_ event: ReferenceEvent, subject: Int?, at now: Int64) {
    var engine = registered(event, at: now)
    if let subject {
      engine.journey.entry = subjects[subject].journeys.count + 1
      subjects[subject].journeys.append(journeys.count)
    }
    engine.register(at: now)
    journeys.append(engine.journey)
    effects += engine.effects
    tally.add(engine.tally)
  }
}
