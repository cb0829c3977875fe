import FunnelIR

/// Arithmetic: a missing operand gives missing; overflow and division by zero give missing and are noted.
extension Machine {
  mutating func computeInteger(_ step: Instruction) {
    let a = Int(step.a)
    let b = Int(step.b)
    guard known[b] else { return set(a, nil) }
    let left = Int64(bitPattern: words[b])
    let constant = Int64(bitPattern: step.immediate)
    switch step.operation {
    case .negateInteger: return setNoting(a, left == .min ? nil : -left)
    case .absoluteInteger: return setNoting(a, left == .min ? nil : abs(left))
    case .addConstant: return setNoting(a, left.adding(constant))
    case .clampBelow: return set(a, max(left, constant))
    case .clampAbove: return set(a, min(left, constant))
    case .roundMoney: return setNoting(a, left.divided(by: 10_000)?.multiplied(by: 10_000))
    case .roundNumber: return setNoting(a, whole(Double(bitPattern: words[b])))
    default: break
    }
    let i = Int(truncatingIfNeeded: step.immediate)
    guard known[i] else { return set(a, nil) }
    let right = Int64(bitPattern: words[i])
    let number = Double(bitPattern: words[i])
    switch step.operation {
    case .addInteger: setNoting(a, left.adding(right))
    case .subtractInteger: setNoting(a, left.subtracting(right))
    case .multiplyInteger: setNoting(a, left.multiplied(by: right))
    case .divideInteger: setNoting(a, left.divided(by: right))
    case .multiplyByNumber: setNoting(a, whole(Double(left) * number))
    case .divideByNumber: setNoting(a, whole(Double(left) / number))
    case .leastInteger: set(a, min(left, right))
    case .greatestInteger: set(a, max(left, right))
    default: set(a, nil)
    }
  }

  mutating func computeNumber(_ step: Instruction) {
    let a = Int(step.a)
    let b = Int(step.b)
    guard known[b] else { return set(a, nil) }
    let left = Double(bitPattern: words[b])
    switch step.operation {
    case .negateNumber: return set(a, number: -left)
    case .absoluteNumber: return set(a, number: abs(left))
    case .numberFromInteger: return set(a, number: Double(Int64(bitPattern: words[b])))
    default: break
    }
    let i = Int(truncatingIfNeeded: step.immediate)
    guard known[i] else { return set(a, nil) }
    let right = Double(bitPattern: words[i])
    switch step.operation {
    case .addNumber: set(a, number: left + right)
    case .subtractNumber: set(a, number: left - right)
    case .multiplyNumber: set(a, number: left * right)
    case .divideNumber: set(a, number: left / right)
    case .leastNumber: set(a, number: left < right ? left : right)
    case .greatestNumber: set(a, number: left > right ? left : right)
    default: set(a, nil)
    }
  }

  mutating func computeTime(_ step: Instruction) {
    let a = Int(step.a)
    let b = Int(step.b)
    guard known[b] else { return set(a, nil) }
    let value = Int64(bitPattern: words[b])
    let zone = program.program.zone
    switch step.operation {
    case .addToDate:
      let span = program.program.spans[Int(truncatingIfNeeded: step.immediate)]
      setNoting(a, program.adding(span, toDay: value))
    case .addToDatetime:
      let span = program.program.spans[Int(truncatingIfNeeded: step.immediate)]
      setNoting(a, program.adding(span, to: value))
    case .dateOf: setNoting(a, zone.day(of: value))
    case .yearOf: setNoting(a, CivilDate(days: value).map { Int64($0.year) })
    case .monthOf: setNoting(a, CivilDate(days: value).map { Int64($0.month) })
    case .weekdayOf: setNoting(a, CivilDate(days: value).map { Int64($0.weekday) })
    case .hourOf: setNoting(a, zone.hour(of: value).map { Int64($0) })
    case .wholeYears:
      let i = Int(truncatingIfNeeded: step.immediate)
      guard known[i] else { return set(a, nil) }
      setNoting(a, wholeYears(from: value, to: Int64(bitPattern: words[i])))
    default: set(a, nil)
    }
  }

  /// Years between two days, each counted when its day has come round; negative where the second is earlier.
  private func wholeYears(from: Int64, to: Int64) -> Int64? {
    guard let first = CivilDate(days: min(from, to)), let second = CivilDate(days: max(from, to)) else { return nil }
    let isShort = (second.month, second.day) < (first.month, first.day)
    let years = Int64(second.year - first.year - (isShort ? 1 : 0))
    return from <= to ? years : -years
  }

  /// A number as a whole one, half away from zero; nil beyond 64 bits.
  private func whole(_ number: Double) -> Int64? {
    Int64(exactly: number.rounded(.toNearestOrAwayFromZero))
  }

  private mutating func set(_ register: Int, number: Double) {
    // Adding zero turns negative zero into zero: numbers are compared by their bits where equality is asked.
    set(register, (number + 0).bitPattern, number.isFinite)
    if !number.isFinite { hasOverflowed = true }
  }

  private mutating func setNoting(_ register: Int, _ value: Int64?) {
    set(register, value)
    if value == nil { hasOverflowed = true }
  }
}

extension Int64 {
  /// The sum; nil on overflow.
  func adding(_ other: Int64) -> Int64? {
    let (result, overflow) = addingReportingOverflow(other)
    return overflow ? nil : result
  }

  /// The difference; nil on overflow.
  func subtracting(_ other: Int64) -> Int64? {
    let (result, overflow) = subtractingReportingOverflow(other)
    return overflow ? nil : result
  }

  /// The product; nil on overflow.
  func multiplied(by other: Int64) -> Int64? {
    let (result, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? nil : result
  }

  /// The quotient, rounded half away from zero; nil for a zero divisor and on overflow.
  func divided(by other: Int64) -> Int64? {
    guard other != 0, !(self == .min && other == -1) else { return nil }
    let (quotient, rest) = quotientAndRemainder(dividingBy: other)
    // Twice the rest may not fit 64 bits, so it is compared with what is left of the divisor.
    let roundsUp = rest.magnitude >= other.magnitude - rest.magnitude
    return roundsUp ? quotient + ((self < 0) == (other < 0) ? 1 : -1) : quotient
  }
}
