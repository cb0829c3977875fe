import FunnelIR

/// The numbers of one funnel's journeys, as far as their lines were written.
public struct FunnelSummary: Sendable {
  /// How many journeys stand how, by `Journey.Status.allCases`.
  public private(set) var statuses = [Int](repeating: 0, count: Journey.Status.allCases.count)
  /// How many journeys ended at each end of the program.
  public private(set) var ends: [Int]
  /// How many activities stand how, by `ActivityState.allCases`.
  public private(set) var activities = [Int](repeating: 0, count: ActivityState.allCases.count)

  init(ends: Int) { self.ends = Array(repeating: 0, count: ends) }

  /// How many journeys there are.
  public var journeys: Int { statuses.reduce(0, +) }

  /// The numbers of journeys by status, those that occur.
  public var statusCounts: [(status: Journey.Status, count: Int)] {
    zip(Journey.Status.allCases, statuses).filter { $1 > 0 }.map { (status: $0, count: $1) }
  }

  /// The numbers of activities by state, those that occur.
  public var activityCounts: [(state: ActivityState, count: Int)] {
    zip(ActivityState.allCases, activities).filter { $1 > 0 }.map { (state: $0, count: $1) }
  }

  /// The numbers of journeys by the names of their ends, those that occur, in order of declaration.
  public func endCounts(_ program: Program) -> [(end: String, count: Int)] {
    var counts: [(end: String, count: Int)] = []
    // Several ends may share a name, as `lost` does with its reasons.
    for (end, count) in zip(program.ends, ends) where count > 0 {
      let name = program.strings[end.name]
      if let index = counts.firstIndex(where: { $0.end == name }) {
        counts[index].count += count
      } else {
        counts.append((end: name, count: count))
      }
    }
    return counts
  }

  mutating func add(_ other: FunnelSummary) {
    for index in statuses.indices { statuses[index] += other.statuses[index] }
    for index in ends.indices { ends[index] += other.ends[index] }
    for index in activities.indices { activities[index] += other.activities[index] }
  }

  /// Counts journeys that stand alike.
  mutating func add(_ count: Int, _ status: Journey.Status, end: Int?) {
    statuses[status.place] += count
    if let end { ends[end] += count }
  }

  /// Counts activities.
  mutating func add(open: Int, blocked: Int, skipped: Int) {
    activities[Int(ActivityState.open.rawValue)] += open
    activities[Int(ActivityState.blocked.rawValue)] += blocked
    activities[Int(ActivityState.skipped.rawValue)] += skipped
  }

  mutating func add(_ journey: borrowing Journey) {
    statuses[journey.status.place] += 1
    if journey.end >= 0 { ends[Int(journey.end)] += 1 }
    for key in journey.activities.indices where journey.activities[key].activity >= 0 {
      activities[Int(journey.activities[key].state.rawValue)] += 1
    }
  }
}

extension Journey.Status {
  /// The place among all cases.
  fileprivate var place: Int {
    switch self {
    case .new: 0
    case .held: 1
    case .declined: 2
    case .inProgress: 3
    case .blocked: 4
    case .converted: 5
    case .lost: 6
    case .cancelled: 7
    }
  }
}
