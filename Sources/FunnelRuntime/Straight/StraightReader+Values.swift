import CScan
import FunnelIR

/// Typing what stands at declared keys.
extension StraightReader {
  /// Types a value for all that want it; false where it does not fit, or is not plain.
  @inline(__always)
  mutating func take(
    _ node: KeyTrie.Place, _ kind: FoundValue.Kind, _ start: Text, _ end: Text, _ line: Text
  ) -> Bool {
    var wish = wishes + Int(node.pointee.wishes)
    let last = wish + Int(node.pointee.count)
    while wish < last {
      guard take(wish, kind, start, end, line) else { return false }
      wish += 1
    }
    return true
  }

  private mutating func take(
    _ wish: UnsafePointer<StraightPlan.Wish>, _ kind: FoundValue.Kind, _ start: Text, _ end: Text, _ line: Text
  ) -> Bool {
    let length = end - start
    let bits: UInt64
    switch wish.pointee.kind {
    case .leave: return false
    case .half:
      halves &+= 1
      return halves < 2
    case .lead:
      guard kind == .string || kind == .number, length > 0, length < 1 << 20 else { return false }
      if kind == .number, !TextForms.isWhole(UnsafeRawBufferPointer(start: start, count: length)) { return false }
      (lead, leadLength, leadIsNumber) = (start, length, kind == .number)
      return true
    case .time: return takeTime(kind, start, end, line)
    case .boolean:
      guard kind == .true || kind == .false else { return false }
      bits = kind == .true ? 1 : 0
    case .integer:
      guard kind == .number, let value = StraightReader.integer(start, end) else {
        return takeOther(wish, kind, start, end, line)
      }
      if let lowest = wish.pointee.form.lowest, value < Int64(bitPattern: lowest) { return false }
      if let highest = wish.pointee.form.highest, value > Int64(bitPattern: highest) { return false }
      bits = UInt64(bitPattern: value)
    case .number:
      guard kind == .number, let value = StraightReader.number(start, end) else {
        return takeOther(wish, kind, start, end, line)
      }
      if let lowest = wish.pointee.form.lowest, value < Double(bitPattern: lowest) { return false }
      if let highest = wish.pointee.form.highest, value > Double(bitPattern: highest) { return false }
      bits = value.bitPattern
    case .text, .email:
      guard kind == .string || (kind == .number && wish.pointee.kind == .text), length < 1 << 30 else { return false }
      if wish.pointee.kind == .email {
        // Other white space is no part of a string.
        let at = cscan_at(start, length)
        guard at > 0, at < length - 1 else { return false }
      }
      bits = StraightReader.reference(start - line, length)
    case .country:
      guard kind == .string, length == 2, let code = StraightReader.code(start),
        countries[Int(code >> 3 & 0x3E0 | code & 31)]
      else { return false }
      bits = code & 0xDFDF
    case .language:
      guard kind == .string, length == 2, let code = StraightReader.code(start),
        languages[Int(code >> 3 & 0x3E0 | code & 31)]
      else { return takeOther(wish, kind, start, end, line) }
      bits = code | 0x2020
    case .choice:
      guard kind == .string || kind == .number else { return false }
      let value = WordTable.find(start, length, in: wish.pointee.words, entries, bytes)
      guard value >= 0 else { return false }
      bits = UInt64(value)
    case .other: return takeOther(wish, kind, start, end, line)
    case .textSet, .otherSet: return false
    }
    memory.words[Int(wish.pointee.slot)] = bits
    memory.known[Int(wish.pointee.slot)] = 1
    return true
  }

