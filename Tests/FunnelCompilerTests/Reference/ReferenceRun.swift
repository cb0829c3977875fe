import FunnelSemantics
import FunnelSyntax

/// Runs a funnel over the lines of a feed, one subject after another being nobody's business but its own.
struct ReferenceRun {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  /// When a registration without a time happens.
  let start: Int64?

  /// In order of registration.
  private(set) var journeys: [ReferenceJourney] = []
  /// The numbers of the items that can't be used, from 1.
  private(set) var rejects: [Int] = []
  private(set) var repeats = 0
  private var subjects: [[UInt8]: Subject] = [:]
  private var latestAccepted: Int64?
  private let reader: ReferenceReader

  private struct Subject {
    var journeys: [Int]
    var clock: Int64
    var lastSequence: Int64?
    var ids: Set<[UInt8]> = []
  }

  init(_ funnel: ResolvedFunnel, start: Int64? = nil) {
    self.funnel = funnel
    self.start = start
    calendar = ReferenceCalendar(zone: funnel.timezone.value, working: funnel.workingTime)
    reader = ReferenceReader(funnel: funnel, calendar: calendar)
  }

  /// Handles all items of a feed, those that are no JSON being nil, then moves the clock to the end.
  mutating func run(_ items: [PlainJSON?], until end: Int64?) {
    for (index, item) in items.enumerated() {
      if !(item.map { accept($0) } ?? false) { rejects.append(index + 1) }
    }
    guard let end = end ?? latestAccepted else { return }
    for index in journeys.indices {
      withEngine(index) { $0.fireTimers(until: end) }
    }
  }

  private mutating func withEngine(_ index: Int, _ body: (inout ReferenceEngine) -> Void) {
    var engine = ReferenceEngine(funnel: funnel, calendar: calendar, journey: journeys[index])
    body(&engine)
    journeys[index] = engine.journey
  }

  /// Whether an item could be used.
  private mutating func accept(_ item: PlainJSON) -> Bool {
    guard let event = reader.event(item), isPlausible(event.time), let lead = event.lead.word else { return false }
    let isUnchecked = funnel.intake.duplicates == .unchecked
    if event.kind == "lead.registered" {
      guard hasSource(event) else { return false }
      if isUnchecked || subjects[lead] == nil {
        guard let time = event.time ?? start else { return false }
        subjects[lead] = Subject(journeys: [], clock: time)
        remember(event, lead)
        register(event, lead, at: time)
        return true
      }
    }
    guard !isUnchecked, let subject = subjects[lead], let last = subject.journeys.last,
      mayAct(event, on: journeys[last]), isAboutSomething(event)
    else { return false }
    if isRepeat(event, subject) {
      repeats += 1
      journeys[last].counts.duplicates += 1
      return true
    }
    remember(event, lead)
    let now = max(event.time ?? subject.clock, subject.clock)
    let isLate = (event.time ?? now) < subject.clock
    subjects[lead]?.clock = now
    note(event.time ?? now)
    withEngine(last) { $0.fireTimers(until: now) }
    if event.kind == "lead.registered", funnel.intake.duplicates == .restart {
      restart(event, lead, last, at: now)
      return true
    }
    if isLate { journeys[last].counts.outOfOrder += 1 }
    journeys[last].lastEvent = now
    journeys[last].moved = now
    if event.kind == "lead.registered" {
      registerAgain(event, lead, last, at: now)
    } else {
      withEngine(last) { $0.handle(event, at: now) }
    }
    return true
  }

  // MARK: What a line must be

  private func isPlausible(_ time: Int64?) -> Bool {
    guard let time else { return true }
    return time >= 0 && time < 4_102_444_800_000_000  // 2100
  }

  private func hasSource(_ event: ReferenceEvent) -> Bool {
    funnel.sources.isEmpty || funnel.sources.contains { Array($0.reference.utf8) == event.source }
  }

