import FunnelIR

/// The values of a type with an order as whole steps: of 1, of the smallest coin, of a day, of a second, or of the last decimal
/// that anybody wrote.
struct Scale {
  private let type: ValueType
  /// How much of the type's own unit one step is; of a number, how many steps make 1.
  private let step: Int64
  /// What is left of the value at hand beyond whole steps, so that only whole steps are changed.
  private let rest: Int64
  /// The step at which the value at hand is.
  let start: Int64
  /// The steps at which something may change: the constants and their neighbours.
  let marks: [Int64]
  private let isKnown: Bool

  /// Makes the scale of a type; nil where it has no order.
  /// - Parameters:
  ///   - words: the constants with which the value is compared.
  ///   - before: the value at hand; where it is missing, counting begins at zero, or at the time at hand.
  init?(_ type: ValueType, words: [UInt64], before: UInt64?, time: Int64, _ zone: ZoneTable) {
    guard !type.isSet else { return nil }
    self.type = type
    isKnown = before != nil
    if type.base == .number {
      let values = (words + [before].compactMap { $0 }).map { Double(bitPattern: $0) }
      step = Scale.decimals(values)
      rest = 0
      start = Scale.steps(before.map { Double(bitPattern: $0) } ?? 0, step)
      let own = step
      marks = words.flatMap { Scale.neighbours(of: Scale.steps(Double(bitPattern: $0), own)) }
      return
    }
    switch type.base {
    case .integer, .date: step = 1
    case .money: step = [10_000, 1_000, 100, 10, 1][min(MinorUnits.decimals(of: type.detail), 4)]
    case .datetime, .duration: step = microsecondsPerSecond
    default: return nil
    }
    var missing: Int64 = 0
    if type.base == .date { missing = zone.day(of: time) ?? 0 }
    if type.base == .datetime { missing = time }
    let (whole, left) = floorDivide(before.map { Int64(bitPattern: $0) } ?? missing, by: step)
    start = whole
    rest = left
    let own = step
    // A constant between two steps has both for neighbours.
    marks = words.flatMap { Scale.neighbours(of: floorDivide(Int64(bitPattern: $0) &- left, by: own).quotient) }
  }

  private static func neighbours(of step: Int64) -> [Int64] { [step &- 1, step, step &+ 1, step &+ 2] }

  /// How many steps make 1, so that each of some numbers is a whole number of them; at most a million.
  private static func decimals(_ values: [Double]) -> Int64 {
    var steps: Int64 = 1
    while steps < 1_000_000, values.contains(where: { ($0 * Double(steps)).rounded() != $0 * Double(steps) }) {
      steps *= 10
    }
    return steps
  }

  private static func steps(_ value: Double, _ steps: Int64) -> Int64 {
    Int64(exactly: (value * Double(steps)).rounded()) ?? 0
  }

  /// The value at a step; nil beyond the type.
  func bits(of number: Int64) -> UInt64? {
    if type.base == .number {
      let value = Double(number) / Double(step)
      return (value == 0 ? 0 : value).bitPattern
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: step)
    let (value, carry) = product.addingReportingOverflow(rest)
    guard !overflow, !carry else { return nil }
    if type.base == .date, !CivilDate.range.contains(value) { return nil }
    if type.base == .datetime, !ZoneTable.instants.contains(value) { return nil }
    return UInt64(bitPattern: value)
  }

  /// How large a change it is to go to a step: its share of the larger value, for dates and times its share of ten years.
  func size(of number: Int64) -> Double {
    guard isKnown else { return 2 }
    let difference = (Double(number) - Double(start)).magnitude
    switch type.base {
    case .date: return min(difference / 3_652, 1)
    case .datetime: return min(difference / (3_652 * 86_400), 1)
    default: return min(difference / max(Double(number).magnitude, Double(start).magnitude, 1), 1)
    }
  }
}
