/// A value that the scanner found at a declared path: what it is and where it stands.
struct FoundValue: BitwiseCopyable {
  /// What stands there.
  enum Kind: UInt8, BitwiseCopyable {
    case absent, null, `true`, `false`, number, string, object, array
    /// Values of `[*]`: `start` and `end` are the first and the last link in the scanner's `links`, -1 where empty.
    case list
  }

  var kind: Kind = .absent
  /// Whether a string holds escapes.
  var hasEscapes = false
  /// The first byte; of a string the one behind its quote.
  var start: Int32 = 0
  /// The byte behind the last; of a string its closing quote.
  var end: Int32 = 0

  static let absent = FoundValue()
  static let null = FoundValue(kind: .null)
  static let emptyList = FoundValue(kind: .list, start: -1, end: -1)

  /// The bytes of a string or a number.
  var range: Range<Int> { Range(uncheckedBounds: (Int(start), Int(end))) }

  /// Whether the line says something here that is not null.
  var holdsValue: Bool { kind != .absent && kind != .null }
}
