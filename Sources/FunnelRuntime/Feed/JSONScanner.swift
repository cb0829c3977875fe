import FunnelIR

/// Reads one JSON text from its first to its last byte, checks every byte of it against RFC 8259, and notes where the values
/// of the declared paths stand.
///
/// Nothing is built and nothing is called again for what stands inside: the open objects and arrays are a stack of the
/// scanner's own, bounded by the nesting limit.
struct JSONScanner {
  /// An object or array that is open.
  private struct Frame {
    /// Its place in the trie; -1 where nothing inside is looked at.
    var node: Int32
    var isArray: Bool
    var start: Int32
    /// The object's number on the way through the feed, by which a key knows that it stood here before.
    var serial: UInt64
    /// How many elements of the array are closed.
    var count = 0
    /// Where the elements kept for rules that count from the end begin.
    var keptStart = 0
  }

  /// A value of a `[*]` and the next one; -1 at the end.
  struct Link {
    let value: FoundValue
    var next: Int32
  }

  private let recogniser: Recogniser
  private let nesting: Int
  private var stack: [Frame] = []
  /// For each node, the object in which its key stood last.
  private var lastSeen: [UInt64]
  private var serial: UInt64 = 0
  /// For each rule, whether an element was chosen already.
  private var isChosen: [Bool]
  /// Moved values of all elements, for rules that count from the end.
  private var kept: [FoundValue] = []
  private var keyText: [UInt8] = []

  /// What was found, by cell.
  private(set) var cells: [FoundValue]
  /// The values of the lists.
  private(set) var links: [Link] = []
  /// Where a key stands for the second time in its object, by reading that looks at it; -1 where none does.
  private(set) var repeatedKeys: [Int]

  /// Makes a scanner for what a recogniser looks at.
  init(_ recogniser: Recogniser, nesting: Int) {
    self.recogniser = recogniser
    self.nesting = nesting
    lastSeen = Array(repeating: 0, count: recogniser.nodes.count)
    isChosen = Array(repeating: false, count: recogniser.rules.count)
    cells = Array(repeating: .absent, count: recogniser.cellCount)
    repeatedKeys = Array(repeating: -1, count: Recogniser.Readings.bitWidth)
  }

  /// Reads a text that is to be one value and no more.
  /// - Returns: what kind of value it is.
  mutating func scan(_ text: UnsafeRawBufferPointer) throws(JSONFailure) -> FoundValue.Kind {
    reset()
    var node: Int32 = 0
    var index = 0
    while true {
      index = JSONText.skipBlanks(text, index)
      guard index < text.count else { throw JSONFailure(.cutOff, at: index) }
      var value: FoundValue
      switch text[index] {
      case UInt8(ascii: "{"):
        try open(node, isArray: false, at: index)
        index = JSONText.skipBlanks(text, index + 1)
        if index < text.count, text[index] == UInt8(ascii: "}") {
          value = close(at: index)
          index += 1
        } else {
          node = try key(text, &index, isFirst: true)
          continue
        }
      case UInt8(ascii: "["):
        try open(node, isArray: true, at: index)
        index = JSONText.skipBlanks(text, index + 1)
        if index < text.count, text[index] == UInt8(ascii: "]") {
          value = close(at: index)
          index += 1
        } else {
          node = beginElement()
          continue
        }
      case UInt8(ascii: "\""):
        let (end, hasEscapes) = try JSONText.string(text, index + 1)
        value = FoundValue(kind: .string, hasEscapes: hasEscapes, start: Int32(index + 1), end: Int32(end))
        index = end + 1
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let end = try JSONText.number(text, index)
        value = FoundValue(kind: .number, start: Int32(index), end: Int32(end))
        index = end
      default:
        let (kind, end) = try JSONText.literal(text, index)
        value = FoundValue(kind: kind, start: Int32(index), end: Int32(end))
        index = end
      }
      // A value has ended: it may be the last of its object or array, which then has ended too.
      while true {
        note(value, at: node)
        guard let top = stack.last else {
          index = JSONText.skipBlanks(text, index)
          guard index == text.count else { throw JSONText.unexpected(text, index, .textBehind) }
          return value.kind
        }
        if top.isArray, top.node >= 0 { endElement(text) }
        index = JSONText.skipBlanks(text, index)
        guard index < text.count else { throw JSONFailure(.cutOff, at: index) }
        let byte = text[index]
        if byte == UInt8(ascii: ",") {
          index = JSONText.skipBlanks(text, index + 1)
          node = top.isArray ? try element(text, index) : try key(text, &index, isFirst: false)
          break
        }
        guard byte == (top.isArray ? UInt8(ascii: "]") : UInt8(ascii: "}")) else {
          throw JSONText.unexpected(text, index, .commaExpected)
        }
        node = top.node
        value = close(at: index)
        index += 1
      }
    }
  }

