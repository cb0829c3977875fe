import CScan

/// The keys that a plan declares, and those that lines before held besides, as nodes that know which keys follow them.
///
/// Most feeds repeat themselves: behind a value stands the key that stood there in the lines before. So that one is compared
/// first, as the bytes `,"key":`, and only where none matches that was there before a key is read and looked up. Lines that
/// several programs have written may come in several orders; the first key of a line tells which one to expect.
///
/// - Invariant: the nodes lie in memory of the trie's own and stay where they are; each pointer of a node is to one of them.
final class KeyTrie {
  typealias Text = UnsafePointer<UInt8>
  typealias Place = UnsafeMutablePointer<Node>

  /// A key at its place, and the value that the line at hand has there.
  struct Node: BitwiseCopyable {
    /// The keys expected behind this one, one for each form of lines; the first of its parts, where `expected` finds them.
    var expected: (Place, Place, Place, Place)
    /// `,"key":`, and which of its first sixteen bytes count; what stands for no node has a pattern that matches nothing.
    var pattern: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var mask: (UInt64, UInt64) = (.max, .max)
    var length = 16
    /// The line in which it stood last.
    var seen = 0
    /// What stood there, from where to where; of a number also its digits.
    var kind = FoundValue.Kind.null
    /// Whether it stands for a key, and whether its value is wanted.
    var isKey = false
    var isWanted = false
    var hasPattern = false
    var start: Text
    var end: Text
    var number: StraightNumber
    /// The keys that stood behind this one where others were expected, the one first that did so most.
    var next: (Place, Place, Place, Place)
    /// The line in which another key stood behind this one than was expected last.
    var missed = 0
    /// The form of lines that begin with this key; negative where none did so far.
    var form = -1
    /// The keys that stood first in the object here.
    var first: (Place, Place)
    /// Where a set of texts is wanted here, and nothing else: how.
    var array: UnsafePointer<StraightPlan.Wish>?
    /// As `mask`, for the pattern without its comma.
    var maskInside: (UInt64, UInt64) = (.max, .max)
    /// The last key met in the object here that nothing declares, and the one met before this one.
    var met: Place
    var metBefore: Place
    /// The declared keys in the object here.
    var keys = WordTable.Group()

    init(_ none: Place, _ text: Text) {
      (start, end) = (text, text)
      number = StraightNumber(end: text, digits: 0, fraction: 0, isNegative: false)
      expected = (none, none, none, none)
      next = (none, none, none, none)
      first = (none, none)
      (met, metBefore) = (none, none)
    }
  }

  /// The node of what nothing is known of, which may come again on a line.
  var anything: Place {
    @inline(__always) get {
      unknown.pointee.seen = 0
      return unknown
    }
  }

  /// Where the bytes of a pattern stand in a node.
  static let patternSize = 32
  /// How many keys that nothing declares are remembered at most.
  private static let metLimit = 256
  /// How many forms of lines are told from one another.
  private static let formLimit = 4

  private let nodes: Place
  private let limit: Int
  private var count: Int
  /// How many forms of lines were met.
  private var forms = 0
  private let entries: UnsafeMutablePointer<WordTable.Entry>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// Stand for what is no key: an object in which nothing is looked up, an array; no key.
  let unknown: Place
  let array: Place
  let none: Place
  /// Stands for a key that makes the line one for the general reader, as if it stood in each line before.
  let refused: Place
  /// The object that is the line.
  let root: Place

  /// - Parameter wishes: those of the plan, where they stay.
  init(_ plan: StraightPlan, _ wishes: UnsafeBufferPointer<StraightPlan.Wish>) {
    let special = 4
    limit = special + plan.nodes.count + KeyTrie.metLimit
    entries = .filled(plan.words.entries, WordTable.Entry())
    bytes = .filled(plan.words.bytes, 0)
    nodes = .allocate(capacity: limit)
    nodes.initialize(repeating: Node(nodes, bytes), count: limit)
    (unknown, array, none, refused) = (nodes, nodes + 1, nodes + 2, nodes + 3)
    root = nodes + special
    count = special + plan.nodes.count
    for (index, node) in plan.nodes.enumerated() {
      (root + index).pointee.keys = node.keys
      (root + index).pointee.isKey = true
      plan.names[index].withUnsafeBufferPointer { KeyTrie.keep($0, as: root + index) }
    }
    // What has keys of its own is an object on most lines.
    for wish in wishes.indices where wishes[wish].kind != .above && wishes[wish].kind != .by {
      let node = root + Int(wishes[wish].node)
      let isSet = wishes[wish].kind == .textSet && !node.pointee.isWanted
      node.pointee.array = isSet ? wishes.baseAddress.map { $0 + wish } : nil
      node.pointee.isWanted = true
    }
  }

