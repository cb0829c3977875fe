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
  /// The journeys of each funnel.
  public internal(set) var funnels: [FunnelSummary]
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

  /// - Parameter ends: how many ends each funnel has.
  init(ends: [Int]) { funnels = ends.map { FunnelSummary(ends: $0) } }

  /// All lines rejected.
  public var rejected: Int { rejects.reduce(0, +) }

  /// The reasons for which lines were rejected, and how many, in order of their names.
  public var rejectReasons: [(reason: RejectReason, count: Int)] {
    zip(RejectReason.allCases, rejects).filter { $1 > 0 }.map { (reason: $0, count: $1) }.sorted {
      $0.reason < $1.reason
    }
  }

  /// Counts a line that was rejected, by the reader or by the run.
  public mutating func count(_ reason: RejectReason) {
    if let index = RejectReason.allCases.firstIndex(of: reason) { rejects[index] += 1 }
  }

  /// Adds the numbers of a run over the lines that follow.
  public mutating func add(_ other: RunSummary) {
    leads += other.leads
    journeys += other.journeys
    accepted += other.accepted
    repeated += other.repeated
    dataIssues += other.dataIssues
    examples += other.examples.prefix(RunSummary.exampleLimit - examples.count)
    for index in funnels.indices { funnels[index].add(other.funnels[index]) }
    for index in rejects.indices { rejects[index] += other.rejects[index] }
    if let end = other.endClock { endClock = max(endClock ?? end, end) }
  }

  /// Counts an issue; one that no line brought is no example.
  mutating func add(_ issue: DataIssue, line: Int?, point: String, isPersonal: Bool) {
    dataIssues += 1
    guard let line, examples.count < RunSummary.exampleLimit else { return }
    examples.append(
      Example(line: line, point: point, reason: isPersonal ? "a personal value does not fit its type" : issue.reason))
  }

  mutating func add(_ journey: borrowing Journey) { funnels[Int(journey.funnel)].add(journey) }
}
