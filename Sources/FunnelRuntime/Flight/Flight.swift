import FunnelIR

/// Journeys in flight, each a row of plain memory, and the short way for what mostly happens to them: an event whose line is
/// plain, and which the rules of the funnel answer without anything that is rare.
///
/// Where a line, or what it leads to, is not of that kind, nothing has happened yet, and the general way takes the line, after
/// the journey has landed: it then stands on the run's shelf as a `Journey`. When that is over it takes off again, if a row can
/// hold it. Both ways give the same journeys.
///
/// - Invariant: row `n` is that of the run's lead `n`, subject `n` and journey `n`.
struct Flight: ~Copyable {
  /// What became of a line.
  enum Fate {
    case handled, repeated
    /// Nothing has happened, and the line is one for the general way.
    case left
  }

  let program: LoadedProgram
  let layout: FlightLayout
  private let settings: RunSettings
  private let roles: FlightRoles
  private let actorsRequired: Bool
  var reader: FlightReader
  var machine: Machine
  let places: FlightPlaces
  var rows: FlightMemory
  /// The legs of all ways.
  var legs: FlightMemory
  var texts: FlightTexts
  /// What the row at hand held before the line.
  let saved: UnsafeMutableRawPointer
  /// The instant at hand.
  var now: Int64 = 0
  // Of the journey at hand: how many records it has made, how many steps it took at an instant, and how many legs there were
  // before the line.
  var records = 0
  var steps = 0
  var stepsAt = Int64.min
  var knownLegs = 0
  /// The lines read ahead, those that somebody else has read, and the one at hand.
  let lines: UnsafeMutablePointer<FlightLine>
  let dealt: UnsafeMutablePointer<FlightLine>
  var line: FlightLine
  /// What events were counted of journeys that have so many that their rows began anew to count.
  var excess: [Int: Journey.Counts] = [:]
  /// Which activities are part of the stage being entered.
  let parts: UnsafeMutablePointer<Bool>
  /// Whether any activity comes after one.
  let hasFollowers: UnsafeMutablePointer<Bool>
  /// How many lines took the short way, and how many had to be left to the general one.
  private var flown = 0
  private var left = 0
  // What was counted since it was last taken away.
  private var accepted = 0
  private var repeated = 0
  private var begun = 0
  /// Which of the lines taken last began a journey each.
  private(set) var beginnings: [Int] = []

  /// The most records of a journey with which it stays in flight: what comes near the limit is left to the general way.
  static let recordLimit = 48_000

  /// The most steps of a journey within one instant with which it stays in flight.
  static let stepLimit = 250

  /// How many lines are read before the first of them is handled.
  static let batch = 16

  /// Makes a flight; nil where what the funnel does, or what the run is asked for, needs the general way.
  init?(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ feed: borrowing FeedReader) {
    guard settings.isStraight, workspace.funnels.count == 1, !settings.isObserved,
      !settings.isDurable,
      !settings.keepsJournal, !settings.keepsEffects
    else { return nil }
    let program = workspace.funnels[0]
    guard Flight.flies(program.program), let plain = FlightReader(workspace, settings, feed.limits) else { return nil }
    self.program = program
    layout = FlightLayout(program)
    self.settings = settings
    roles = FlightRoles(program)
    actorsRequired = feed.requiresActors
    machine = Machine(program)
    rows = FlightMemory(stride: layout.stride)
    places = FlightPlaces(program.program)
    legs = FlightMemory(stride: MemoryLayout<FlightLeg>.stride)
    texts = FlightTexts()
    lines = .allocate(capacity: Flight.batch)
    dealt = .allocate(capacity: Flight.batch)
    for index in 0..<Flight.batch {
      (lines + index).initialize(to: FlightLine(points: plain.points, at: plain.nowhere))
    }
    line = lines[0]
    reader = plain
    saved = .allocate(byteCount: layout.stride, alignment: 64)
    parts = .allocate(capacity: program.activities.count + 1)
    parts.initialize(repeating: false, count: program.activities.count + 1)
    hasFollowers = .filled(program.followers.map { !$0.isEmpty }, false)
  }

  deinit {
    layout.deallocate()
    saved.deallocate()
    for index in 0..<Flight.batch { lines[index].deallocate() }
    lines.deallocate()
    dealt.deallocate()
    parts.deallocate()
    hasFollowers.deallocate()
  }