  deinit {
    nodes.deallocate()
    entries.deallocate()
    bytes.deallocate()
  }

  /// Keeps a node's pattern, where it is short and stands on a line as it is.
  private static func keep(_ key: UnsafeBufferPointer<UInt8>, as node: Place) {
    let isPlain = key.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    guard isPlain, key.count + 4 <= patternSize else { return }
    withUnsafeMutableBytes(of: &node.pointee.pattern) { pattern in
      (pattern[0], pattern[1]) = (UInt8(ascii: ","), UInt8(ascii: "\""))
      for (place, byte) in key.enumerated() { pattern[place + 2] = byte }
      (pattern[key.count + 2], pattern[key.count + 3]) = (UInt8(ascii: "\""), UInt8(ascii: ":"))
    }
    node.pointee.length = key.count + 4
    node.pointee.mask = mask(key.count + 4)
    node.pointee.maskInside = mask(key.count + 3)
    node.pointee.hasPattern = true
  }

  /// What lets the first bytes of two words through.
  private static func mask(_ count: Int) -> (UInt64, UInt64) {
    let bytes = (0..<16).map { UInt8($0 < count ? 0xFF : 0) }
    return bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { (cscan_word($0), cscan_word($0 + 8)) } ?? (.max, .max)
    }
  }

  /// Whether a node's pattern, without its comma where it `isFirst` in its object, stands at a place, which is then passed over.
  @inline(__always)
  static func matches(_ node: Place, isFirst: Bool, _ text: inout Text) -> Bool {
    let dropped = isFirst ? 1 : 0
    let pattern = KeyTrie.pattern(of: node) + dropped
    let mask = isFirst ? node.pointee.maskInside : node.pointee.mask
    let first = (cscan_word(text) ^ cscan_word(pattern)) & mask.0
    guard first | (cscan_word(text + 8) ^ cscan_word(pattern + 8)) & mask.1 == 0 else { return false }
    let length = node.pointee.length &- dropped
    if length > 16 {
      let (text, pattern) = (text + (length &- 16), pattern + (length &- 16))
      guard (cscan_word(text) ^ cscan_word(pattern)) | (cscan_word(text + 8) ^ cscan_word(pattern + 8)) == 0 else {
        return false
      }
    }
    text += length
    return true
  }

  /// The bytes of a node's pattern.
  @inline(__always)
  private static func pattern(of node: Place) -> UnsafePointer<UInt8> {
    (UnsafeRawPointer(node) + MemoryLayout<(Place, Place, Place, Place)>.size).assumingMemoryBound(to: UInt8.self)
  }

  /// The key that is expected behind one on lines of a form.
  @inline(__always)
  static func expected(behind node: Place, _ form: Int) -> UnsafeMutablePointer<Place> {
    UnsafeMutableRawPointer(node).assumingMemoryBound(to: Place.self) + form
  }

  /// A key, and the place behind its colon.
  typealias Key = (node: Place, end: Text)

  /// The key that stands first in an object: `none` where there is none, and the place behind the object's end; `refused` where
  /// it is not plain.
  @inline(never)
  func firstKey(_ start: Text, in object: Place, _ marks: StraightMarks) -> Key {
    var text = start
    if KeyTrie.matches(object.pointee.first.1, isFirst: true, &text) {
      let found = object.pointee.first.1
      if isNewUse(behind: object) { swap(&object.pointee.first.0, &object.pointee.first.1) }
      return (found, text)
    }
    if KeyTrie.skip(&text) == UInt8(ascii: "}") { return (none, text + 1) }
    if KeyTrie.matches(object.pointee.first.0, isFirst: true, &text) { return (object.pointee.first.0, text) }
    return readKey(text, in: object, behind: unknown, marks)
  }

  /// The key that stands behind a comma, where it is not the one that was expected: `none` where there is none, and the place
  /// behind the object's end; `refused` where it is not plain.
  /// - Parameters:
  ///   - node: the key of the value before the comma.
  ///   - form: the form of the line.
  @inline(never)
  func nextKey(_ start: Text, in object: Place, behind node: Place, _ form: Int, _ marks: StraightMarks) -> Key {
    let key = otherKey(start, in: object, behind: node, form, marks)
    guard key.node.pointee.hasPattern else { return key }
    let expected = KeyTrie.expected(behind: node, form)
    if isNewUse(behind: node) || expected.pointee == none { expected.pointee = key.node }
    return key
  }

  /// Notes that what was expected did not stand there: true where it did not do so in the line before either, so that a line in
  /// another order than most changes nothing.
  @inline(__always)
  private func isNewUse(behind node: Place) -> Bool {
    let line = refused.pointee.seen
    let before = node.pointee.missed
    node.pointee.missed = line
    return line &- before == 1
  }

  @inline(__always)
  private func otherKey(_ start: Text, in object: Place, behind node: Place, _ form: Int, _ marks: StraightMarks) -> Key
  {
    var text = start
    if KeyTrie.matches(node.pointee.next.0, isFirst: false, &text) { return (node.pointee.next.0, text) }
    if KeyTrie.matches(node.pointee.next.1, isFirst: false, &text) {
      swap(&node.pointee.next.0, &node.pointee.next.1)
      return (node.pointee.next.0, text)
    }
    if KeyTrie.matches(node.pointee.next.2, isFirst: false, &text) {
      swap(&node.pointee.next.1, &node.pointee.next.2)
      return (node.pointee.next.1, text)
    }
    if KeyTrie.matches(node.pointee.next.3, isFirst: false, &text) {
      swap(&node.pointee.next.2, &node.pointee.next.3)
      return (node.pointee.next.2, text)
    }
    let byte = KeyTrie.skip(&text)
    text += 1
    guard byte == UInt8(ascii: ",") else { return (byte == UInt8(ascii: "}") ? none : refused, text) }
    // Some write a blank behind each comma.
    _ = KeyTrie.skip(&text)
    let expected = KeyTrie.expected(behind: node, form).pointee
    if KeyTrie.matches(expected, isFirst: true, &text) { return (expected, text) }
    return readKey(text, in: object, behind: node, marks)
  }

  /// Reads a key and its colon, and remembers that it stood here.
  /// - Parameter node: the key before it in its object; `unknown` where there is none.
  /// - Returns: its node, `unknown` where nothing is known of it, or `refused`.
  private func readKey(_ start: Text, in object: Place, behind node: Place, _ marks: StraightMarks) -> Key {
    guard start.pointee == UInt8(ascii: "\"") else { return (refused, start) }
    let key = start + 1
    let end = marks.stop(key)
    var text = end + 1
    guard end.pointee == UInt8(ascii: "\""), KeyTrie.skip(&text) == UInt8(ascii: ":") else { return (refused, start) }
    text += 1
    guard object.pointee.isKey else { return (anything, text) }
    // An escaped key may be any.
    guard !marks.hasEscapes(key, end - key) else { return (refused, start) }
    let declared = WordTable.find(key, end - key, in: object.pointee.keys, entries, bytes)
    let found = declared >= 0 ? root + Int(declared) : meet(key, end - key, in: object)
    if found.pointee.hasPattern {
      if node.pointee.isKey {
        node.pointee.next.3 = found
      } else {
        object.pointee.first = object.pointee.first.0 == none ? (found, none) : (object.pointee.first.0, found)
      }
      if object == root, !node.pointee.isKey, found.pointee.form < 0 {
        found.pointee.form = min(forms, KeyTrie.formLimit - 1)
        forms += 1
      }
    }
    return (found, text)
  }

  /// The node of a key that nothing declares, so that it is known when it comes again; `unknown` where there is no room.
  private func meet(_ key: Text, _ length: Int, in frame: Place) -> Place {
    guard length + 4 <= KeyTrie.patternSize else { return anything }
    var known = frame.pointee.met
    while known.pointee.isKey {
      let pattern = KeyTrie.pattern(of: known)
      if known.pointee.length == length + 4,
        equalBytes(
          UnsafeRawBufferPointer(start: key, count: length), UnsafeRawBufferPointer(start: pattern + 2, count: length))
      {
        return known
      }
      known = known.pointee.metBefore
    }
    guard count < limit else { return anything }
    let node = nodes + count
    count += 1
    node.pointee.isKey = true
    node.pointee.metBefore = frame.pointee.met
    frame.pointee.met = node
    KeyTrie.keep(UnsafeBufferPointer(start: key, count: length), as: node)
    return node
  }

  /// Passes over blanks.
  @inline(__always)
  static func skip(_ text: inout Text) -> UInt8 {
    var byte = text.pointee
    while byte == UInt8(ascii: " ") {
      text += 1
      byte = text.pointee
    }
    return byte
  }
}
