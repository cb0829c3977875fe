/// A set of Unicode scalars, as sorted ranges that neither touch nor overlap; surrogates are never in it.
public struct ScalarSet: Hashable, Sendable {
  /// The ranges of scalar values, ascending.
  public let ranges: [ClosedRange<UInt32>]

  /// Every scalar.
  package static let all = ScalarSet([0...0xD7FF, 0xE000...0x10FFFF])

  /// Makes the set that covers the given ranges, in any order.
  package init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.flatMap(Self.withoutSurrogates).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// The scalars that are not in this set.
  package var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
    return ScalarSet(gaps)
  }

  /// This set with the other case of each ASCII letter in it.
  var ignoringCase: ScalarSet {
    var folded = ranges
    for range in ranges {
      for (letters, shift) in [(UInt32(0x41)...0x5A, 0x20), (UInt32(0x61)...0x7A, -0x20)]
        as [(ClosedRange<UInt32>, Int32)]
      where range.overlaps(letters) {
        let part = range.clamped(to: letters)
        let shifted = UInt32(bitPattern: shift)
        folded.append(part.lowerBound &+ shifted...part.upperBound &+ shifted)
      }
    }
    return ScalarSet(folded)
  }

  /// This set and another together.
  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  /// Cuts the surrogates, which stand in no text, out of a range.
  private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    guard range.overlaps(0xD800...0xDFFF) else { return [range] }
    var parts: [ClosedRange<UInt32>] = []
    if range.lowerBound < 0xD800 { parts.append(range.lowerBound...0xD7FF) }
    if range.upperBound > 0xDFFF { parts.append(0xE000...range.upperBound) }
    return parts
  }
}
