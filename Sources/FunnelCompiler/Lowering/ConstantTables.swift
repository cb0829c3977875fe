import FunnelIR
import FunnelSemantics

/// The tables that hold each constant of a program once, in order of first use.
struct ConstantTables {
  /// Names, titles and reasons.
  private(set) var strings: [String] = []
  /// Bytes of texts and sets.
  private(set) var constants = ConstantPool()
  /// Runs of constants that a value is looked up in.
  private(set) var words: [Int64] = []
  /// Lists of ids.
  private(set) var ids: [Int] = []
  /// Spans that code adds.
  private(set) var spans: [FunnelIR.CalendarSpan] = []
  /// Compiled patterns.
  private(set) var automata: [Automaton] = []

  private var stringNumbers: [[UInt8]: Int] = [:]
  private var references: [[UInt8]: TextReference] = [:]
  private var wordRuns: [[Int64]: Int] = [:]
  private var spanNumbers: [FunnelIR.CalendarSpan: Int] = [:]
  private var patternNumbers: [[UInt8]: Int] = [:]

  /// The number of a name, title or reason.
  mutating func string(_ text: String) -> Int {
    // Compared as bytes: two spellings of one character are two names.
    let key = Array(text.utf8)
    if let number = stringNumbers[key] { return number }
    strings.append(text)
    stringNumbers[key] = strings.count - 1
    return strings.count - 1
  }

  /// Where bytes stand among the constants.
  mutating func bytes(_ bytes: [UInt8]) -> TextReference {
    if let reference = references[bytes] { return reference }
    let reference = constants.add(bytes)
    references[bytes] = reference
    return reference
  }

  /// A list of ids as a range.
  mutating func list(_ items: [Int]) -> TableRange {
    guard !items.isEmpty else { return .empty }
    defer { ids += items }
    return TableRange(start: ids.count, count: items.count)
  }

  /// A run of words, as an instruction names it.
  mutating func run(_ items: [Int64]) -> UInt64 {
    let start = wordRuns[items] ?? words.count
    if wordRuns[items] == nil {
      wordRuns[items] = start
      words += items
    }
    return Instruction.range(start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: items.count))
  }

  /// The number of a span.
  mutating func span(_ span: FunnelIR.CalendarSpan) -> Int {
    if let number = spanNumbers[span] { return number }
    spans.append(span)
    spanNumbers[span] = spans.count - 1
    return spans.count - 1
  }

  /// The number of a pattern's automaton.
  mutating func automaton(_ pattern: [UInt8]) throws(InvalidPattern) -> Int {
    if let number = patternNumbers[pattern] { return number }
    let automaton = try PatternAutomaton(Pattern(parsing: String(decoding: pattern, as: UTF8.self)))
    automata.append(
      Automaton(
        classes: automaton.classes, classCount: automaton.classCount, transitions: automaton.transitions,
        accepting: automaton.accepting, start: automaton.start))
    patternNumbers[pattern] = automata.count - 1
    return automata.count - 1
  }

  /// The 64 bits of a constant.
  mutating func bits(_ value: LiteralValue) -> UInt64 {
    switch value {
    case .boolean(let value): value ? 1 : 0
    case .integer(let value), .money(let value), .date(let value), .datetime(let value), .duration(let value):
      UInt64(bitPattern: value)
    case .number(let value): value.bitPattern
    case .text(let text): bytes(text).bits
    case .code(let code): UInt64(code.bits)
    case .member(let index): UInt64(index)
    }
  }

  /// The 64 bits of a set of constants: each as its length and its bytes, none twice.
  mutating func bits(ofSet elements: [LiteralValue]) -> UInt64 {
    var seen: Set<LiteralValue> = []
    var form: [UInt8] = []
    for element in elements where seen.insert(element).inserted {
      let content: [UInt8]
      if case .text(let text) = element {
        content = text
      } else {
        content = Self.littleEndian(bits(element))
      }
      form += Self.littleEndian(UInt32(truncatingIfNeeded: content.count)) + content
    }
    return bytes(form).bits
  }

  private static func littleEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
