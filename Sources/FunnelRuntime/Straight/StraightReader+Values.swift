import CScan
import FunnelIR

/// Typing what stands at declared keys.
extension StraightReader {
  /// Types what the walk over a line has found, as far as it is wanted; false where something does not fit, or is not plain.
  mutating func takeValues(_ line: Text) -> Bool {
    leadLength = 0
    hasTime = false
    made = 0
    if misfits.count > 0 { misfits.removeAll() }
    var halves = 0
    let (words, known) = (memory.words, memory.known)
    let serial = serial
    for index in wishes.indices {
      let node = places[index]
      let wish = wishes.baseAddress.unsafelyUnwrapped + index
      guard node.pointee.seen == serial, node.pointee.kind != .null else {
        if keepsNulls, node.pointee.seen == serial, !takeNull(wish) { return false }
        continue
      }
      let slot = Int(wish.pointee.slot)
      let kind = node.pointee.kind
      let start = node.pointee.start
      let length = node.pointee.end - start
      /// Nil where it has another form, or does not fit.
      let bits: UInt64?
      switch wish.pointee.kind {
      case .leave: return false
      case .half:
        halves += 1
        guard halves < 2 else { return false }
        continue
      case .lead:
        guard takeLead(node) else { return false }
        continue
      case .time:
        if kind == .string, length == 20, let instant = instant(start) {
          time = instant
        } else {
          guard takeTime(node, line) else { return false }
        }
        hasTime = true
        guard time >= earliest, time <= latest else { return false }
        continue
      case .boolean: bits = kind == .true ? 1 : kind == .false ? 0 : nil
      case .integer: bits = kind == .number ? wish.pointee.form.within(node.pointee.number.integer) : nil
      case .number: bits = kind == .number ? wish.pointee.form.within(node.pointee.number.number) : nil
      case .text: bits = plainText(kind, start, length) ? StraightReader.reference(start - line, length) : nil
      case .email:
        // Other white space is no part of a string.
        let at = plainText(kind, start, length) ? cscan_at(start, length) : -1
        memory.ats[slot] = Int32(truncatingIfNeeded: at)
        bits = at > 0 && at < length - 1 ? StraightReader.reference(start - line, length) : nil
      case .country: bits = kind == .string && length == 2 ? code(start, in: countries).map { $0 & 0xDFDF } : nil
      case .language: bits = kind == .string && length == 2 ? code(start, in: languages).map { $0 | 0x2020 } : nil
      case .choice: bits = find(node, wish)
      case .textSet:
        // The walk has taken its elements.
        guard kind == .array else { return false }
        for place in 0..<Int(wish.pointee.askedCount) { known[Int(wish.pointee.asked) &+ place] = 1 }
        bits = 0
      case .other: bits = nil
      case .otherSet: return false
      case .event, .sequence, .id, .activity, .actor, .role, .by, .unread, .above:
        guard takeEvent(wish, node) else { return false }
        continue
      }
      guard let bits else {
        guard takeOther(wish, node, line) else { return false }
        continue
      }
      words[slot] = bits
      known[slot] = 1
    }
    return leadLength > 0 && hasTime
  }

  /// Forgets the event before; whoever reads events does so before each line.
  @inline(__always)
  mutating func beginEvent() {
    (kind, hasSequence, activity, role) = (-1, false, -1, -1)
    (idLength, actorLength, hasBy) = (-1, -1, false)
  }

  /// Takes what an event says of itself.
  private mutating func takeEvent(_ wish: UnsafePointer<StraightPlan.Wish>, _ node: KeyTrie.Place) -> Bool {
    let found = node.pointee.kind
    switch wish.pointee.kind {
    case .above: return true
    case .by where found == .object:
      hasBy = true
      return true
    default: break
    }
    guard found == .string || found == .number else { return false }
    let start = node.pointee.start
    let length = (found == .number ? node.pointee.number.end : node.pointee.end) - start
    guard found == .number || !marks.hasEscapes(start, length) else { return false }
    switch wish.pointee.kind {
    case .event, .activity, .role:
      guard found == .string else { return false }
      let number = WordTable.find(start, length, in: wish.pointee.words, entries, bytes)
      switch wish.pointee.kind {
      case .event: kind = number
      case .activity: activity = number
      default: role = number
      }
      return number >= 0
    case .sequence:
      guard found == .number, let value = node.pointee.number.integer else { return false }
      (sequence, hasSequence) = (value, true)
    case .id:
      (id, idLength) = (start, length)
      if found == .number { return TextForms.isWhole(UnsafeRawBufferPointer(start: start, count: length)) }
      return length > 0
    case .actor, .by: (actor, actorLength) = (start, length)
    default: break
    }
    return true
  }

