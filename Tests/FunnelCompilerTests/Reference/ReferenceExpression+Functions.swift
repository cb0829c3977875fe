import FunnelSemantics

extension ReferenceExpression {
  /// What a function gives for known arguments.
  func call(_ function: BuiltinFunction, _ arguments: [ReferenceValue]) -> ReferenceValue? {
    switch (function, arguments.first, arguments.dropFirst().first) {
    case (.domain, .text(let text)?, _):
      guard let at = text.lastIndex(of: UInt8(ascii: "@")), at + 1 < text.count else { return nil }
      return .text(text[(at + 1)...].map(lowered))
    case (.length, .text(let text)?, _):
      return .integer(Int64(String(decoding: text, as: UTF8.self).unicodeScalars.count))
    case (.lower, .text(let text)?, _): return .text(text.map(lowered))
    case (.upper, .text(let text)?, _): return .text(text.map { (97...122).contains($0) ? $0 - 32 : $0 })
    case (.trim, .text(let text)?, _):
      let blanks: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]
      return .text(Array(text.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()))
    case (.count, .set(let members)?, _): return .integer(Int64(members.count))
    case (.age, .date(let born)?, _):
      let today = calendar.date(now)
      let (early, late) = (ReferenceCalendar.civil(min(born, today)), ReferenceCalendar.civil(max(born, today)))
      let years = late.year - early.year - ((late.month, late.day) < (early.month, early.day) ? 1 : 0)
      return .integer(born <= today ? years : -years)
    case (.year, .date(let days)?, _): return .integer(ReferenceCalendar.civil(days).year)
    case (.month, .date(let days)?, _): return .integer(ReferenceCalendar.civil(days).month)
    case (.weekday, .date(let days)?, _):
      let sinceMonday = days + 3  // 1970-01-01 was a Thursday
      return .integer(sinceMonday - ReferenceCalendar.floored(sinceMonday, by: 7) * 7 + 1)
    case (.hour, .datetime(let instant)?, _):
      let local = calendar.local(instant)
      return .integer(
        (local - ReferenceCalendar.floored(local, by: ReferenceCalendar.day) * ReferenceCalendar.day) / 3_600_000_000)
    case (.min, let first?, _): return arguments.reduce(first) { $1.isLess(than: $0) ? $1 : $0 }
    case (.max, let first?, _): return arguments.reduce(first) { $0.isLess(than: $1) ? $1 : $0 }
    case (.abs, let value?, _): return absolute(value)
    case (.round, .number(let value)?, _): return ReferenceArithmetic.rounded(value).map(ReferenceValue.integer)
    case (.round, .money(let value)?, _):
      return ReferenceArithmetic.quotient(value, 10_000).flatMap {
        let (units, overflow) = $0.multipliedReportingOverflow(by: 10_000)
        return overflow ? nil : .money(units)
      }
    case (.daysBetween, .date(let first)?, .date(let second)?):
      return ReferenceArithmetic.difference(second, first).map(ReferenceValue.integer)
    default: return nil
    }
  }

  private func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

  private func absolute(_ value: ReferenceValue) -> ReferenceValue? {
    switch value {
    case .integer(let a) where a < 0, .money(let a) where a < 0, .duration(let a) where a < 0:
      return ReferenceArithmetic.negated(value)
    case .number(let a): return .finite(abs(a))
    default: return value
    }
  }
}
