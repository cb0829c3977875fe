/// The type of one value, and so how its 64 bits in a slot are read.
///
/// | type | bits |
/// |---|---|
/// | boolean | 0 or 1 |
/// | integer | Int64 |
/// | number | IEEE double, never NaN or infinite, never negative zero |
/// | money | Int64, 1/10 000 of the currency's unit |
/// | date | Int64, days since 1970-01-01 |
/// | datetime | Int64, microseconds since 1970-01-01T00:00:00Z |
/// | duration | Int64, microseconds of elapsed time |
/// | text, email, phone, url, document | a `TextReference` |
/// | country, language | the two letters, the first in bits 8 to 15 |
/// | choice | index of the member in its `ChoiceTable` |
/// | set of any of these | a `TextReference` to its elements, each as a UInt32 length (little endian) and that many bytes: the text, or 8 bytes of bits (little endian); no element twice, in order of first appearance |
public struct ValueType: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The type of a single value, or of a set's elements.
  public enum Base: UInt8, Sendable, CaseIterable, Codable, BitwiseCopyable {
    case boolean, integer, number, money, date, datetime, duration
    case text, email, phone, url, document
    case country, language, choice
  }

  /// The type of the value, or of each element where `isSet`.
  public let base: Base
  /// Whether the value is a set of `base`.
  public let isSet: Bool
  /// For `choice`, the index into the program's choice tables; for `money`, the ISO 4217 code's three letters, the first in
  /// bits 16 to 23; otherwise 0.
  public let detail: UInt32

  /// Makes a type.
  public init(_ base: Base, isSet: Bool = false, detail: UInt32 = 0) {
    self.base = base
    self.isSet = isSet
    self.detail = detail
  }

  /// Whether the bits are a `TextReference`.
  public var isReference: Bool {
    switch base {
    case .text, .email, .phone, .url, .document: true
    default: isSet
    }
  }
}
