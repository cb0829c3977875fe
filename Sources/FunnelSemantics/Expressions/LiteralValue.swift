/// An exact constant.
public enum LiteralValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int64)
  /// Never NaN, infinite or negative zero.
  case number(Double)
  /// In 1/10 000 of the currency's unit; the currency stands in the type.
  case money(Int64)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since 1970-01-01T00:00:00Z.
  case datetime(Int64)
  /// Microseconds of elapsed time.
  case duration(Int64)
  /// The bytes of a text, e-mail address, phone number, address or document.
  case text([UInt8])
  /// The code of a country or language.
  case code(TwoLetterCode)
  /// The index of a choice's member, a decision's label, a source or a stage.
  case member(Int)
}
