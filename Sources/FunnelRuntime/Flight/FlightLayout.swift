import FunnelIR

/// Where the parts of a row lie behind its header, and what else follows from the program alone.
///
/// Behind the header come a bit a point, a byte an activity key, two bytes for each decision that a condition asks for and for
/// each stage that counts its visits, then a word a point. Where somebody can be responsible for a lead, a text more says who.
struct FlightLayout {
  let points: Int
  /// The slot of the person responsible; -1 where there is none.
  let owner: Int
  /// How many slots there are.
  let slots: Int
  let keys: Int
  let records: Int
  let labels: Int
  let visits: Int
  let values: Int
  let stride: Int
  /// Whether conditions ask when the stage was entered.
  let asksForEntry: Bool
  /// Of each decision the place of its last label, of each stage that of its number of visits; -1 where it isn't kept.
  let labelPlaces: Table<Int32>
  let visitPlaces: Table<Int32>
  /// The last activity of each key, and of each activity the one of its key before it; -1 for none.
  private let lastActivities: Table<Int32>
  private let activitiesBefore: Table<Int32>
  /// The decision of each branch.
  let deciders: Table<UInt16>

  /// Where the bits stand that say which points are known.
  static let known = FlightHeader.size

  init(_ program: LoadedProgram) {
    points = program.points.count
    owner = program.program.feed.leads.owner == nil ? -1 : points
    keys = program.activityKeys.count
    let code = program.program.code
    asksForEntry = code.contains { $0.operation == .entered }
    var asked = Set<Int>()
    for step in code where step.operation == .label { asked.insert(Int(truncatingIfNeeded: step.immediate)) }
    labelPlaces = FlightLayout.places(program.decisions.count) { asked.contains($0) }
    visitPlaces = FlightLayout.places(program.stages.count) { program.stages[$0].visits != nil }
    var last = [Int32](repeating: -1, count: keys)
    var before = [Int32](repeating: -1, count: program.activities.count)
    for index in before.indices {
      let key = program.activities[index].key
      (before[index], last[key]) = (last[key], Int32(truncatingIfNeeded: index))
    }
    (lastActivities, activitiesBefore) = (Table(last), Table(before))
    var deciders = [UInt16](repeating: 0, count: program.branches.count)
    for decision in 0..<program.decisions.count {
      for branch in program.decisions[decision].branches.indices {
        deciders[branch] = UInt16(truncatingIfNeeded: decision)
      }
    }
    self.deciders = Table(deciders)
    slots = max(points, owner + 1)
    records = FlightLayout.known + (slots + 7) / 8
    labels = (records + keys + 1) & ~1
    visits = labels + asked.count * 2
    values = (visits + program.stages.counted * 2 + 7) & ~7
    // So no row lies in more cache lines than its size takes.
    stride = (values + slots * 8 + 31) & ~31
  }

  func deallocate() {
    labelPlaces.deallocate()
    visitPlaces.deallocate()
    lastActivities.deallocate()
    activitiesBefore.deallocate()
    deciders.deallocate()
  }

  /// Gives each number that is kept a place.
  private static func places(_ count: Int, _ isKept: (Int) -> Bool) -> Table<Int32> {
    var next: Int32 = 0
    return Table(
      (0..<count).map { number in
        guard isKept(number) else { return -1 }
        defer { next += 1 }
        return next
      })
  }

  /// The activity that a key names in a stage; -1 where the stage has none of that name.
  @inline(__always)
  func activity(of key: Int, in stage: Stage) -> Int {
    var index = Int(lastActivities[key])
    while index >= 0, index < stage.activities.start || index >= stage.activities.start &+ stage.activities.count {
      index = Int(activitiesBefore[index])
    }
    return index
  }
}

extension Table<Stage> {
  /// How many stages count their visits.
  fileprivate var counted: Int { rows.count { $0.visits != nil } }
}
