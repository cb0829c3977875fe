import CScan
import FunnelIR

/// Reads one JSON text from its first to its last byte, checks every byte of it against RFC 8259, and notes where the values
/// of the declared paths stand.
///
/// Nothing is built and nothing is called again for what stands inside: the open objects and arrays are a stack of the
/// scanner's own, bounded by the nesting limit. All that is touched for each value lies in memory of the scanner's own, so
/// that nothing is allocated and nothing counted for a line.
struct JSONScanner: ~Copyable {
  /// An object or array that is open.
  struct Frame: BitwiseCopyable {
    /// Its place in the trie; -1 where nothing inside is looked at.
    var node: Int32
    var start: Int32
    /// How many elements of the array are closed.
    var count: Int32 = 0
    /// Where the elements kept for rules that count from the end begin.
    var keptStart: Int32
    /// The object's number on the way through the feed, by which a key knows that it stood here before.
    var serial: UInt64
    var isArray: Bool
  }

  /// A value of a `[*]` and the next one; -1 at the end.
  struct Link {
    let value: FoundValue
    var next: Int32
  }

  let recogniser: Recogniser
  private let nesting: Int
  /// The trie's nodes, their cells, and the keys that lead from one to the next.
  let nodes: UnsafeMutableBufferPointer<Recogniser.Node>
  private let nodeCells: UnsafeMutableBufferPointer<Int32>
  private let keys: UnsafeMutableBufferPointer<KeyTable.Entry>
  private let keyBytes: UnsafeMutableRawBufferPointer
  /// The objects and arrays that are open, outermost first; grows up to the nesting limit.
  private(set) var stack: UnsafeMutableBufferPointer<Frame>
  private(set) var depth = 0
  /// For each node, the object in which its key stood last.
  private let lastSeen: UnsafeMutableBufferPointer<UInt64>
  private var serial: UInt64 = 0
  /// For each rule, whether an element was chosen already.
  var isChosen: [Bool]
  /// Moved values of all elements, for rules that count from the end.
  var kept: [FoundValue] = []
  var keyText: [UInt8] = []

  /// What was found, by cell.
  let cells: UnsafeMutableBufferPointer<FoundValue>
  /// The values of the lists.
  var links: [Link] = []
  /// Where a key stands for the second time in its object, by reading that looks at it; -1 where none does.
  private(set) var repeatedKeys: [Int]
  private var hasRepeatedKeys = false

  /// Makes a scanner for what a recogniser looks at.
  init(_ recogniser: Recogniser, nesting: Int) {
    self.recogniser = recogniser
    self.nesting = nesting
    nodes = .copy(of: recogniser.nodes)
    nodeCells = .copy(of: recogniser.cells)
    keys = .copy(of: recogniser.keys.entries)
    keyBytes = .allocate(byteCount: recogniser.keys.bytes.count, alignment: 1)
    keyBytes.copyBytes(from: recogniser.keys.bytes)
    stack = .allocate(capacity: min(nesting, 32))
    lastSeen = .filled(with: 0, count: recogniser.nodes.count)
    cells = .filled(with: .absent, count: recogniser.cellCount)
    isChosen = Array(repeating: false, count: recogniser.rules.count)
    repeatedKeys = Array(repeating: -1, count: Recogniser.Readings.bitWidth)
  }

  deinit {
    nodes.deallocate()
    nodeCells.deallocate()
    keys.deallocate()
    keyBytes.deallocate()
    stack.deallocate()
    lastSeen.deallocate()
    cells.deallocate()
  }