  /// Whether journeys of a program fit into rows, and nothing but places, limits, failing and withdrawing moves them.
  private static func flies(_ program: Program) -> Bool {
    guard program.intake.duplicates == .ignore || program.intake.duplicates == .update,
      program.intake.keys.isEmpty,
      program.watches.isEmpty, program.enrichments.isEmpty, program.observed.isEmpty,
      program.sources.isEmpty,
      program.ownTimers.isEmpty
    else { return false }
    let goes = program.actions.allSatisfy { if case .go = $0.kind { true } else { false } }
    let answers = program.answers.allSatisfy {
      ($0.event == .failed || $0.event == .withdrawn) && $0.actions.count > 0
    }
    let timers =
      program.timers.allSatisfy { $0.kind == .limit && $0.target != nil }
      && program.stages.allSatisfy { $0.timers.count <= 1 }
    let activities = program.activities.allSatisfy { $0.does == nil && $0.otherThan == nil }
    let orders = program.stages.allSatisfy { stage in
      program.activities[stage.activities.indices].allSatisfy {
        program.ids[$0.after.indices].allSatisfy(stage.activities.indices.contains)
      }
    }
    let sizes = [
      program.stages.count, program.activities.count, program.decisions.count,
      program.branches.count,
      program.ends.count, program.strings.count,
    ]
    return goes && answers && timers && activities && orders && sizes.allSatisfy { $0 < 30_000 }
      && FlightPlaces.fit(program)
  }

