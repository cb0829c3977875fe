import FunnelSemantics

/// Sums, products and quotients of known values; nil where the result does not fit or there is none.
enum ReferenceArithmetic {
  static func result(_ operation: ArithmeticOperation, _ left: ReferenceValue, _ right: ReferenceValue)
    -> ReferenceValue?
  {
    switch (operation, left, right) {
    case (.addIntegers, .integer(let a), .integer(let b)): return sum(a, b).map(ReferenceValue.integer)
    case (.subtractIntegers, .integer(let a), .integer(let b)): return difference(a, b).map(ReferenceValue.integer)
    case (.multiplyIntegers, .integer(let a), .integer(let b)): return product(a, b).map(ReferenceValue.integer)
    case (.addNumbers, .number(let a), .number(let b)): return .finite(a + b)
    case (.subtractNumbers, .number(let a), .number(let b)): return .finite(a - b)
    case (.multiplyNumbers, .number(let a), .number(let b)): return .finite(a * b)
    case (.divideNumbers, .number(let a), .number(let b)): return .finite(a / b)
    case (.addMoney, .money(let a), .money(let b)): return sum(a, b).map(ReferenceValue.money)
    case (.subtractMoney, .money(let a), .money(let b)): return difference(a, b).map(ReferenceValue.money)
    case (.multiplyMoneyByInteger, .money(let a), .integer(let b)): return product(a, b).map(ReferenceValue.money)
    case (.multiplyMoneyByNumber, .money(let a), .number(let b)):
      return rounded(Double(a) * b).map(ReferenceValue.money)
    case (.divideMoneyByInteger, .money(let a), .integer(let b)): return quotient(a, b).map(ReferenceValue.money)
    case (.divideMoneyByNumber, .money(let a), .number(let b)): return rounded(Double(a) / b).map(ReferenceValue.money)
    case (.divideMoney, .money(let a), .money(let b)): return .finite(Double(a) / Double(b))
    case (.addDurations, .duration(let a), .duration(let b)): return sum(a, b).map(ReferenceValue.duration)
    case (.subtractDurations, .duration(let a), .duration(let b)): return difference(a, b).map(ReferenceValue.duration)
    case (.multiplyDurationByInteger, .duration(let a), .integer(let b)):
      return product(a, b).map(ReferenceValue.duration)
    case (.multiplyDurationByNumber, .duration(let a), .number(let b)):
      return rounded(Double(a) * b).map(ReferenceValue.duration)
    case (.divideDurationByInteger, .duration(let a), .integer(let b)):
      return quotient(a, b).map(ReferenceValue.duration)
    case (.divideDurationByNumber, .duration(let a), .number(let b)):
      return rounded(Double(a) / b).map(ReferenceValue.duration)
    case (.divideDurations, .duration(let a), .duration(let b)): return .finite(Double(a) / Double(b))
    case (.addElapsed, .datetime(let a), .duration(let b)): return sum(a, b).map(ReferenceValue.datetime)
    case (.subtractElapsed, .datetime(let a), .duration(let b)): return difference(a, b).map(ReferenceValue.datetime)
    case (.subtractDatetimes, .datetime(let a), .datetime(let b)): return difference(a, b).map(ReferenceValue.duration)
    case (.subtractDates, .date(let a), .date(let b)):
      return difference(a, b).flatMap { product($0, ReferenceCalendar.day) }.map(ReferenceValue.duration)
    default: return nil
    }
  }

  static func negated(_ value: ReferenceValue) -> ReferenceValue? {
    switch value {
    case .integer(let a): difference(0, a).map(ReferenceValue.integer)
    case .number(let a): .finite(-a)
    case .money(let a): difference(0, a).map(ReferenceValue.money)
    case .duration(let a): difference(0, a).map(ReferenceValue.duration)
    default: nil
    }
  }

  static func difference(_ a: Int64, _ b: Int64) -> Int64? {
    let (result, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? nil : result
  }

  /// To the nearest whole, halves away from zero.
  static func rounded(_ value: Double) -> Int64? {
    value.isFinite ? Int64(exactly: value.rounded(.toNearestOrAwayFromZero)) : nil
  }

  /// An exact quotient to the nearest whole, halves away from zero.
  static func quotient(_ a: Int64, _ b: Int64) -> Int64? {
    guard b != 0 else { return nil }
    let (whole, overflow) = a.dividedReportingOverflow(by: b)
    if overflow { return nil }
    let rest = (a % b).magnitude
    let isUp = rest >= b.magnitude - rest
    return isUp ? whole + ((a < 0) == (b < 0) ? 1 : -1) : whole
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64? {
    let (result, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : result
  }

  private static func product(_ a: Int64, _ b: Int64) -> Int64? {
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : result
  }
}
