import FunnelSemantics

/// How a value of a feed is read as a value of a type; nil where it does not fit.
struct ReferenceTyping {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  /// The codes that occur in the feeds of the tests.
  static let countries = "AT BE CH DE DK ES FR GB IT LU NL NO PL US".split(separator: " ").map(String.init)
  static let languages = "de en fr is nl no".split(separator: " ").map(String.init)

  /// A value for a point, where it fits its type and its bounds.
  func fitting(_ json: PlainJSON, _ point: ResolvedPoint) -> ReferenceValue? {
    guard json != .null, let value = value(json, as: point.type) else { return nil }
    guard isInside(value, point) else { return nil }
    return value
  }

  /// Whether a value lies within the bounds of a point, each element of a set.
  func isInside(_ value: ReferenceValue, _ point: ResolvedPoint) -> Bool {
    if case .set(let members) = value { return members.allSatisfy { isInside($0, point) } }
    let isTooLow = point.lowest.map { value.isLess(than: ReferenceValue($0)) } ?? false
    let isTooHigh = point.highest.map { ReferenceValue($0).isLess(than: value) } ?? false
    return !isTooLow && !isTooHigh
  }

  func value(_ json: PlainJSON, as type: FunnelType) -> ReferenceValue? {
    if case .set(let element) = type {
      guard case .array(let parts) = json else { return nil }
      var members: [ReferenceValue] = []
      for part in parts {
        guard let member = value(part, as: element) else { return nil }
        if !members.contains(member) { members.append(member) }
      }
      return .set(members)
    }
    if type == .boolean {
      if case .boolean(let value) = json { return .boolean(value) }
      if json == .string("true") { return .boolean(true) }
      return json == .string("false") ? .boolean(false) : nil
    }
    guard let word = json.word else { return nil }
    let text = String(decoding: word, as: UTF8.self)
    let isText = json != .number(text)
    switch type {
    case .integer: return ReferenceDecimal(text)?.scaled(by: 0).map(ReferenceValue.integer)
    case .number: return ReferenceDecimal(text) == nil ? nil : Double(text).flatMap(ReferenceValue.finite)
    case .money: return ReferenceDecimal(text)?.scaled(by: 4).map(ReferenceValue.money)
    case .date: return instantOrDate(text, isText).map { .date($0.date ?? calendar.date($0.instant)) }
    case .datetime: return instantOrDate(text, isText).map { .datetime($0.instant) }
    case .duration: return duration(text).map(ReferenceValue.duration)
    case .text, .document: return .text(word)
    case .email:
      guard isText, let at = word.lastIndex(of: UInt8(ascii: "@")), at > 0, at + 1 < word.count, !hasBlank(word) else {
        return nil
      }
      return .text(word)
    case .phone:
      if !isText { return ReferenceDecimal(text)?.scaled(by: 0) == nil || text.contains(".") ? nil : .text(word) }
      let isPhone = text.contains { "0123456789".contains($0) } && text.allSatisfy { "0123456789 +-()./".contains($0) }
      return isPhone ? .text(word) : nil
    case .url:
      guard isText, !hasBlank(word), let colon = text.firstIndex(of: ":"), text.index(after: colon) < text.endIndex,
        let first = text.first, first.isASCII, first.isLetter,
        text[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
      else { return nil }
      return .text(word)
    case .country: return isText ? code(text.uppercased(), in: Self.countries) : nil
    case .language:
      guard isText, let main = text.split(whereSeparator: { "-_".contains($0) }).first else { return nil }
      return code(String(main).lowercased(), in: Self.languages)
    case .choice(let id):
      let members = funnel.choices[id].members
      let index =
        members.firstIndex { Array($0.feedValue.utf8) == word } ?? members.firstIndex { Array($0.name.utf8) == word }
      return index.map(ReferenceValue.member)
    default: return nil
    }
  }

  private func code(_ text: String, in list: [String]) -> ReferenceValue? { list.contains(text) ? .code(text) : nil }

  private func hasBlank(_ word: [UInt8]) -> Bool {
    String(decoding: word, as: UTF8.self).unicodeScalars.contains { $0.properties.isWhitespace }
  }

  /// An instant, and its date where only that was said: RFC 3339, a date, or unix seconds or milliseconds.
  func instantOrDate(_ text: String, _ isText: Bool) -> (instant: Int64, date: Int64?)? {
    if let seconds = ReferenceDecimal(text)?.scaled(by: 0) {
      let unit: Int64 = seconds.magnitude >= 100_000_000_000 ? 1_000 : 1_000_000
      let (instant, overflow) = seconds.multipliedReportingOverflow(by: unit)
      return overflow ? nil : (instant, nil)
    }
    guard isText else { return nil }
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let year = digits(bytes[0..<4]), bytes[4] == 0x2D, let month = digits(bytes[5..<7]),
      bytes[7] == 0x2D, let day = digits(bytes[8..<10]), (1...12).contains(month), day >= 1,
      day <= ReferenceCalendar.length(ofMonth: month, in: year)
    else { return nil }
    let date = ReferenceCalendar.days(year, month, day)
    if bytes.count == 10 { return (calendar.instant(local: date * ReferenceCalendar.day), date) }
    guard bytes.count >= 20, [0x54, 0x74, 0x20].contains(bytes[10]), let hour = digits(bytes[11..<13]),
      bytes[13] == 0x3A,
      let minute = digits(bytes[14..<16]), bytes[16] == 0x3A, let second = digits(bytes[17..<19]), hour < 24,
      minute < 60,
      second < 60
    else { return nil }
    var rest = bytes[19...]
    var fraction: Int64 = 0
    if rest.first == 0x2E {
      let part = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !part.isEmpty else { return nil }
      fraction = digits((part + Array(repeating: 48, count: 6)).prefix(6)) ?? 0
      rest = rest.dropFirst(1 + part.count)
    }
    var offset: Int64 = 0
    if rest.count == 6, let sign = rest.first, [0x2B, 0x2D].contains(sign),
      let hours = digits(rest.dropFirst().prefix(2)), let minutes = digits(rest.suffix(2)), hours < 24, minutes < 60
    {
      offset = (hours * 60 + minutes) * (sign == 0x2B ? 60 : -60)
    } else if rest.count != 1 || ![0x5A, 0x7A].contains(rest[rest.startIndex]) {
      return nil
    }
    let seconds = hour * 3600 + minute * 60 + second - offset
    return (date * ReferenceCalendar.day + seconds * 1_000_000 + fraction, nil)
  }

  private func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
    bytes.allSatisfy { (48...57).contains($0) } ? Int64(String(decoding: bytes, as: UTF8.self)) : nil
  }

  /// A number of seconds, or `P3DT2H30M` without years and months.
  private func duration(_ text: String) -> Int64? {
    if let seconds = ReferenceDecimal(text)?.scaled(by: 6) { return seconds }
    guard text.first == "P" else { return nil }
    let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let days = parts(halves[0], units: [("W", 604_800), ("D", 86_400)]) else { return nil }
    guard halves.count == 2 else { return days.isEmpty ? nil : days.reduce(0, +) }
    guard let times = parts(halves[1], units: [("H", 3_600), ("M", 60), ("S", 1)]), !times.isEmpty else { return nil }
    return (days + times).reduce(0, +)
  }

  private func parts(_ text: Substring, units: [(letter: Character, seconds: Int64)]) -> [Int64]? {
    var (rest, units, found) = (text, units[...], [Int64]())
    while !rest.isEmpty {
      let count = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(count.count)
      guard let letter = rest.first, let place = units.firstIndex(where: { $0.letter == letter }),
        let microseconds = ReferenceDecimal(String(count))?.scaled(by: 6)
      else { return nil }
      found.append(microseconds * units[place].seconds)
      units = units[(place + 1)...]
      rest = rest.dropFirst()
    }
    return found
  }
}