  private mutating func reset() {
    for index in cells.indices { cells[index] = .absent }
    for index in repeatedKeys.indices { repeatedKeys[index] = -1 }
    links.removeAll(keepingCapacity: true)
    kept.removeAll(keepingCapacity: true)
    stack.removeAll(keepingCapacity: true)
  }

  private mutating func open(_ node: Int32, isArray: Bool, at index: Int) throws(JSONFailure) {
    guard stack.count < nesting else { throw JSONFailure(.tooDeep, at: index) }
    serial &+= 1
    stack.append(Frame(node: node, isArray: isArray, start: Int32(index), serial: serial, keptStart: kept.count))
    guard isArray, node >= 0 else { return }
    for number in recogniser.nodes[Int(node)].rules {
      isChosen[number] = false
      let rule = recogniser.rules[number]
      guard case .each = rule.choice else { continue }
      // An array without elements is an empty set, not a missing one.
      for move in recogniser.moves[rule.moves] { cells[move.to] = .emptyList }
    }
  }

  private mutating func close(at index: Int) -> FoundValue {
    let frame = stack.removeLast()
    if frame.isArray, frame.node >= 0 { chooseFromEnd(frame) }
    return FoundValue(kind: frame.isArray ? .array : .object, start: frame.start, end: Int32(index + 1))
  }

  /// Notes a value in the cells of its place.
  private mutating func note(_ value: FoundValue, at node: Int32) {
    guard node >= 0 else { return }
    let place = recogniser.nodes[Int(node)]
    for cell in recogniser.cells[place.here] { cells[cell] = value }
    guard value.kind == .null else { return }
    for cell in recogniser.cells[place.below] { cells[cell] = .null }
  }

  /// Reads a key and its colon, and gives the place of its value.
  private mutating func key(
    _ text: UnsafeRawBufferPointer, _ index: inout Int, isFirst: Bool
  ) throws(JSONFailure) -> Int32 {
    guard index < text.count, text[index] == UInt8(ascii: "\"") else {
      let isClosed = index < text.count && text[index] == UInt8(ascii: "}")
      throw JSONText.unexpected(text, index, isClosed && !isFirst ? .trailingComma : .keyExpected)
    }
    let start = index + 1
    let (end, hasEscapes) = try JSONText.string(text, start)
    index = JSONText.skipBlanks(text, end + 1)
    guard index < text.count, text[index] == UInt8(ascii: ":") else {
      throw JSONText.unexpected(text, index, .colonExpected)
    }
    index += 1
    guard let frame = stack.last, frame.node >= 0 else { return -1 }
    let group = recogniser.nodes[Int(frame.node)].keys
    guard !group.isEmpty, let child = find(text, start..<end, hasEscapes, in: group) else { return -1 }
    if lastSeen[child] == frame.serial {
      noteRepeated(start - 1, for: recogniser.nodes[child].readings)
    }
    lastSeen[child] = frame.serial
    return Int32(child)
  }

  private mutating func find(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ hasEscapes: Bool, in group: Range<Int>
  ) -> Int? {
    guard hasEscapes else { return recogniser.keys.find(UnsafeRawBufferPointer(rebasing: text[range]), in: group) }
    keyText.removeAll(keepingCapacity: true)
    guard JSONText.decode(text, range, into: &keyText) else { return nil }
    return keyText.withUnsafeBytes { recogniser.keys.find($0, in: group) }
  }