  /// Notes that a point is null; false where a null stands above points, which makes all of them null.
  private func takeNull(_ wish: UnsafePointer<StraightPlan.Wish>) -> Bool {
    switch wish.pointee.kind {
    case .above: return false
    case .leave, .half, .lead, .time, .event, .sequence, .id, .activity, .actor, .role, .by, .unread: return true
    default:
      memory.known[Int(wish.pointee.slot)] = StraightMemory.null
      return true
    }
  }

  /// A reference to a part of the line.
  @inline(__always)
  static func reference(_ offset: Int, _ length: Int) -> UInt64 {
    UInt64(2) << 62 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }

  /// Two letters that are one of the codes of a list, the first in bits 8 to 15.
  @inline(__always)
  private func code(_ text: Text, in list: UnsafeMutablePointer<Bool>) -> UInt64? {
    guard (text[0] | 0x20) &- UInt8(ascii: "a") < 26, (text[1] | 0x20) &- UInt8(ascii: "a") < 26 else { return nil }
    let code = UInt64(text[0]) << 8 | UInt64(text[1])
    return list[Int(code >> 3 & 0x3E0 | code & 31)] ? code : nil
  }

  /// Whether a text can be referred to as it stands.
  @inline(__always)
  private func plainText(_ kind: FoundValue.Kind, _ start: Text, _ length: Int) -> Bool {
    kind == .string && length < 1 << 30 && !marks.hasEscapes(start, length)
  }

  @inline(__always)
  private mutating func takeLead(_ node: KeyTrie.Place) -> Bool {
    lead = node.pointee.start
    leadIsNumber = node.pointee.kind == .number
    leadLength = (leadIsNumber ? node.pointee.number.end : node.pointee.end) - lead
    guard leadLength > 0, leadLength < 1 << 20 else { return false }
    if leadIsNumber { return TextForms.isWhole(UnsafeRawBufferPointer(start: lead, count: leadLength)) }
    return node.pointee.kind == .string && !marks.hasEscapes(lead, leadLength)
  }

  /// What a text, or a number as it stands, means among a choice's words.
  @inline(__always)
  private func find(_ node: KeyTrie.Place, _ wish: UnsafePointer<StraightPlan.Wish>) -> UInt64? {
    let isNumber = node.pointee.kind == .number
    guard isNumber || node.pointee.kind == .string else { return nil }
    let start = node.pointee.start
    let length = (isNumber ? node.pointee.number.end : node.pointee.end) - start
    let value = WordTable.find(start, length, in: wish.pointee.words, entries, bytes)
    guard value >= 0, isNumber || !marks.hasEscapes(start, length) else { return nil }
    return UInt64(truncatingIfNeeded: value)
  }

  /// What a text or a number is to the general reader.
  private func found(_ node: KeyTrie.Place, _ line: Text) -> FoundValue? {
    let (kind, start) = (node.pointee.kind, node.pointee.start)
    guard kind == .string || kind == .number else { return nil }
    let end = kind == .number ? node.pointee.number.end : node.pointee.end
    let hasEscapes = kind == .string && marks.hasEscapes(start, end - start)
    return FoundValue(kind: kind, hasEscapes: hasEscapes, start: Int32(start - line), end: Int32(end - line))
  }

  /// Takes a time of registration as the general reader does.
  @inline(never)
  private mutating func takeTime(_ node: KeyTrie.Place, _ line: Text) -> Bool {
    guard let found = found(node, line),
      let instant = values.instant(found, UnsafeRawBufferPointer(start: line, count: Int(found.end)))
    else { return false }
    time = instant
    return true
  }

