import FunnelSemantics

/// A known value, spelled out; a missing one is nil.
enum ReferenceValue: Hashable {
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  /// In 1/10 000 of the unit.
  case money(Int64)
  case date(Int64)
  case datetime(Int64)
  case duration(Int64)
  case text([UInt8])
  case code(String)
  case member(Int)
  case set([ReferenceValue])

  init(_ literal: LiteralValue) {
    switch literal {
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .money(let value): self = .money(value)
    case .date(let value): self = .date(value)
    case .datetime(let value): self = .datetime(value)
    case .duration(let value): self = .duration(value)
    case .text(let value): self = .text(value)
    case .code(let value): self = .code(value.text)
    case .member(let value): self = .member(value)
    }
  }

  /// A number as the language holds it: a result that is none is missing, and there is one zero.
  static func finite(_ value: Double) -> ReferenceValue? { value.isFinite ? .number(value == 0 ? 0 : value) : nil }

  /// Whether two values of one type are equal; sets are, whatever their order.
  func equals(_ other: ReferenceValue) -> Bool {
    if case .set(let left) = self, case .set(let right) = other { return Set(left) == Set(right) }
    return self == other
  }

  /// Whether this value is less than another of the same ordered type.
  func isLess(than other: ReferenceValue) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)), (.money(let a), .money(let b)), (.date(let a), .date(let b)),
      (.datetime(let a), .datetime(let b)), (.duration(let a), .duration(let b)):
      return a < b
    case (.number(let a), .number(let b)): return a < b
    default: return false
    }
  }
}
