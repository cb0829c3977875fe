/// A pattern as a non-deterministic automaton over UTF-8 bytes (Thompson's construction, built from the end backwards).
struct PatternNetwork {
  /// One state.
  enum Node {
    /// The pattern has matched.
    case match
    /// A byte in the range leads on.
    case bytes(ClosedRange<UInt8>, next: Int)
    /// All of these at once, without reading.
    case fork([Int])
    /// Leads on at the beginning of the text only.
    case textStart(next: Int)
    /// Leads on at the end of the text only.
    case textEnd(next: Int)
  }

  /// How many states a pattern may have.
  static let maximumNodes = 20_000

  /// The states.
  private(set) var nodes: [Node] = [.match]
  /// Where a search begins: at the pattern, or one byte later.
  private(set) var start = 0
  private var parts = 0
  /// The set of scalars that was added last, as sequences of byte ranges: a repetition adds the same one again and again.
  private var last: (set: ScalarSet, sequences: [[ClosedRange<UInt8>]])?

  /// One byte range before one state, so that characters share the states of their common endings.
  private struct Ending: Hashable {
    let bytes: ClosedRange<UInt8>
    let next: Int
  }

  /// Builds the network of a search for the pattern anywhere in a text.
  init(_ pattern: Pattern) throws(InvalidPattern) {
    let entry = try add(pattern, before: 0)
    // UTF-8 is self-synchronising: stepping over single bytes can't begin a match inside a character.
    let search = try add(.fork([]))
    nodes[search] = .fork([entry, try add(.bytes(0...0xFF, next: search))])
    start = search
  }

  private mutating func add(_ node: Node) throws(InvalidPattern) -> Int {
    guard nodes.count < Self.maximumNodes else { throw InvalidPattern(problem: .tooLarge, offset: 0) }
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func add(_ pattern: Pattern, before next: Int) throws(InvalidPattern) -> Int {
    // Parts that read nothing add no state, so they are counted too: (((){1000}){1000}){1000} has an end.
    parts += 1
    guard parts <= 2 * Self.maximumNodes else { throw InvalidPattern(problem: .tooLarge, offset: 0) }
    switch pattern {
    case .scalar(let set): return try add(set, before: next)
    case .textStart: return try add(.textStart(next: next))
    case .textEnd: return try add(.textEnd(next: next))
    case .sequence(let parts):
      var entry = next
      for part in parts.reversed() { entry = try add(part, before: entry) }
      return entry
    case .choice(let alternatives):
      var entries: [Int] = []
      for alternative in alternatives { entries.append(try add(alternative, before: next)) }
      return try add(.fork(entries))
    case .repetition(let inner, let least, let most):
      return try add(inner, least: least, most: most, before: next)
    }
  }

  private mutating func add(_ inner: Pattern, least: Int, most: Int?, before next: Int) throws(InvalidPattern) -> Int {
    var entry = next
    if let most {
      for _ in least..<most { entry = try add(.fork([try add(inner, before: entry), next])) }
    } else {
      let loop = try add(.fork([]))
      nodes[loop] = .fork([try add(inner, before: loop), next])
      entry = loop
    }
    for _ in 0..<least { entry = try add(inner, before: entry) }
    return entry
  }

  private mutating func add(_ set: ScalarSet, before next: Int) throws(InvalidPattern) -> Int {
    let sequences = sequences(of: set)
    // A few are sooner compared than looked up.
    var few: [(ending: Ending, node: Int)] = []
    var many: [Ending: Int] = [:]
    var entries: [Int] = []
    for sequence in sequences {
      var entry = next
      for bytes in sequence.reversed() {
        let ending = Ending(bytes: bytes, next: entry)
        if let shared = few.first(where: { $0.ending == ending })?.node ?? many[ending] {
          entry = shared
        } else {
          entry = try add(.bytes(bytes, next: entry))
          if few.count < 16 { few.append((ending, entry)) } else { many[ending] = entry }
        }
      }
      entries.append(entry)
    }
    return entries.count == 1 ? entries[0] : try add(.fork(entries))
  }

  private mutating func sequences(of set: ScalarSet) -> [[ClosedRange<UInt8>]] {
    if let last, last.set == set { return last.sequences }
    let sequences = set.ranges.flatMap { UTF8Sequences.covering($0) }
    last = (set, sequences)
    return sequences
  }
}

/// The UTF-8 forms of a range of scalars, as sequences of byte ranges.
enum UTF8Sequences {
  /// Sequences that together cover exactly the range, which holds no surrogate.
  static func covering(_ range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    var sequences: [[ClosedRange<UInt8>]] = []
    let lengths: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0x7FF, 0x800...0xFFFF, 0x1_0000...0x10_FFFF]
    for (index, length) in lengths.enumerated() where range.overlaps(length) {
      split(range.clamped(to: length), byteCount: index + 1, into: &sequences)
    }
    return sequences
  }

  /// Splits until first and last scalar differ in whole trailing bytes only; at most two splits a byte, so never deep.
  private static func split(
    _ range: ClosedRange<UInt32>, byteCount: Int, into sequences: inout [[ClosedRange<UInt8>]]
  ) {
    let (low, high) = (range.lowerBound, range.upperBound)
    for trailing in 1..<max(byteCount, 1) {
      let mask: UInt32 = 1 << (6 * UInt32(trailing)) - 1
      guard low & ~mask != high & ~mask else { continue }
      if low & mask != 0 {
        split(low...(low | mask), byteCount: byteCount, into: &sequences)
        return split((low | mask) + 1...high, byteCount: byteCount, into: &sequences)
      }
      if high & mask != mask {
        split(low...(high & ~mask) - 1, byteCount: byteCount, into: &sequences)
        return split(high & ~mask...high, byteCount: byteCount, into: &sequences)
      }
    }
    sequences.append(zip(encode(low, byteCount), encode(high, byteCount)).map { $0...$1 })
  }

  private static func encode(_ scalar: UInt32, _ byteCount: Int) -> [UInt8] {
    guard byteCount > 1 else { return [UInt8(truncatingIfNeeded: scalar)] }
    let lead: UInt32 = 0xF0 << UInt32(4 - byteCount) & 0xFF
    return (0..<byteCount).map { index in
      let bits = scalar >> (6 * UInt32(byteCount - 1 - index))
      return UInt8(truncatingIfNeeded: index == 0 ? lead | bits : 0x80 | bits & 0x3F)
    }
  }
}