  /// Types a value as the general reader does. One that does not fit is noted, or leaves the line to the general reader.
  @inline(never)
  private mutating func takeOther(
    _ wish: UnsafePointer<StraightPlan.Wish>, _ node: KeyTrie.Place, _ line: Text
  ) -> Bool {
    guard let found = found(node, line) else { return false }
    unused.removeAll(keepingCapacity: true)
    let form = wish.pointee.form
    let slot = Int(wish.pointee.slot)
    let bytes = UnsafeRawBufferPointer(start: line, count: Int(found.end) + 1)
    guard var bits = values.single(found, form, bytes, into: &unused) else {
      return misfits.note(found, of: slot, bytes, values)
    }
    if form.type.isReference {
      let length = found.hasEscapes ? unused.count : found.range.count
      bits =
        found.hasEscapes
        ? StraightMemory.reference(made: made, length) : StraightReader.reference(Int(found.start), length)
      guard let text = found.hasEscapes ? make() : line + Int(found.start) else { return false }
      if wish.pointee.kind == .email {
        memory.ats[slot] = Int32(truncatingIfNeeded: cscan_last(text, length, UInt8(ascii: "@")))
      }
    }
    memory.words[slot] = bits
    memory.known[slot] = 1
    return true
  }

  /// Keeps the text that was made last; nil where there is no room for it.
  private mutating func make() -> Text? {
    guard let room = memory.room(unused.count, behind: made) else { return nil }
    unused.withUnsafeBufferPointer { if let base = $0.baseAddress { room.update(from: base, count: $0.count) } }
    made += unused.count
    return Text(room)
  }

  @inline(__always)
  private mutating func instant(_ text: Text) -> Int64? {
    let clock = cscan_clock(text + 11)
    guard clock >= 0, text[10] == UInt8(ascii: "T"), text[19] == UInt8(ascii: "Z") else { return nil }
    let (first, last) = (cscan_word(text), cscan_part_of_word(text + 8, 2))
    if first != date.first || last != date.last {
      guard let instant = TimeParser.day(UnsafeRawBufferPointer(start: text, count: 10)) else { return nil }
      date = (first, last)
      midnight = instant &* 86_400
    }
    return (midnight &+ clock) &* 1_000_000
  }

  /// Takes an array of texts, of which is kept which of those that code asks for are among them; any other array is one for
  /// the general reader.
  /// - Returns: the place behind it.
  @inline(__always)
  mutating func takeArray(_ node: KeyTrie.Place, _ start: Text) -> Text? {
    guard let wish = node.pointee.array else { return nil }
    let asked = memory.words + Int(wish.pointee.asked)
    for index in 0..<Int(wish.pointee.askedCount) { asked[index] = 0 }
    var text = start + 1
    if KeyTrie.skip(&text) == UInt8(ascii: "]") { return text + 1 }
    while true {
      guard KeyTrie.skip(&text) == UInt8(ascii: "\"") else { return nil }
      let element = text + 1
      let end = marks.stop(element)
      guard end.pointee == UInt8(ascii: "\"") else { return nil }
      let value: Int32
      if marks.hasEscapes(element, end - element) {
        guard let found = find(escaped: UnsafeRawBufferPointer(start: element, count: end - element), wish) else {
          return nil
        }
        value = found
      } else {
        value = WordTable.find(element, end - element, in: wish.pointee.words, entries, bytes)
      }
      // Without a branch: which of them are asked for is hard to foresee.
      let isAsked = UInt64(truncatingIfNeeded: value >= 0 ? 1 : 0)
      asked[Int(max(value, 0) >> 6)] |= isAsked &<< UInt64(truncatingIfNeeded: value & 63)
      text = end + 1
      let byte = KeyTrie.skip(&text)
      text += 1
      if byte == UInt8(ascii: "]") { return text }
      guard byte == UInt8(ascii: ",") else { return nil }
    }
  }

  /// What a text with escapes stands for; nil where it says no characters.
  @inline(never)
  private mutating func find(
    escaped text: UnsafeRawBufferPointer, _ wish: UnsafePointer<StraightPlan.Wish>
  ) -> Int32? {
    unused.removeAll(keepingCapacity: true)
    guard JSONText.decode(text, 0..<text.count, into: &unused) else { return nil }
    let length = unused.count
    // Words of eight bytes are looked at.
    for _ in 0..<8 { unused.append(0) }
    return unused.withUnsafeBufferPointer { characters in
      characters.baseAddress.map { WordTable.find($0, length, in: wish.pointee.words, entries, bytes) }
    }
  }
}
