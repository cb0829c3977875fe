import CScan
import FunnelIR

/// Reads a lead's line in one pass: checks every byte of it as the general reader does, and types what is declared into slots.
///
/// What is not plain, or not right, is left to the general reader, which then reads the line from its first byte.
///
/// - Invariant: behind the line stands a line feed, or the buffer's zeros: a control character at which everything stops, and
///   `FeedBuffer.padding` bytes from there on may be read.
struct StraightReader: ~Copyable {
  typealias Text = UnsafePointer<UInt8>

  let memory: StraightMemory
  private let trie: KeyTrie
  /// The nodes of the objects that are open.
  private let frames: UnsafeMutablePointer<KeyTrie.Place>
  let wishes: UnsafeMutablePointer<StraightPlan.Wish>
  /// The literals as words.
  private let words: (true: UInt64, false: UInt64, null: UInt64)
  let entries: UnsafeMutablePointer<WordTable.Entry>
  let bytes: UnsafeMutablePointer<UInt8>
  /// Which codes of two letters are countries and languages, by five bits of each letter.
  let countries: UnsafeMutablePointer<Bool>
  let languages: UnsafeMutablePointer<Bool>
  private let depth: Int
  let earliest: Int64
  let latest: Int64
  /// Types what has no plain form.
  var values: ValueReader
  var unused: [UInt8] = []

  /// The line at hand, by which a key knows that it stood in it before.
  private var serial: Int32 = 0
  /// The lead's id.
  var lead: Text
  var leadLength = 0
  var leadIsNumber = false
  var time: Int64 = 0
  var hasTime = false
  var halves = 0
  /// The day read last, by its ten letters.
  var date: (first: UInt64, last: UInt64) = (0, 0)
  var midnight: Int64 = 0

  init(_ plan: StraightPlan, _ memory: StraightMemory, _ values: ValueReader, nesting: Int, _ settings: RunSettings) {
    self.memory = memory
    self.values = values
    trie = KeyTrie(plan)
    frames = .filled(Array(repeating: trie.unknown, count: StraightMemory.depth), trie.unknown)
    words = (StraightReader.word("true"), StraightReader.word("false"), StraightReader.word("null"))
    wishes = .filled(plan.wishes, StraightPlan.Wish(kind: .leave))
    entries = .filled(plan.words.entries, WordTable.Entry())
    bytes = .filled(plan.words.bytes, 0)
    countries = .filled((0..<1024).map { CodeList.countries.contains(UInt64(($0 >> 5) << 8 | $0 & 31)) }, false)
    languages = .filled((0..<1024).map { CodeList.languages.contains(UInt64(($0 >> 5) << 8 | $0 & 31)) }, false)
    depth = min(nesting, StraightMemory.depth)
    (earliest, latest) = (settings.earliest, settings.latest)
    lead = Text(bytes)
  }

  deinit {
    frames.deallocate()
    wishes.deallocate()
    entries.deallocate()
    bytes.deallocate()
    countries.deallocate()
    languages.deallocate()
  }

