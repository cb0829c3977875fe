/// How long some tables of a program are without what only tells of it.
public struct TableSizes: Hashable, Sendable, Codable {
  /// Names, titles, reasons and words.
  public var strings: Int
  /// The bytes of constants.
  public var constants: Int
  /// The constants of sets.
  public var words: Int
  /// Lists of ids.
  public var ids: Int
  /// Spans.
  public var spans: Int
  /// Automata.
  public var automata: Int
  /// Instructions.
  public var code: Int
  /// Conditions.
  public var conditions: Int
  /// What conditions read.
  public var reads: Int

  /// Makes sizes.
  public init(
    strings: Int, constants: Int, words: Int, ids: Int, spans: Int, automata: Int, code: Int, conditions: Int,
    reads: Int
  ) {
    self.strings = strings
    self.constants = constants
    self.words = words
    self.ids = ids
    self.spans = spans
    self.automata = automata
    self.code = code
    self.conditions = conditions
    self.reads = reads
  }
}

extension Program {
  /// The program without the words of its conditions, which come behind everything that runs: two programs that do the same
  /// are equal then, also where one was compiled before there were words.
  public var withoutTexts: Program {
    guard let sizes = sizesWithoutTexts else { return self }
    var program = self
    program.strings = Array(strings.prefix(max(0, sizes.strings)))
    program.constants.bytes = Array(constants.bytes.prefix(max(0, sizes.constants)))
    program.words = Array(words.prefix(max(0, sizes.words)))
    program.ids = Array(ids.prefix(max(0, sizes.ids)))
    program.spans = Array(spans.prefix(max(0, sizes.spans)))
    program.automata = Array(automata.prefix(max(0, sizes.automata)))
    program.code = Array(code.prefix(max(0, sizes.code)))
    program.conditions = Array(conditions.prefix(max(0, sizes.conditions)))
    program.reads = Array(reads.prefix(max(0, sizes.reads)))
    program.conditionTexts = nil
    program.sizesWithoutTexts = nil
    return program
  }
}