  /// Takes the lines at the front of a buffer that are plain.
  /// - Parameters:
  ///   - registry: the ids of the run's leads.
  ///   - leads: what is known of each lead besides its row.
  ///   - latest: the largest time of an accepted line so far.
  /// - Returns: how many lines were taken, and how many bytes they have.
  mutating func take(
    _ bytes: UnsafeRawBufferPointer, _ registry: inout LeadRegistry,
    _ leads: inout LeadTable,
    latest: inout Int64?
  ) -> (lines: Int, bytes: Int) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
    let end = start + bytes.count
    var next = start
    reader.begin(at: start)
    beginnings.removeAll(keepingCapacity: true)
    var taken = 0
    while true {
      let count = readAhead(from: next, to: end, registry)
      let handled = handle(lines, count, after: taken, &registry, &leads, latest: &latest)
      taken &+= handled
      if handled > 0 { next = lines[handled &- 1].end }
      guard handled == Flight.batch else { return (taken, next - start) }
    }
  }

  /// Takes the lines at the front of those dealt that are plain.
  /// - Returns: how many lines were taken.
  mutating func take(
    _ lines: ArraySlice<DealtLine>, _ registry: inout LeadRegistry, _ leads: inout LeadTable,
    latest: inout Int64?
  ) -> Int {
    beginnings.removeAll(keepingCapacity: true)
    var taken = 0
    while true {
      let count = readAhead(lines[(lines.startIndex + taken)...].prefix(Flight.batch), registry)
      let handled = handle(dealt, count, after: taken, &registry, &leads, latest: &latest)
      taken &+= handled
      guard handled == Flight.batch else { return taken }
    }
  }

  /// Handles lines up to the first that is one for the general way.
  @inline(__always)
  private mutating func handle(
    _ lines: UnsafeMutablePointer<FlightLine>, _ count: Int, after taken: Int, _ registry: inout LeadRegistry,
    _ leads: inout LeadTable, latest: inout Int64?
  ) -> Int {
    var last = latest ?? .min
    var handled = 0
    reading: while handled < count {
      line = lines[handled]
      switch handle(&registry, &leads, taken &+ handled) {
      case .handled:
        last = max(last, line.time)
        accepted &+= 1
      case .repeated: repeated &+= 1
      case .left: break reading
      }
      handled &+= 1
    }
    if last > .min { latest = last }
    return handled
  }

  /// Adds the numbers of the lines taken to a summary, and begins anew to count.
  mutating func add(to summary: inout RunSummary) {
    summary.leads += begun
    summary.journeys += begun
    summary.accepted += accepted
    summary.repeated += repeated
    flown &+= accepted &+ repeated
    (begun, accepted, repeated) = (0, 0, 0)
  }

  /// Counts a line that took the general way.
  /// - Returns: whether these are so few that taking off again pays.
  mutating func countLanding() -> Bool {
    left &+= 1
    return left <= flown / 4 + 1_000
  }

  /// The number of the line's lead.
  @inline(__always)
  private func number(_ registry: borrowing LeadRegistry) -> Int? {
    line.number >= 0 && registry.isID(line.id, line.shortID, of: line.number)
      ? line.number : registry.find(line.id, line.hash)
  }

  @inline(__always)
  private mutating func handle(
    _ registry: inout LeadRegistry, _ leads: inout LeadTable, _ place: Int
  ) -> Fate {
    let kind = line.kind
    guard let number = number(registry) else {
      guard kind == .leadRegistered, begin(&registry, &leads) == .handled else { return .left }
      beginnings.append(place)
      return .handled
    }
    let row = FlightRow(rows[number], layout)
    let header = row.header
    guard header.pointee.isAloft, header.pointee.reaches(max(line.time, header.pointee.clock)),
      hasRoomForLegs(2 * Flight.stepLimit)
    else { return .left }
    switch kind {
    case .leadUpdated, .leadWithdrawn: break
    case .activityStarted, .activityCompleted, .activityFailed:
      guard line.activity >= 0 else { return .left }
    default: return .left
    }
    if line.role >= 0 || line.actorLength >= 0 {
      guard isAllowed(row) else { return .left }
    } else if actorsRequired {
      return .left
    }
    if line.hasSequence, header.pointee.hasWatermark, line.sequence <= header.pointee.watermark {
      return header.pointee.duplicates.countUp() ? .repeated : .left
    }
    let isLong = header.pointee.isEnded && leads.hasIDs(number) && isLongAgo(since(row))
    var id: EventID?
    if line.eventIDLength >= 0 {
      id = eventID
      guard let id else { return .left }
      if !isLong, leads[number].ids.contains(id) { return header.pointee.duplicates.countUp() ? .repeated : .left }
    }
    let mark = keep(row)
    guard tell(row), settleCounts(row) else {
      restore(row, mark)
      return .left
    }
    if isLong { leads[number].ids = [] }
    if let id { leads[number].ids.insert(id) }
    if texts.isWasteful { sweep() }
    return .handled
  }

  /// Whether the ids of a lead's events are forgotten, its journey having ended at an instant.
  private func isLongAgo(_ ended: Int64) -> Bool {
    line.time.subtracting(ended).map { $0 > settings.idWindow } ?? false
  }

  private var eventID: EventID? {
    EventID(
      UnsafeRawBufferPointer(start: line.eventID, count: line.eventIDLength),
      digest: settings.digest)
  }

  /// Whether whoever did it may.
  @inline(never)
  private func isAllowed(_ row: FlightRow) -> Bool {
    let actor =
      line.actorLength >= 0
      ? UnsafeRawBufferPointer(start: line.actor, count: line.actorLength) : nil
    let owner =
      layout.owner >= 0 && row.isKnown(layout.owner)
      ? texts.bytes.part(TextReference(bits: row.values[layout.owner])) : nil
    return roles.allow(
      line.role, line.kind, activity: line.activity,
      isLead: actor.map { equalBytes($0, line.id) } ?? true,
      isResponsible: actor.map { actor in owner.map { equalBytes($0, actor) } ?? false } ?? false)
  }

  /// How much there was of what journeys share.
  struct Mark {
    var legs: Int
    var texts: Int
    var waste: Int
  }

  /// Keeps what is known of a journey, to be restored where the line at hand is one for the general way.
  @inline(__always)
  mutating func keep(_ row: FlightRow) -> Mark {
    saved.copyMemory(from: row.header, byteCount: layout.stride)
    let header = row.header.pointee
    (records, steps, stepsAt, knownLegs) = (header.records, Int(header.steps), header.clock, legs.count)
    return Mark(legs: legs.count, texts: texts.count, waste: texts.waste)
  }

  /// Writes down how many records and steps there are now; false where they are too many to fly on.
  @inline(__always)
  private func settleCounts(_ row: FlightRow) -> Bool {
    guard records < Flight.recordLimit else { return false }
    row.header.pointee.records = records
    row.header.pointee.steps = UInt8(truncatingIfNeeded: steps)
    return true
  }

  @inline(never)
  mutating func restore(_ row: FlightRow, _ mark: Mark) {
    UnsafeMutableRawPointer(row.header).copyMemory(from: saved, byteCount: layout.stride)
    legs.truncate(mark.legs)
    texts.truncate(mark.texts)
    texts.waste = mark.waste
  }

  /// Registers a lead that nobody knows yet.
  private mutating func begin(_ registry: inout LeadRegistry, _ leads: inout LeadTable)
    -> Fate
  {
    guard rows.count == registry.count, rows.count == leads.count, rows.count < Int(Int32.max),
      hasRoomForLegs(2 * Flight.stepLimit)
    else { return .left }
    var ids: Set<EventID> = []
    if line.eventIDLength >= 0 {
      guard let id = eventID else { return .left }
      ids.insert(id)
    }
    let number = rows.count
    let row = FlightRow(rows.append(), layout)
    row.reset(layout)
    let mark = keep(row)
    guard register(row), settleCounts(row), registry.add(line.id, line.hash) != nil else {
      restore(row, mark)
      rows.truncate(number)
      return .left
    }
    leads.append(FunnelRun.Lead(subject: number, ids: ids))
    begun &+= 1
    return .handled
  }

  /// Whether a condition is known to be true now; one that is not there holds.
  mutating func holds(_ condition: Int?, _ row: FlightRow) -> Bool {
    guard let condition else { return true }
    machine.hasOverflowed = false
    let state = FlightState(
      row: row, texts: texts.bytes, ownerSlot: layout.owner, labelPlaces: layout.labelPlaces,
      entered: layout.asksForEntry ? since(row) : 0)
    let result = withUnsafePointer(to: state) { machine.isTrue(condition, $0, now: now) }
    if machine.hasOverflowed { records &+= 1 }
    return result
  }
}