  private mutating func noteRepeated(_ offset: Int, for readings: Recogniser.Readings) {
    for bit in repeatedKeys.indices where readings >> bit & 1 == 1 && repeatedKeys[bit] < 0 {
      repeatedKeys[bit] = offset
    }
  }
}

/// Elements of arrays.
extension JSONScanner {
  private mutating func element(_ text: UnsafeRawBufferPointer, _ index: Int) throws(JSONFailure) -> Int32 {
    if index < text.count, text[index] == UInt8(ascii: "]") { throw JSONFailure(.trailingComma, at: index) }
    return beginElement()
  }

  private mutating func beginElement() -> Int32 {
    guard let frame = stack.last, frame.node >= 0 else { return -1 }
    let place = recogniser.nodes[Int(frame.node)]
    for cell in place.scratch { cells[cell] = .absent }
    return Int32(place.element)
  }

  /// Moves what the element held to where the rules say it belongs.
  private mutating func endElement(_ text: UnsafeRawBufferPointer) {
    let top = stack.count - 1
    let frame = stack[top]
    stack[top].count += 1
    for number in recogniser.nodes[Int(frame.node)].rules {
      let rule = recogniser.rules[number]
      switch rule.choice {
      case .index(let index):
        if index == frame.count { move(rule.moves) }
      case .first(let cell, let wanted, let isText):
        guard !isChosen[number], equals(cells[cell], wanted, isText, text) else { continue }
        isChosen[number] = true
        move(rule.moves)
      case .each:
        for move in recogniser.moves[rule.moves] { append(cells[move.from], to: move.to) }
      case .fromEnd:
        for move in recogniser.moves[rule.moves] { kept.append(cells[move.from]) }
      }
    }
  }

  private mutating func move(_ moves: Range<Int>) {
    for move in recogniser.moves[moves] { cells[move.to] = cells[move.from] }
  }

  private mutating func append(_ value: FoundValue, to cell: Int) {
    guard value.kind != .absent else { return }
    let link = Int32(links.count)
    links.append(Link(value: value, next: -1))
    if cells[cell].start < 0 {
      cells[cell].start = link
    } else {
      links[Int(cells[cell].end)].next = link
    }
    cells[cell].end = link
  }

  private mutating func chooseFromEnd(_ frame: Frame) {
    let rules = recogniser.nodes[Int(frame.node)].rules
    var width = 0
    for rule in recogniser.rules[rules] {
      if case .fromEnd = rule.choice { width += rule.moves.count }
    }
    guard width > 0 else { return }
    var start = frame.keptStart
    for rule in recogniser.rules[rules] {
      guard case .fromEnd(let distance) = rule.choice else { continue }
      if distance <= frame.count {
        let first = start + (frame.count - distance) * width
        for (offset, move) in recogniser.moves[rule.moves].enumerated() { cells[move.to] = kept[first + offset] }
      }
      start += rule.moves.count
    }
    kept.removeLast(kept.count - frame.keptStart)
  }

  /// Whether the left side of a filter holds what the filter asks for.
  private mutating func equals(
    _ value: FoundValue, _ wanted: [UInt8], _ isText: Bool, _ text: UnsafeRawBufferPointer
  ) -> Bool {
    let range = Int(value.start)..<Int(value.end)
    switch value.kind {
    case .string where isText && value.hasEscapes:
      keyText.removeAll(keepingCapacity: true)
      return JSONText.decode(text, range, into: &keyText) && keyText == wanted
    case .string where isText:
      return text[range].elementsEqual(wanted)
    case .number where !isText:
      return text[range].elementsEqual(wanted)
        || wanted.withUnsafeBytes { DecimalForm.areEqual(UnsafeRawBufferPointer(rebasing: text[range]), $0) }
    case .true, .false, .null:
      guard !isText else { return false }
      let word: StaticString = value.kind == .true ? "true" : value.kind == .false ? "false" : "null"
      return word.withUTF8Buffer { $0.elementsEqual(wanted) }
    default: return false
    }
  }
}
