/// `2026-11-20`.
public struct DateSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.dateLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// The day; nil where the calendar has none such.
  public var value: CivilDate? {
    var reader = DigitReader(DigitReader.bytes(node))
    return reader.date().flatMap { reader.isAtEnd ? $0 : nil }
  }
}

/// `2026-11-20T10:00:00Z`.
public struct DatetimeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.datetimeLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// The moment; nil where it isn't one, or says no offset from UTC.
  public var value: CivilMoment? { Self.moment(DigitReader.bytes(node)) }

  static func moment(_ text: ArraySlice<UInt8>) -> CivilMoment? {
    var reader = DigitReader(text)
    guard let date = reader.date(), reader.skip("T"), let hour = reader.number(2), reader.skip(":"),
      let minute = reader.number(2), reader.skip(":"), let second = reader.number(2), hour < 24, minute < 60,
      second < 60, let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    let seconds = Int64(hour * 3600 + minute * 60 + second)
    return CivilMoment(date: date, microsecondOfDay: seconds * 1_000_000 + fraction, offsetMinutes: offset)
  }
}

/// `09:00`.
public struct TimeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.timeLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// The minutes since midnight, up to 24:00; nil where it isn't a time of day.
  public var minutesOfDay: Int? { Self.minutes(DigitReader.bytes(node)) }

  static func minutes(_ text: ArraySlice<UInt8>) -> Int? {
    var reader = DigitReader(text)
    guard let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.isAtEnd, minute < 60,
      hour < 24 || (hour == 24 && minute == 0)
    else { return nil }
    return hour * 60 + minute
  }
}

/// Reads the parts of a date or a time, which are digits in fixed places.
struct DigitReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  static func bytes(_ node: SyntaxNode) -> ArraySlice<UInt8> {
    node.tokens.first.map { node.tree.bytes[node.tree.bytes(ofToken: $0)] } ?? []
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ letter: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, byte == UInt8(truncatingIfNeeded: letter.value) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int? {
    guard rest.count >= digits else { return nil }
    var value = 0
    for byte in rest.prefix(digits) {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    rest.removeFirst(digits)
    return value
  }

  mutating func date() -> CivilDate? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// The microseconds behind a decimal point, 0 where there is none; nil for more than six digits.
  mutating func fraction() -> Int64? {
    guard skip(".") else { return 0 }
    var value: Int64 = 0
    var unit: Int64 = 1_000_000
    while let digit = number(1) {
      guard unit > 1 else { return nil }
      unit /= 10
      value += Int64(digit) * unit
    }
    return value
  }

  /// `Z`, or the minutes of `+02:00`.
  mutating func offset() -> Int? {
    if skip("Z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
      return nil
    }
    return sign * (hours * 60 + minutes)
  }
}
