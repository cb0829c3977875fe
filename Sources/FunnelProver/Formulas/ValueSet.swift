/// A set of values of one variable: whether it may be missing, and ranges of the integers that stand for its known values.
///
/// All types are counted on one grid of integers: amounts and instants are integers already, members and codes are numbered,
/// doubles are taken in their order, texts are numbered by what can be told apart of them. So `x < 5` is `x <= 4` for every
/// type, and nothing needs a notion of strictness.
///
/// - Invariant: the ranges ascend and neither overlap nor touch.
struct ValueSet: Hashable, Sendable {
  /// Whether the value may be missing.
  let hasMissing: Bool
  /// The known values.
  let ranges: [ClosedRange<Int64>]

  /// No value at all.
  static let nothing = ValueSet(hasMissing: false, ranges: [])
  /// Missing, and nothing else.
  static let missing = ValueSet(hasMissing: true, ranges: [])
  /// Every known value.
  static let known = ValueSet(hasMissing: false, ranges: [.min ... .max])
  /// Everything.
  static let everything = ValueSet(hasMissing: true, ranges: [.min ... .max])

  private init(hasMissing: Bool, ranges: [ClosedRange<Int64>]) {
    self.hasMissing = hasMissing
    self.ranges = ranges
  }

  /// The set of the given ranges, in any order.
  init(_ ranges: [ClosedRange<Int64>], hasMissing: Bool = false) {
    self.hasMissing = hasMissing
    guard ranges.count > 1 else {
      self.ranges = ranges
      return
    }
    var merged: [ClosedRange<Int64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// The set of one known value.
  init(_ value: Int64) { self.init(hasMissing: false, ranges: [value...value]) }

  /// The known values between two bounds that may lie beyond 64 bits; nothing where they cross.
  init(from low: Int128, through high: Int128) {
    let low = max(low, Int128(Int64.min))
    let high = min(high, Int128(Int64.max))
    guard low <= high else {
      self = .nothing
      return
    }
    self.init(hasMissing: false, ranges: [Int64(truncatingIfNeeded: low)...Int64(truncatingIfNeeded: high)])
  }

  /// Whether there is no value in it.
  var isEmpty: Bool { !hasMissing && ranges.isEmpty }

  /// Whether a value is in it; nil stands for missing.
  func contains(_ value: Int64?) -> Bool {
    guard let value else { return hasMissing }
    return ranges.contains { $0.contains(value) }
  }

  /// What is in both.
  func intersection(_ other: ValueSet) -> ValueSet {
    let hasMissing = hasMissing && other.hasMissing
    // Mostly the one is a range that holds the other, and nothing needs to be cut.
    if other.coversRanges(of: self) { return ValueSet(hasMissing: hasMissing, ranges: ranges) }
    if coversRanges(of: other) { return ValueSet(hasMissing: hasMissing, ranges: other.ranges) }
    var common: [ClosedRange<Int64>] = []
    var (left, right) = (ranges[...], other.ranges[...])
    while let a = left.first, let b = right.first {
      let low = max(a.lowerBound, b.lowerBound)
      let high = min(a.upperBound, b.upperBound)
      if low <= high { common.append(low...high) }
      if a.upperBound < b.upperBound { left.removeFirst() } else { right.removeFirst() }
    }
    return ValueSet(hasMissing: hasMissing, ranges: common)
  }

  /// Whether it is one range in which all known values of another set lie.
  private func coversRanges(of other: ValueSet) -> Bool {
    guard ranges.count == 1, let first = other.ranges.first, let last = other.ranges.last else {
      return other.ranges.isEmpty
    }
    return ranges[0].lowerBound <= first.lowerBound && last.upperBound <= ranges[0].upperBound
  }

  /// What is in either.
  func union(_ other: ValueSet) -> ValueSet {
    ValueSet(ranges + other.ranges, hasMissing: hasMissing || other.hasMissing)
  }

  /// What is not in it.
  var complement: ValueSet {
    var gaps: [ClosedRange<Int64>] = []
    gaps.reserveCapacity(ranges.count + 1)
    var next = Int64.min
    var isOpen = true
    for range in ranges {
      if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
      isOpen = range.upperBound < .max
      if isOpen { next = range.upperBound + 1 }
    }
    if isOpen { gaps.append(next ... .max) }
    return ValueSet(hasMissing: !hasMissing, ranges: gaps)
  }

  /// The least and the greatest known value; nil where there is none.
  var bounds: ClosedRange<Int64>? {
    guard let first = ranges.first, let last = ranges.last else { return nil }
    return first.lowerBound...last.upperBound
  }

  /// The set without missing.
  var knownPart: ValueSet { ValueSet(hasMissing: false, ranges: ranges) }
}
