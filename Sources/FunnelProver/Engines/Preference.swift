import FunnelSemantics

/// The value of a range that people find plainest: near a constant of the funnel, and round.
enum Preference {
  /// A value of a range; `domain` is all that the variable can have, at whose ends nothing interesting happens.
  static func value(in range: ClosedRange<Int64>, of domain: ValueSet, _ type: FunnelType) -> Int64 {
    // What only a sum keeps from an end far away is as good as there.
    let near = domain.isWide ? Int128(1) << 60 : 0
    let isLowest = domain.ranges.first.map { Int128(range.lowerBound) <= Int128($0.lowerBound) + near } ?? false
    let isHighest = domain.ranges.last.map { Int128(range.upperBound) >= Int128($0.upperBound) - near } ?? false
    if isLowest, isHighest || range.lowerBound == 0 {
      // Nothing bounds it, or only that it counts something.
      let plain = plain(type)
      if range.contains(plain) { return plain }
    }
    if type == .number { return number(in: range, fromAbove: isLowest) }
    for step in steps(type) {
      let value = isLowest ? down(range.upperBound, step) : up(range.lowerBound, step)
      if let value, range.contains(value) { return value }
    }
    return isLowest ? range.upperBound : range.lowerBound
  }

  private static func plain(_ type: FunnelType) -> Int64 {
    switch type {
    case .date: 20_458
    case .datetime: 20_458 * Grid.day + 9 * 3_600_000_000
    case .duration: Grid.day
    case .money: 10_000
    case .number: Grid.place(of: 1)
    case .integer: 1
    default: 0
    }
  }

  /// What counts as round, the roundest first.
  private static func steps(_ type: FunnelType) -> [Int64] {
    switch type {
    case .money: [10_000, 100, 1]
    case .datetime, .duration: [Grid.day, 3_600_000_000, 60_000_000, 1_000_000, 1]
    default: [1]
    }
  }

  private static func down(_ value: Int64, _ step: Int64) -> Int64? {
    let rest = value % step
    let (result, overflow) = value.subtractingReportingOverflow(rest < 0 ? rest + step : rest)
    return overflow ? nil : result
  }

  private static func up(_ value: Int64, _ step: Int64) -> Int64? {
    let rest = value % step
    guard rest != 0 else { return value }
    let (result, overflow) = value.addingReportingOverflow(rest < 0 ? -rest : step - rest)
    return overflow ? nil : result
  }

  private static func number(in range: ClosedRange<Int64>, fromAbove: Bool) -> Int64 {
    let end = Grid.number(at: fromAbove ? range.upperBound : range.lowerBound)
    for digits in [1.0, 10, 100, 1000] {
      let scaled = end * digits
      let place = Grid.place(of: (fromAbove ? scaled.rounded(.down) : scaled.rounded(.up)) / digits)
      if range.contains(place) { return place }
    }
    return fromAbove ? range.upperBound : range.lowerBound
  }
}

extension ValueSet {
  /// Whether its ends lie so far out that no funnel means them.
  fileprivate var isWide: Bool {
    guard let bounds else { return false }
    return bounds.lowerBound == .min && bounds.upperBound == .max
  }
}