  /// Reads a text that is to be one value and no more.
  /// - Precondition: `FeedBuffer.padding` bytes behind the text may be read.
  /// - Returns: what kind of value it is.
  mutating func scan(_ text: UnsafeRawBufferPointer) throws(JSONFailure) -> FoundValue.Kind {
    reset()
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { throw JSONFailure(.cutOff, at: 0) }
    let count = text.count
    let readable = count &+ FeedBuffer.padding
    var index = JSONText.skipBlanks(text, 0)
    // The place of the value at hand, and the object or array that it stands in.
    var node: Int32 = 0
    var frameNode: Int32 = -1
    var isArray = false
    while true {
      guard index < count else { throw JSONFailure(.cutOff, at: index) }
      var value: FoundValue
      var isBeforeKey = false
      var isFirst = false
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let start = index &+ 1
        var end = cscan_special(bytes, start, readable)
        var hasEscapes = false
        if end >= count || bytes[end] != UInt8(ascii: "\"") {
          (end, hasEscapes) = try JSONText.unusualString(text, end, padding: FeedBuffer.padding)
        }
        value = FoundValue(
          kind: .string, hasEscapes: hasEscapes, start: Int32(truncatingIfNeeded: start),
          end: Int32(truncatingIfNeeded: end))
        index = end &+ 1
      } else if byte &- UInt8(ascii: "0") <= 9 || byte == UInt8(ascii: "-") {
        let end = try JSONText.number(text, index, bytes)
        value = FoundValue(
          kind: .number, start: Int32(truncatingIfNeeded: index), end: Int32(truncatingIfNeeded: end))
        index = end
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        isArray = byte == UInt8(ascii: "[")
        frameNode = node
        try open(node, isArray: isArray, at: index)
        index &+= 1
        if bytes[index] <= 0x20 { index = JSONText.skipBlanks(text, index) }
        // Both closing brackets stand two behind their opening ones.
        if index < count, bytes[index] == byte &+ 2 {
          value = close(at: index, &frameNode, &isArray)
          index &+= 1
        } else if isArray {
          node = beginElement()
          continue
        } else {
          value = .absent
          (isBeforeKey, isFirst) = (true, true)
        }
      } else {
        let (kind, end) = try JSONText.literal(text, index)
        value = FoundValue(kind: kind, start: Int32(truncatingIfNeeded: index), end: Int32(truncatingIfNeeded: end))
        index = end
      }
      // A value has ended: it may be the last of its object or array, which then has ended too.
      while !isBeforeKey {
        if node >= 0 { note(value, at: node) }
        guard depth > 0 else {
          index = JSONText.skipBlanks(text, index)
          guard index == count else { throw JSONText.unexpected(text, index, .textBehind) }
          return value.kind
        }
        if isArray, frameNode >= 0 { endElement(text) }
        if bytes[index] <= 0x20 { index = JSONText.skipBlanks(text, index) }
        guard index < count else { throw JSONFailure(.cutOff, at: index) }
        let byte = bytes[index]
        if byte == UInt8(ascii: ",") {
          index &+= 1
          if bytes[index] <= 0x20 { index = JSONText.skipBlanks(text, index) }
          guard isArray else {
            isBeforeKey = true
            break
          }
          node = try element(text, index)
          break
        }
        guard byte == (isArray ? UInt8(ascii: "]") : UInt8(ascii: "}")) else {
          throw JSONText.unexpected(text, index, .commaExpected)
        }
        node = frameNode
        value = close(at: index, &frameNode, &isArray)
        index &+= 1
      }
      guard isBeforeKey else { continue }
      guard index < count, bytes[index] == UInt8(ascii: "\"") else { throw noKey(text, index, isFirst: isFirst) }
      let start = index &+ 1
      var end = cscan_special(bytes, start, readable)
      var hasEscapes = false
      if end >= count || bytes[end] != UInt8(ascii: "\"") {
        (end, hasEscapes) = try JSONText.unusualString(text, end, padding: FeedBuffer.padding)
      }
      index = end &+ 1
      if bytes[index] <= 0x20 { index = JSONText.skipBlanks(text, index) }
      guard index < count, bytes[index] == UInt8(ascii: ":") else {
        throw JSONText.unexpected(text, index, .colonExpected)
      }
      index &+= 1
      if bytes[index] <= 0x20 { index = JSONText.skipBlanks(text, index) }
      node = -1
      guard frameNode >= 0 else { continue }
      let group = nodes[Int(frameNode)].keys
      let child =
        hasEscapes
        ? find(text, start..<end, in: group)
        : find(UnsafeRawBufferPointer(start: bytes + start, count: end &- start), in: group)
      guard child >= 0 else { continue }
      let serial = stack[depth &- 1].serial
      if lastSeen[child] == serial { noteRepeated(start - 1, for: nodes[child].readings) }
      lastSeen[child] = serial
      node = Int32(truncatingIfNeeded: child)
    }
  }

  /// The failure where a key should stand.
  private func noKey(_ text: UnsafeRawBufferPointer, _ index: Int, isFirst: Bool) -> JSONFailure {
    let isClosed = index < text.count && text[index] == UInt8(ascii: "}")
    return JSONText.unexpected(text, index, isClosed && !isFirst ? .trailingComma : .keyExpected)
  }

  private mutating func reset() {
    cells.update(repeating: .absent)
    depth = 0
    if !links.isEmpty { links.removeAll(keepingCapacity: true) }
    if !kept.isEmpty { kept.removeAll(keepingCapacity: true) }
    guard hasRepeatedKeys else { return }
    hasRepeatedKeys = false
    for index in repeatedKeys.indices { repeatedKeys[index] = -1 }
  }

  @inline(__always)
  private mutating func open(_ node: Int32, isArray: Bool, at index: Int) throws(JSONFailure) {
    guard depth < nesting else { throw JSONFailure(.tooDeep, at: index) }
    if depth == stack.count { grow() }
    serial &+= 1
    stack[depth] = Frame(
      node: node, start: Int32(index), keptStart: Int32(truncatingIfNeeded: kept.count), serial: serial,
      isArray: isArray)
    depth &+= 1
    if isArray, node >= 0 { beginArray(node) }
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<Frame>.allocate(capacity: min(stack.count * 2, nesting))
    _ = larger.update(fromContentsOf: stack)
    stack.deallocate()
    stack = larger
  }

  /// Closes the innermost object or array, and goes back to the one around it.
  @inline(__always)
  private mutating func close(at index: Int, _ frameNode: inout Int32, _ isArray: inout Bool) -> FoundValue {
    depth &-= 1
    let frame = stack[depth]
    if frame.isArray, frame.node >= 0 { chooseFromEnd(frame) }
    frameNode = depth > 0 ? stack[depth &- 1].node : -1
    isArray = depth > 0 && stack[depth &- 1].isArray
    return FoundValue(
      kind: frame.isArray ? .array : .object, start: frame.start, end: Int32(truncatingIfNeeded: index &+ 1))
  }

  /// Notes a value in the cells of its place.
  @inline(__always)
  private func note(_ value: FoundValue, at node: Int32) {
    let place = nodes.baseAddress.unsafelyUnwrapped + Int(node)
    var next = place.pointee.here.lowerBound
    while next < place.pointee.here.upperBound {
      cells[Int(nodeCells[Int(next)])] = value
      next &+= 1
    }
    guard value.kind == .null else { return }
    for next in place.pointee.below { cells[Int(nodeCells[Int(next)])] = .null }
  }

  @inline(__always)
  private func find(_ key: UnsafeRawBufferPointer, in group: KeyTable.Group) -> Int {
    guard let entries = keys.baseAddress, let bytes = keyBytes.baseAddress else { return -1 }
    return KeyTable.find(key, in: group, entries, UnsafeRawPointer(bytes))
  }

  /// The place of a key that is written with escapes.
  private mutating func find(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, in group: KeyTable.Group) -> Int {
    keyText.removeAll(keepingCapacity: true)
    guard JSONText.decode(text, range, into: &keyText) else { return -1 }
    return keyText.withUnsafeBytes { find($0, in: group) }
  }

  private mutating func noteRepeated(_ offset: Int, for readings: Recogniser.Readings) {
    hasRepeatedKeys = true
    for bit in repeatedKeys.indices where readings >> bit & 1 == 1 && repeatedKeys[bit] < 0 {
      repeatedKeys[bit] = offset
    }
  }

  /// Counts an element of the innermost array as closed, and gives the array's frame as it was before.
  mutating func countElement() -> Frame {
    let frame = stack[depth - 1]
    stack[depth - 1].count &+= 1
    return frame
  }
}

extension UnsafeMutableBufferPointer where Element: BitwiseCopyable {
  /// Memory of its own that holds an array's elements, to be deallocated by whoever asked for it.
  fileprivate static func copy(of array: [Element]) -> UnsafeMutableBufferPointer {
    let memory = UnsafeMutableBufferPointer.allocate(capacity: array.count)
    _ = memory.initialize(fromContentsOf: array)
    return memory
  }

  fileprivate static func filled(with element: Element, count: Int) -> UnsafeMutableBufferPointer {
    let memory = UnsafeMutableBufferPointer.allocate(capacity: count)
    memory.initialize(repeating: element)
    return memory
  }
}
