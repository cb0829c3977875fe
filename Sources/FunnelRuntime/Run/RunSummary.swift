import FunnelIR

/// The numbers of a run.
public struct RunSummary: Sendable {
  /// Leads registered.
  public internal(set) var leads = 0
  /// Journeys begun.
  public internal(set) var journeys = 0
  /// Lines that were handled.
  public internal(set) var accepted = 0
  /// Lines that came before.
  public internal(set) var repeated = 0
  /// Values that did not fit.
  public internal(set) var dataIssues = 0
  /// The first of them.
  public internal(set) var examples: [Example] = []
  /// How many journeys stand how, by `Journey.Status.allCases`.
  public internal(set) var statuses = [Int](repeating: 0, count: Journey.Status.allCases.count)
  /// How many journeys ended at each end of the program, and how many were declined.
  public internal(set) var ends: [Int]
  /// How many activities stand how, by `ActivityState.allCases`.
  public internal(set) var activities = [Int](repeating: 0, count: ActivityState.allCases.count)
  /// How many lines were rejected for each reason, by `RejectReason.allCases`.
  public private(set) var rejects = [Int](repeating: 0, count: RejectReason.allCases.count)
  /// The time to which the clock went at the end; nil where no line was accepted.
  public internal(set) var endClock: Int64?

  /// A value that did not fit.
  public struct Example: Hashable, Sendable {
    /// The line on which it stood.
    public let line: Int
    /// The data point.
    public let point: String
    /// Why it did not fit; nothing of the value where the point is personal.
    public let reason: String
  }

  /// How many examples are kept.
  static let exampleLimit = 5

  init(ends: Int) { self.ends = Array(repeating: 0, count: ends) }

  /// All lines rejected.
  public var rejected: Int { rejects.reduce(0, +) }

  /// The reasons for which lines were rejected, and how many, in order of their names.
  public var rejectReasons: [(reason: RejectReason, count: Int)] {
    zip(RejectReason.allCases, rejects).filter { $1 > 0 }.map { (reason: $0, count: $1) }.sorted {
      $0.reason < $1.reason
    }
  }

  /// The numbers of journeys by status, those that occur.
  public var statusCounts: [(status: Journey.Status, count: Int)] {
    zip(Journey.Status.allCases, statuses).filter { $1 > 0 }.map { (status: $0, count: $1) }
  }

  /// The numbers of activities by state, those that occur.
  public var activityCounts: [(state: ActivityState, count: Int)] {
    zip(ActivityState.allCases, activities).filter { $1 > 0 }.map { (state: $0, count: $1) }
  }

  /// Counts a line that was rejected, by the reader or by the run.
  public mutating func count(_ reason: RejectReason) {
    if let index = RejectReason.allCases.firstIndex(of: reason) { rejects[index] += 1 }
  }

  /// Counts an issue; one that no line brought is no example.
  mutating func add(_ issue: DataIssue, line: Int?, point: String, isPersonal: Bool) {
    dataIssues += 1
    guard let line, examples.count < RunSummary.exampleLimit else { return }
    examples.append(
      Example(line: line, point: point, reason: isPersonal ? "a personal value does not fit its type" : issue.reason))
  }

  mutating func add(_ journey: borrowing Journey) {
    if let index = Journey.Status.allCases.firstIndex(of: journey.status) { statuses[index] += 1 }
    if journey.end >= 0 { ends[Int(journey.end)] += 1 }
    for key in journey.activities.indices where journey.activities[key].activity >= 0 {
      activities[Int(journey.activities[key].state.rawValue)] += 1
    }
  }
}

extension RunSummary {
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
}
