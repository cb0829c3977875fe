import FunnelIR

/// Writes values into texts that people read: what `{price}` in a message becomes.
///
/// | type | shown |
/// |---|---|
/// | boolean | `true`, `false` |
/// | integer, number | `12`, `-0.5`, with the fewest digits that tell the value |
/// | money | `1250.00 EUR`, `1250 JPY`: with the currency's own decimals, and with more where the amount has them |
/// | date | `2026-11-20` |
/// | datetime | `2026-11-20 14:05` on the clock of the funnel's zone, with seconds where they are not zero |
/// | duration | `3 days 2 hours`, `-1 minute`, `0 seconds` |
/// | text, email, phone, url, document | as it is |
/// | country, language | `DE`, `de` |
/// | choice | the member's name |
/// | set | its elements in their order, with a comma and a blank between them |
///
/// A missing value is nothing at all, which is for the caller to know. No locale has a say.
public struct Interpolation: Sendable {
  private let choices: [ChoiceTable]
  private let zone: ZoneTable

  /// Makes the writer of a program's choices in its zone.
  public init(choices: [ChoiceTable], zone: ZoneTable) {
    self.choices = choices
    self.zone = zone
  }

  /// Appends a value.
  /// - Parameters:
  ///   - bits: the value as `ValueType` says.
  ///   - bytes: where the bits are a `TextReference`, what it refers to; otherwise nothing.
  public func append(_ type: ValueType, bits: UInt64, bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    guard type.isSet else { return append(single: type, bits, bytes, to: &text) }
    let single = ValueType(type.base, detail: type.detail)
    var elements = SetElements(bytes)
    var isFirst = true
    while let element = elements.next() {
      if !isFirst { text += [UInt8(ascii: ","), UInt8(ascii: " ")] }
      isFirst = false
      let word = single.isReference || element.count != 8 ? 0 : element.loadUnaligned(as: UInt64.self)
      append(single: single, UInt64(littleEndian: word), element, to: &text)
    }
  }

  private func append(single type: ValueType, _ bits: UInt64, _ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    let value = Int64(bitPattern: bits)
    switch type.base {
    case .boolean: text += (bits == 0 ? "false" : "true").utf8
    case .integer: text.append(integer: value)
    case .number: text.append(number: Double(bitPattern: bits))
    case .money: append(money: value, currency: type.detail, to: &text)
    case .date: text.append(day: value)
    case .datetime: append(datetime: value, to: &text)
    case .duration: append(duration: value, to: &text)
    case .text, .email, .phone, .url, .document: text += bytes
    case .country, .language: text += [UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
    case .choice: append(choice: bits, of: type.detail, to: &text)
    }
  }

  private func append(money amount: Int64, currency: UInt32, to text: inout [UInt8]) {
    if amount < 0 { text.append(UInt8(ascii: "-")) }
    let (whole, fraction) = amount.magnitude.quotientAndRemainder(dividingBy: 10_000)
    text.append(decimal: whole)
    var width = 4
    var rest = Int(fraction)
    while width > MinorUnits.decimals(of: currency), rest % 10 == 0 {
      rest /= 10
      width -= 1
    }
    if width > 0 {
      text.append(UInt8(ascii: "."))
      text.append(padded: rest, to: width)
    }
    text.append(UInt8(ascii: " "))
    text += [16, 8, 0].map { UInt8(truncatingIfNeeded: currency >> $0) }
  }

  private func append(datetime instant: Int64, to text: inout [UInt8]) {
    guard let local = zone.local(of: instant) else { return }
    let (day, time) = floorDivide(local, by: microsecondsPerDay)
    let seconds = Int(time / microsecondsPerSecond)
    text.append(day: day)
    text.append(UInt8(ascii: " "))
    text.append(padded: seconds / 3600, to: 2)
    text.append(UInt8(ascii: ":"))
    text.append(padded: seconds / 60 % 60, to: 2)
    guard seconds % 60 > 0 else { return }
    text.append(UInt8(ascii: ":"))
    text.append(padded: seconds % 60, to: 2)
  }

  private func append(duration: Int64, to text: inout [UInt8]) {
    if duration < 0 { text.append(UInt8(ascii: "-")) }
    let start = text.count
    var rest = duration.magnitude
    for (unit, name) in [(86_400_000_000, "day"), (3_600_000_000, "hour"), (60_000_000, "minute")] as [(UInt64, String)]
    {
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: unit)
      rest = remainder
      guard count > 0 else { continue }
      if text.count > start { text.append(UInt8(ascii: " ")) }
      text.append(decimal: count)
      text += " \(name)\(count == 1 ? "" : "s")".utf8
    }
    guard rest > 0 || text.count == start else { return }
    if text.count > start { text.append(UInt8(ascii: " ")) }
    text.append(decimal: rest / 1_000_000)
    text.append(fraction: Int(rest % 1_000_000), digits: 6)
    text += (rest == 1_000_000 ? " second" : " seconds").utf8
  }

  private func append(choice index: UInt64, of table: UInt32, to text: inout [UInt8]) {
    guard let table = Int(exactly: table), choices.indices.contains(table), let member = Int(exactly: index),
      choices[table].members.indices.contains(member)
    else { return }
    text += choices[table].members[member].name.utf8
  }
}
