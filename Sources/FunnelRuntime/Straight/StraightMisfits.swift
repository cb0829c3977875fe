import FunnelIR

/// The values of the line at hand that do not fit their points: they count as missing.
struct StraightMisfits {
  /// The points that may have such values; none where a line with one is to be left to the general reader.
  private let points: [PointField]
  /// How many there are.
  private(set) var count = 0
  /// The first of them, as far as examples are shown.
  private(set) var first: [DataIssue] = []

  /// Those of many lines.
  struct Sum {
    private(set) var count = 0
    /// The first of them, and the line on which each stands.
    private(set) var first: [(line: Int, issue: DataIssue)] = []

    @inline(never)
    mutating func add(_ misfits: StraightMisfits, line: Int) {
      count += misfits.count
      first += misfits.first.prefix(RunSummary.exampleLimit - first.count).map { (line, $0) }
    }
  }

  init(of points: [PointField]) { self.points = points }

  /// Notes a value; false where that is left to the general reader.
  mutating func note(
    _ value: FoundValue, of slot: Int, _ line: UnsafeRawBufferPointer, _ values: ValueReader
  ) -> Bool {
    guard let point = points.first(where: { $0.slot == slot }) else { return false }
    count += 1
    if first.count < RunSummary.exampleLimit {
      first.append(DataIssue(slot: slot, reason: Misfit.phrase(value, point, line, values)))
    }
    return true
  }

  mutating func removeAll() {
    count = 0
    first.removeAll(keepingCapacity: true)
  }
}