  /// Reads a line.
  /// - Returns: the place behind its line feed; nil where the line is one for the general reader.
  mutating func read(_ line: Text) -> Text? {
    guard line.pointee == UInt8(ascii: "{") else { return nil }
    begin()
    let (frames, array, unread, unknown) = (frames, trie.array, trie.unread, trie.unknown)
    let serial = serial
    var text = line + 1
    /// The node of the object at hand, and that of the value at hand.
    var frame = trie.root
    var open = 1
    if KeyTrie.skip(&text) == UInt8(ascii: "}") { return nil }
    var node = StraightReader.first(of: frame, &text, unread)
    while true {
      if node == unread {
        node = trie.readKey(&text, in: frame, behind: unknown)
        if node == trie.refused { return nil }
      }
      if node.pointee.isKey {
        guard node.pointee.seen != serial else { return nil }
        node.pointee.seen = serial
      }
      // A value.
      let byte = KeyTrie.skip(&text)
      if byte == UInt8(ascii: "\"") {
        let start = text + 1
        var end = cscan_string(start)
        if end.pointee != UInt8(ascii: "\"") {
          var hasEscapes: Int32 = 0
          guard let rest = cscan_rest_of_string(end, &hasEscapes), hasEscapes == 0 || node.pointee.count == 0 else {
            return nil
          }
          end = rest
        }
        text = end + 1
        if node.pointee.count > 0 {
          guard take(node, .string, start, end, line) else { return nil }
        }
      } else if byte == UInt8(ascii: "{") {
        guard open < depth, node.pointee.count == 0 else { return nil }
        frames[open] = frame
        open &+= 1
        frame = node
        text += 1
        if KeyTrie.skip(&text) != UInt8(ascii: "}") {
          node = StraightReader.first(of: frame, &text, unread)
          continue
        }
        text += 1
        open &-= 1
        frame = frames[open]
      } else if byte == UInt8(ascii: "[") {
        if node.pointee.count > 0 {
          guard let end = takeArray(node, text, line) else { return nil }
          text = end
        } else {
          guard open < depth else { return nil }
          frames[open] = frame
          open &+= 1
          frame = array
          text += 1
          if KeyTrie.skip(&text) != UInt8(ascii: "]") {
            node = unknown
            continue
          }
          text += 1
          open &-= 1
          frame = frames[open]
        }
      } else if byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") <= 9 {
        guard let end = cscan_number(text) else { return nil }
        if node.pointee.count > 0 {
          guard take(node, .number, text, end, line) else { return nil }
        }
        text = end
      } else {
        let kind: FoundValue.Kind
        let word = cscan_part_of_word(text, 4)
        if word == words.true {
          (kind, text) = (.true, text + 4)
        } else if word == words.null {
          (kind, text) = (.null, text + 4)
        } else if cscan_part_of_word(text, 5) == words.false {
          (kind, text) = (.false, text + 5)
        } else {
          return nil
        }
        if kind != .null, node.pointee.count > 0 {
          guard take(node, kind, text, text, line) else { return nil }
        }
      }
      // What comes behind a value.
      while true {
        let byte = KeyTrie.skip(&text)
        if byte == UInt8(ascii: ",") {
          guard frame != array else {
            text += 1
            node = unknown
            break
          }
          let next = node.pointee.next
          if KeyTrie.matches(next.0, isFirst: false, &text) {
            node = next.0
          } else if KeyTrie.matches(next.1, isFirst: false, &text) {
            swap(&node.pointee.next.0, &node.pointee.next.1)
            node = next.1
          } else if KeyTrie.matches(next.2, isFirst: false, &text) {
            swap(&node.pointee.next.1, &node.pointee.next.2)
            node = next.2
          } else if KeyTrie.matches(next.3, isFirst: false, &text) {
            swap(&node.pointee.next.2, &node.pointee.next.3)
            node = next.3
          } else {
            text += 1
            node = trie.readKey(&text, in: frame, behind: node)
            if node == trie.refused { return nil }
          }
          break
        }
        text += 1
        guard byte == (frame == array ? UInt8(ascii: "]") : UInt8(ascii: "}")) else { return nil }
        open &-= 1
        if open == 0 { return end(text) }
        // What has ended is the value of the object's own key.
        node = frame
        frame = frames[open]
      }
    }
  }

  @inline(__always)
  private mutating func begin() {
    memory.reset()
    serial &+= 1
    leadLength = 0
    hasTime = false
    halves = 0
  }

  /// The key that stands first in an object, if it is one that did so before; `unread` where it is to be read.
  @inline(__always)
  private static func first(of frame: KeyTrie.Place, _ text: inout Text, _ unread: KeyTrie.Place) -> KeyTrie.Place {
    let first = frame.pointee.first
    if KeyTrie.matches(first.0, isFirst: true, &text) { return first.0 }
    return KeyTrie.matches(first.1, isFirst: true, &text) ? first.1 : unread
  }

  /// Looks at what stands behind the line's object.
  @inline(__always)
  private func end(_ text: Text) -> Text? {
    guard leadLength > 0, hasTime else { return nil }
    if text.pointee == UInt8(ascii: "\n") { return text + 1 }
    return text.pointee == UInt8(ascii: "\r") && text[1] == UInt8(ascii: "\n") ? text + 2 : nil
  }

  private static func word(_ text: StaticString) -> UInt64 {
    var padded = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    padded += [UInt8](repeating: 0, count: 8)
    return padded.withUnsafeBufferPointer { $0.baseAddress.map { cscan_part_of_word($0, text.utf8CodeUnitCount) } ?? 0 }
  }
}
