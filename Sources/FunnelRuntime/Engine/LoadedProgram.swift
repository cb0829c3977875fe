import FunnelIR

/// A verified program laid out for running: its tables side by side in memory, its names ready to be found and printed.
///
/// - Invariant: the tables never change, and the verifier has proved every index into them, so nothing is checked again.
public final class LoadedProgram: Sendable {
  /// The program as it was verified.
  public let program: Program
  /// Which funnel of its workspace it is.
  public let index: Int
  /// Whether any action begins another journey of the subject.
  let handsOver: Bool

  /// When people work; nil where nothing counts in working time.
  let workingCalendar: WorkingCalendar?
  let code: Table<Instruction>
  let conditions: Table<Condition>
  let words: Table<Int64>
  /// The texts of each `in { ... }`, found by their bytes; an instruction `inTexts` holds the number of its group here.
  private let textGroups: Table<KeyTable.Group>
  private let textEntries: Table<KeyTable.Entry>
  private let textBytes: Table<UInt8>
  let constants: Table<UInt8>
  let points: Table<DataPoint>
  let decisions: Table<Decision>
  let branches: Table<Branch>
  let stages: Table<Stage>
  let activities: Table<Activity>
  let timers: Table<StageTimer>
  let watches: Table<Watch>
  let answers: Table<Answer>
  let ids: Table<Int>
  let wakes: Table<Wake>
  /// How each split deals out leads, by decision; nil for those that are no splits.
  let splits: [Split?]
  /// Whether anything waits for time to change a condition.
  let hasWatches: Bool

  /// The name of each activity key.
  let activityKeys: Table<Int>

  let activityNames: NameTable
  /// The role of each activity key.
  let activityRoles: [Int]
  /// Whether it matters later who completed an activity, by its key.
  let remembersDoer: [Bool]
  let sourceReferences: NameTable
  let roleNames: NameTable
  let stageNames: NameTable
  let decisionNames: NameTable
  let endNames: NameTable

  /// By activity, the keys of those that come after it in its stage, in order of the text.
  let followers: [[Int]]
  /// The tables in which leads are looked up, in the order of the enrichments.
  let lookups: [Lookup]
  /// What of the data is about a person.
  public let personal: PersonalData
  /// Writes values into texts.
  let interpolation: Interpolation
  /// What each point may hold, by slot.
  let ranges: [PointRange]

  // What is read for every event is kept apart from the program, of which one field can't be had without the whole.
  let start: Target
  let ownWatches: TableRange
  let ownAnswers: TableRange
  let ownTimers: TableRange
  let actionCount: Int
  /// Whether registrations are known by points too.
  let isKeyed: Bool
  let hasSources: Bool
  /// Whether any activity must be done by somebody else than another one was.
  let comparesDoers: Bool
  /// Whether each point's bits are a reference, by slot.
  let isReference: Table<Bool>
  let declineConditions: Table<Int>
  let holdConditions: Table<Int>
  /// Of each end its name, and whether it converts.
  let endTitles: Table<Int>
  let endConverts: Table<Bool>

  /// The most registers that any routine uses.
  let registers: Int

