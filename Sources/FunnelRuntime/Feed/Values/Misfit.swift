import FunnelIR

/// Says why a value does not fit its declared type, in words for people.
enum Misfit {
  /// How many bytes of a value a message shows.
  private static let shown = 60

  /// The phrase: `"abc" is not a whole number`.
  static func phrase(
    _ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer, _ reader: ValueReader
  ) -> String {
    let subject = excerpt(value, line)
    if value.kind == .string, value.hasEscapes, !isText(value, line) {
      return "\(subject) holds half of a character (a lone surrogate) and is no text"
    }
    let wanted = name(field.type, reader)
    return "\(subject) is not \(wanted)\(range(field))"
  }

  /// The phrase for an amount in a currency that is not the declared one.
  static func currency(_ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer) -> String {
    let declared = currencyCode(field.type.detail)
    guard value.holdsValue else { return "the amount comes without its currency, which must be \(declared)" }
    return "the amount is in \(excerpt(value, line)), not in \(declared)"
  }

  /// The letters of a currency.
  static func currencyCode(_ detail: UInt32) -> String {
    String(decoding: [UInt8(detail >> 16 & 0xFF), UInt8(detail >> 8 & 0xFF), UInt8(detail & 0xFF)], as: UTF8.self)
  }

  /// The beginning of a value as it stands on the line.
  static func excerpt(_ value: FoundValue, _ line: UnsafeRawBufferPointer) -> String {
    if value.kind == .list { return "the list" }
    let isString = value.kind == .string
    let start = Int(value.start) - (isString ? 1 : 0)
    var end = Int(value.end) + (isString ? 1 : 0)
    guard start >= 0, end <= line.count, start <= end else { return "the value" }
    let isCut = end - start > shown
    if isCut {
      end = start + shown
      // A character is shown whole or not at all.
      while end > start, line[end] & 0xC0 == 0x80 { end -= 1 }
    }
    return String(decoding: line[start..<end], as: UTF8.self) + (isCut ? "…" : "")
  }

  private static func isText(_ value: FoundValue, _ line: UnsafeRawBufferPointer) -> Bool {
    var bytes: [UInt8] = []
    return JSONText.decode(line, Int(value.start)..<Int(value.end), into: &bytes)
  }

  private static func name(_ type: ValueType, _ reader: ValueReader) -> String {
    if type.isSet {
      let element = name(ValueType(type.base, detail: type.detail), reader)
      return "a list of values of which each is \(element)"
    }
    return switch type.base {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .money: "an amount with at most four decimals"
    case .date: "a date such as 2026-11-20"
    case .datetime: "a date and time with its offset, such as 2026-11-20T09:00:00Z"
    case .duration: "a duration such as P3DT2H or a number of seconds"
    case .text, .document: "a text"
    case .email: "an email address"
    case .phone: "a phone number"
    case .url: "a URL"
    case .country: "a country's two-letter code (ISO 3166-1)"
    case .language: "a language's two-letter code (ISO 639-1)"
    case .choice: choice(reader.members(of: type))
    }
  }

  private static func choice(_ members: [ChoiceTable.Member]) -> String {
    let names = members.prefix(8).map { "\"\($0.feedValue)\"" }.joined(separator: ", ")
    return "one of \(names)\(members.count > 8 ? " and \(members.count - 8) more" : "")"
  }

  private static func range(_ field: PointField) -> String {
    let lowest = field.lowest.map { " from \(bound($0, field.type))" } ?? ""
    let highest = field.highest.map { " up to \(bound($0, field.type))" } ?? ""
    return lowest + highest
  }

  private static func bound(_ bits: UInt64, _ type: ValueType) -> String {
    var writer = JSONWriter()
    let value = Int64(bitPattern: bits)
    switch type.base {
    case .number: writer.number(Double(bitPattern: bits))
    case .money: writer.money(value)
    case .date: writer.date(value)
    case .datetime: writer.datetime(value)
    case .duration: writer.duration(value)
    default: writer.integer(value)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