  private func isAboutSomething(_ event: ReferenceEvent) -> Bool {
    switch event.kind {
    case "lead.registered", "lead.updated", "lead.withdrawn", "lead.accepted", "lead.declined", "journey.cancelled",
      "clock":
      true
    case "journey.moved":
      event.target.map { target in
        funnel.stages.contains { Array($0.name.utf8) == target }
          || funnel.ends.contains { Array($0.name.utf8) == target }
          || funnel.decisions.contains { Array($0.name.utf8) == target } || target == Array("converted".utf8)
          || target == Array("lost".utf8)
      } ?? false
    case "activity.started", "activity.completed", "activity.failed", "activity.blocked", "activity.unblocked":
      funnel.activityNames.contains { Array($0.name.utf8) == event.activity }
    default: false
    }
  }

  /// Whether who did it may do it; what names nobody comes from one of the operator's own systems.
  private func mayAct(_ event: ReferenceEvent, on journey: ReferenceJourney) -> Bool {
    if event.role == nil && event.actor == nil { return !funnel.actorsRequired }
    let role = event.role.map { String(decoding: $0, as: UTF8.self) }
    let declared = funnel.roles.first { $0.name == role }
    if let role, declared == nil, !["lead", "administrator", "manager", "automatic", "owner"].contains(role) {
      return false
    }
    if ["administrator", "manager"].contains(declared?.kind.rawValue ?? role) { return true }
    if role == "lead", let actor = event.actor, actor != event.lead.word { return false }
    let isOwner = role == "owner" || (event.actor != nil && event.actor == journey.owner)
    if event.kind.hasPrefix("journey.") || ["lead.accepted", "lead.declined"].contains(event.kind) { return isOwner }
    guard event.kind.hasPrefix("activity."),
      let name = funnel.activityNames.first(where: { Array($0.name.utf8) == event.activity }),
      let activity = name.activities.first
    else { return true }
    switch funnel.activities[activity].actor {
    case .lead: return role == "lead"
    case .administrator, .manager: return false
    case .owner: return isOwner
    case .automatic: return role == "automatic"
    case .role(let id): return funnel.roles[id].name == role
    }
  }

  private func isRepeat(_ event: ReferenceEvent, _ subject: Subject) -> Bool {
    if let sequence = event.sequence, let last = subject.lastSequence, sequence <= last { return true }
    // An id is remembered while the journey is open, and for thirty days after.
    let ended = subject.journeys.last.flatMap { journeys[$0].ended }
    if let ended, let time = event.time, time - ended > 30 * ReferenceCalendar.day { return false }
    return event.id.map(subject.ids.contains) ?? false
  }

  private mutating func remember(_ event: ReferenceEvent, _ lead: [UInt8]) {
    if let sequence = event.sequence { subjects[lead]?.lastSequence = sequence }
    if let id = event.id { subjects[lead]?.ids.insert(id) }
  }

  private mutating func note(_ time: Int64) { latestAccepted = max(latestAccepted ?? time, time) }

  // MARK: Registration

  private mutating func register(_ event: ReferenceEvent, _ lead: [UInt8], at now: Int64) {
    var journey = ReferenceJourney(
      lead: event.lead, data: Array(repeating: nil, count: funnel.points.count), started: now,
      labels: Array(repeating: nil, count: funnel.decisions.count))
    journey.source = funnel.sources.firstIndex { Array($0.reference.utf8) == event.source }
    journey.owner = event.owner
    journey.lastEvent = now
    var engine = ReferenceEngine(funnel: funnel, calendar: calendar, journey: journey)
    engine.write(event.points)
    engine.register(at: now)
    subjects[lead]?.journeys.append(journeys.count)
    journeys.append(engine.journey)
    note(now)
  }

  private mutating func registerAgain(_ event: ReferenceEvent, _ lead: [UInt8], _ last: Int, at now: Int64) {
    switch funnel.intake.duplicates {
    case .ignore, .unchecked:
      if journeys[last].isOpen { journeys[last].counts.ignored += 1 } else { journeys[last].counts.late += 1 }
    case .update:
      var update = event
      update.kind = "lead.updated"
      if journeys[last].isOpen, let owner = event.owner { journeys[last].owner = owner }
      withEngine(last) { $0.handle(update, at: now) }
    case .restart: break
    }
  }

  private mutating func restart(_ event: ReferenceEvent, _ lead: [UInt8], _ last: Int, at now: Int64) {
    var cancel = event
    cancel.kind = "journey.cancelled"
    if journeys[last].isOpen { withEngine(last) { $0.handle(cancel, at: now) } }
    register(event, lead, at: now)
  }
}