  /// A reference to a part of the line.
  @inline(__always)
  static func reference(_ offset: Int, _ length: Int) -> UInt64 {
    UInt64(2) << 62 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  /// Two letters, the first in bits 8 to 15.
  @inline(__always)
  private static func code(_ text: Text) -> UInt64? {
    guard (text[0] | 0x20) &- UInt8(ascii: "a") < 26, (text[1] | 0x20) &- UInt8(ascii: "a") < 26 else { return nil }
    return UInt64(text[0]) << 8 | UInt64(text[1])
  }

  /// A whole number of up to eighteen digits, which the scanner has checked.
  @inline(__always)
  private static func integer(_ start: Text, _ end: Text) -> Int64? {
    let isNegative = start.pointee == UInt8(ascii: "-")
    var text = isNegative ? start + 1 : start
    guard end - text <= 18 else { return nil }
    var value: Int64 = 0
    while text < end {
      let digit = text.pointee &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int64(digit)
      text += 1
    }
    return isNegative ? 0 &- value : value
  }

  /// A number of up to fifteen digits, a point possibly among them, which the scanner has checked: digits and a power of ten
  /// that are exact, so that one division rounds once.
  @inline(__always)
  private static func number(_ start: Text, _ end: Text) -> Double? {
    let isNegative = start.pointee == UInt8(ascii: "-")
    var text = isNegative ? start + 1 : start
    guard end - text <= 16 else { return nil }
    var value: Int64 = 0
    var digit = text.pointee &- UInt8(ascii: "0")
    while digit <= 9 {
      value = value &* 10 &+ Int64(digit)
      text += 1
      digit = text.pointee &- UInt8(ascii: "0")
    }
    var power = 1.0
    if text < end {
      guard text.pointee == UInt8(ascii: ".") else { return nil }
      text += 1
      while text < end {
        let digit = text.pointee &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int64(digit)
        power *= 10
        text += 1
      }
    }
    guard value < 1 << 53 else { return nil }
    let magnitude = Double(value) / power
    return isNegative && value != 0 ? -magnitude : magnitude
  }

  /// Takes the time of registration: `2026-03-01T09:00:00Z` here, any other form as the general reader does.
  @inline(__always)
  private mutating func takeTime(_ kind: FoundValue.Kind, _ start: Text, _ end: Text, _ line: Text) -> Bool {
    if kind == .string, end - start == 20, let instant = instant(start) {
      time = instant
    } else {
      let value = FoundValue(kind: kind, start: Int32(start - line), end: Int32(end - line))
      guard kind == .string || kind == .number,
        let instant = values.instant(value, UnsafeRawBufferPointer(start: line, count: end - line))
      else { return false }
      time = instant
    }
    hasTime = true
    return time >= earliest && time <= latest
  }

  @inline(__always)
  private mutating func instant(_ text: Text) -> Int64? {
    guard text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
      text[19] == UInt8(ascii: "Z")
    else { return nil }
    let (first, last) = (cscan_word(text), cscan_part_of_word(text + 8, 2))
    if first != date.first || last != date.last {
      guard let instant = TimeParser.day(UnsafeRawBufferPointer(start: text, count: 10)) else { return nil }
      date = (first, last)
      midnight = instant &* 86_400
    }
    let (h1, h2) = (text[11] &- 48, text[12] &- 48)
    let (m1, m2) = (text[14] &- 48, text[15] &- 48)
    let (s1, s2) = (text[17] &- 48, text[18] &- 48)
    guard h1 <= 2, h2 <= 9, m1 <= 5, m2 <= 9, s1 <= 5, s2 <= 9 else { return nil }
    let hour = Int64(h1) &* 10 &+ Int64(h2)
    guard hour < 24 else { return nil }
    let minute = Int64(m1) &* 10 &+ Int64(m2)
    let seconds = midnight &+ hour &* 3600 &+ minute &* 60 &+ Int64(s1) &* 10 &+ Int64(s2)
    return seconds &* 1_000_000
  }

  /// Types a value as the general reader does; texts are only checked, but for the plain ones.
  @inline(never)
  private mutating func takeOther(
    _ wish: UnsafePointer<StraightPlan.Wish>, _ kind: FoundValue.Kind, _ start: Text, _ end: Text, _ line: Text
  ) -> Bool {
    unused.removeAll(keepingCapacity: true)
    let value = FoundValue(kind: kind, start: Int32(start - line), end: Int32(end - line))
    let form = wish.pointee.form
    guard let bits = values.single(value, form, UnsafeRawBufferPointer(start: line, count: end - line), into: &unused)
    else { return false }
    memory.words[Int(wish.pointee.slot)] =
      form.type.isReference ? StraightReader.reference(start - line, end - start) : bits
    memory.known[Int(wish.pointee.slot)] = 1
    return true
  }

  /// Takes an array of texts in its place; any other array is one for the general reader.
  /// - Returns: the place behind it.
  mutating func takeArray(_ node: KeyTrie.Place, _ start: Text, _ line: Text) -> Text? {
    guard node.pointee.count == 1 else { return nil }
    let wish = wishes + Int(node.pointee.wishes)
    guard wish.pointee.kind == .textSet else { return nil }
    var text = start + 1
    if KeyTrie.skip(&text) == UInt8(ascii: "]") {
      text += 1
    } else {
      while true {
        guard KeyTrie.skip(&text) == UInt8(ascii: "\"") else { return nil }
        let element = text + 1
        var end = cscan_string(element)
        if end.pointee != UInt8(ascii: "\"") {
          var hasEscapes: Int32 = 0
          guard let rest = cscan_rest_of_string(end, &hasEscapes) else { return nil }
          end = rest
          if hasEscapes != 0 {
            unused.removeAll(keepingCapacity: true)
            let line = UnsafeRawBufferPointer(start: line, count: end - line)
            guard JSONText.decode(line, line.count - (end - element)..<line.count, into: &unused) else { return nil }
          }
        }
        text = end + 1
        let byte = KeyTrie.skip(&text)
        text += 1
        if byte == UInt8(ascii: "]") { break }
        guard byte == UInt8(ascii: ",") else { return nil }
      }
    }
    guard text - start < 1 << 30 else { return nil }
    memory.words[Int(wish.pointee.slot)] = StraightReader.reference(start - line, text - start)
    memory.known[Int(wish.pointee.slot)] = 1
    return text
  }
}
