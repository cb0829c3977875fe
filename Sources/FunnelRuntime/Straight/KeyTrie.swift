import CScan

/// The keys that a plan declares, and those that lines before held besides, as nodes that know which keys follow them.
///
/// Most feeds repeat themselves: behind a value stands the key that stood there in the line before. So that one is compared
/// first, as the bytes `,"key":`, and only where none matches that was there before a key is read and looked up.
///
/// - Invariant: the nodes lie in memory of the trie's own and stay where they are; each pointer of a node is to one of them.
final class KeyTrie {
  typealias Place = UnsafeMutablePointer<Node>

  /// A key at its place; two lines of the processor's memory.
  struct Node: BitwiseCopyable {
    /// `,"key":`, and one bit for each of its first sixteen bytes; what stands for no node has a pattern that matches nothing.
    var pattern: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var mask: UInt32 = 0xFFFF
    /// The same for the pattern without its comma.
    var maskInside: UInt32 = 0xFFFF
    var length: Int32 = 16
    /// The line in which it stood last.
    var seen: Int32 = 0
    /// What to do with the value: a run of wishes.
    var count: Int32 = 0
    var wishes: Int32 = 0
    /// Whether it stands for a key.
    var isKey = false
    var hasPattern = false
    /// The declared keys in the object here.
    var keys = WordTable.Group()
    /// The keys that stood behind this one, the one first that did so most.
    var next: (Place, Place, Place, Place)
    /// The keys that stood first in the object here.
    var first: (Place, Place)
    /// The last key met in the object here that nothing declares, and the one met before this one.
    var met: Place
    var metBefore: Place

    init(_ none: Place) {
      next = (none, none, none, none)
      first = (none, none)
      (met, metBefore) = (none, none)
    }
  }

  /// Where the bytes of a pattern stand in a node.
  static let patternSize = 32
  /// How many keys that nothing declares are remembered at most.
  private static let metLimit = 256

  private let nodes: Place
  private let limit: Int
  private var count: Int
  private let entries: UnsafeMutablePointer<WordTable.Entry>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// Stand for what is no key: an object in which nothing is looked up, an array; a key still to be read, one that makes the
  /// line one for the general reader.
  let unknown: Place
  let array: Place
  let unread: Place
  let refused: Place
  /// The object that is the line.
  let root: Place

  init(_ plan: StraightPlan) {
    let special = 4
    limit = special + plan.nodes.count + KeyTrie.metLimit
    nodes = .allocate(capacity: limit)
    nodes.initialize(repeating: Node(nodes), count: limit)
    (unknown, array, unread, refused) = (nodes, nodes + 1, nodes + 2, nodes + 3)
    root = nodes + special
    count = special + plan.nodes.count
    entries = .filled(plan.words.entries, WordTable.Entry())
    bytes = .filled(plan.words.bytes, 0)
    for (index, node) in plan.nodes.enumerated() {
      (root + index).pointee.count = node.count
      (root + index).pointee.wishes = node.start
      (root + index).pointee.keys = node.keys
      (root + index).pointee.isKey = true
      plan.names[index].withUnsafeBufferPointer { KeyTrie.keep($0, as: root + index) }
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
    node.pointee.length = Int32(key.count + 4)
    node.pointee.mask = key.count + 4 >= 16 ? 0xFFFF : 1 << UInt32(key.count + 4) - 1
    node.pointee.maskInside = key.count + 3 >= 16 ? 0xFFFF : 1 << UInt32(key.count + 3) - 1
    node.pointee.hasPattern = true
  }

  /// Whether a node's pattern, without its comma where it `isFirst` in its object, stands at a place, which is then passed over.
  @inline(__always)
  static func matches(_ node: Place, isFirst: Bool, _ text: inout UnsafePointer<UInt8>) -> Bool {
    let dropped = isFirst ? 1 : 0
    let length = Int(node.pointee.length) &- dropped
    let pattern = UnsafeRawPointer(node).assumingMemoryBound(to: UInt8.self) + dropped
    let mask = isFirst ? node.pointee.maskInside : node.pointee.mask
    guard cscan_differing(text, pattern) & mask == 0,
      length <= 16 || cscan_matches(text + 16, pattern + 16, length &- 16) != 0
    else { return false }
    text += length
    return true
  }

  /// Reads a key and its colon, and remembers that it stood here.
  /// - Parameter node: the key before it in its object; `unknown` where there is none.
  /// - Returns: its node, `unknown` where nothing is known of it, or `refused`.
  @inline(never)
  func readKey(_ text: inout UnsafePointer<UInt8>, in frame: Place, behind node: Place) -> Place {
    guard KeyTrie.skip(&text) == UInt8(ascii: "\"") else { return refused }
    let key = text + 1
    var end = cscan_string(key)
    var hasEscapes: Int32 = 0
    if end.pointee != UInt8(ascii: "\"") {
      guard let rest = cscan_rest_of_string(end, &hasEscapes) else { return refused }
      end = rest
    }
    text = end + 1
    guard KeyTrie.skip(&text) == UInt8(ascii: ":") else { return refused }
    text += 1
    guard frame.pointee.isKey else { return unknown }
    // An escaped key may be any.
    guard hasEscapes == 0 else { return refused }
    let declared = WordTable.find(key, end - key, in: frame.pointee.keys, entries, bytes)
    let found = declared >= 0 ? root + Int(declared) : meet(key, end - key, in: frame)
    guard found.pointee.hasPattern else { return found }
    if node.pointee.isKey {
      node.pointee.next.3 = found
    } else {
      frame.pointee.first = (found, frame.pointee.first.0)
    }
    return found
  }

  /// The node of a key that nothing declares, so that it is known when it comes again; `unknown` where there is no room.
  private func meet(_ key: UnsafePointer<UInt8>, _ length: Int, in frame: Place) -> Place {
    guard length + 4 <= KeyTrie.patternSize else { return unknown }
    var known = frame.pointee.met
    while known.pointee.isKey {
      let pattern = UnsafeRawPointer(known).assumingMemoryBound(to: UInt8.self)
      if Int(known.pointee.length) == length + 4, cscan_matches(key, pattern + 2, length) != 0 { return known }
      known = known.pointee.metBefore
    }
    guard count < limit else { return unknown }
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
  static func skip(_ text: inout UnsafePointer<UInt8>) -> UInt8 {
    var byte = text.pointee
    while byte == UInt8(ascii: " ") {
      text += 1
      byte = text.pointee
    }
    return byte
  }
}