  /// Lays out a program.
  /// - Parameters:
  ///   - index: which funnel of its workspace it is.
  ///   - tables: the table of each enrichment, in order; where there is none, nobody is found in it.
  public init(_ verified: VerifiedProgram, index: Int = 0, tables: [LookupTable] = []) {
    let program = verified.program
    self.program = program
    self.index = index
    handsOver = program.actions.contains { if case .start = $0.kind { true } else { false } }
    workingCalendar = program.workingTime.map { WorkingCalendar($0, zone: program.zone) }
    (code, textGroups, textEntries, textBytes) = LoadedProgram.tabulate(program)
    conditions = Table(program.conditions)
    words = Table(program.words)
    constants = Table(program.constants.bytes)
    points = Table(program.points)
    decisions = Table(program.decisions)
    branches = Table(program.branches)
    stages = Table(program.stages)
    activities = Table(program.activities)
    timers = Table(program.timers)
    watches = Table(program.watches)
    answers = Table(program.answers)
    ids = Table(program.ids)
    wakes = Table(program.wakes)
    splits = program.decisions.map { decision in
      guard decision.isSplit else { return nil }
      let shares = program.branches[decision.branches.indices].map(\.share)
      return Split(name: program.strings[decision.name], shares: shares)
    }
    hasWatches = program.timers.contains { $0.kind == .watch }
    let strings = program.strings
    activityKeys = Table(program.activityKeys)
    activityNames = NameTable(program.activityKeys.map { strings[$0] })
    var roles = [Int](repeating: 0, count: program.activityKeys.count)
    for activity in program.activities { roles[activity.key] = activity.role }
    activityRoles = roles
    var remembersDoer = [Bool](repeating: false, count: program.activityKeys.count)
    for activity in program.activities { if let other = activity.otherThan { remembersDoer[other] = true } }
    self.remembersDoer = remembersDoer
    var followers = [[Int]](repeating: [], count: program.activities.count)
    for activity in program.activities {
      for before in program.ids[activity.after.indices] { followers[before].append(activity.key) }
    }
    self.followers = followers
    sourceReferences = NameTable(program.sources.map { strings[$0.reference] })
    roleNames = NameTable(program.roles.map { strings[$0.name] })
    stageNames = NameTable(program.stages.map { strings[$0.name] })
    decisionNames = NameTable(program.decisions.map { strings[$0.name] })
    // `lost` by itself is the one without a reason.
    endNames = NameTable(
      program.ends.map { strings[$0.name] == "lost" && $0.reason != nil ? nil : strings[$0.name] })
    personal = PersonalData(program)
    lookups = zip(tables, program.enrichments).map { Lookup($0, for: $1, of: program) }
    interpolation = Interpolation(choices: program.choices, zone: program.zone)
    var fields = [PointField?](repeating: nil, count: program.points.count)
    for field in program.feed.points { fields[field.slot] = field }
    ranges = zip(fields, program.points).map { PointRange($0, $1.type) }
    start = program.start
    (ownWatches, ownAnswers, ownTimers) = (program.ownWatches, program.ownAnswers, program.ownTimers)
    actionCount = program.actions.count
    isKeyed = !program.intake.keys.isEmpty
    hasSources = !program.sources.isEmpty
    comparesDoers = remembersDoer.contains(true)
    isReference = Table(program.points.map(\.type.isReference))
    declineConditions = Table(program.intake.steps.map(\.condition))
    holdConditions = Table(program.intake.holds.map(\.condition))
    endTitles = Table(program.ends.map(\.name))
    endConverts = Table(program.ends.map { $0.outcome == .converted })
    registers = verified.registers
  }

  deinit {
    code.deallocate()
    conditions.deallocate()
    words.deallocate()
    textGroups.deallocate()
    textEntries.deallocate()
    textBytes.deallocate()
    constants.deallocate()
    points.deallocate()
    decisions.deallocate()
    branches.deallocate()
    stages.deallocate()
    activities.deallocate()
    timers.deallocate()
    watches.deallocate()
    answers.deallocate()
    ids.deallocate()
    wakes.deallocate()
    activityKeys.deallocate()
    isReference.deallocate()
    declineConditions.deallocate()
    holdConditions.deallocate()
    endTitles.deallocate()
    endConverts.deallocate()
  }

  /// Makes a table of each list of texts that code asks for, so that asking takes one look whatever the list's length.
  private static func tabulate(
    _ program: Program
  ) -> (Table<Instruction>, Table<KeyTable.Group>, Table<KeyTable.Entry>, Table<UInt8>) {
    var code = program.code
    var texts = KeyTable()
    var groups: [KeyTable.Group] = []
    var numbers: [UInt64: Int] = [:]
    for index in code.indices where code[index].operation == .inTexts {
      let range = code[index].immediate
      if numbers[range] == nil {
        numbers[range] = groups.count
        let words = program.words[code[index].low..<(code[index].low + code[index].high)]
        groups.append(
          texts.add(
            words.map { word in
              let reference = TextReference(bits: UInt64(bitPattern: word))
              let end = min(reference.offset + reference.length, program.constants.bytes.count)
              return (Array(program.constants.bytes[min(reference.offset, end)..<end]), 0)
            }))
      }
      code[index].immediate = UInt64(numbers[range] ?? 0)
    }
    return (Table(code), Table(groups), Table(texts.entries), Table(texts.bytes))
  }

  /// Whether a text is one of a group.
  @inline(__always)
  func isText(_ text: UnsafeRawBufferPointer, inGroup group: Int) -> Bool {
    guard let entries = textEntries.rows.baseAddress else { return false }
    let bytes = textBytes.rows.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(entries)
    return KeyTable.find(text, in: textGroups[group], entries, bytes) >= 0
  }

  /// A name, title or reason.
  func string(_ index: Int) -> String { program.strings[index] }
}

/// Rows side by side in memory that never change; an index is checked in debug builds only.
///
/// A plain pointer, so that reading a row counts no references: the program that made it gives the memory back, and outlives
/// whoever runs it.
struct Table<Row: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let rows: UnsafeBufferPointer<Row>

  init(_ array: [Row]) {
    let buffer = UnsafeMutableBufferPointer<Row>.allocate(capacity: array.count)
    _ = buffer.initialize(fromContentsOf: array)
    rows = UnsafeBufferPointer(buffer)
  }

  func deallocate() { rows.deallocate() }

  subscript(index: Int) -> Row {
    @inline(__always) get { rows[index] }
  }

  var count: Int { rows.count }
}
