/// Something that is asked of a text, with a yes or a no for every text.
enum TextQuestion: Hashable, Sendable {
  case equals([UInt8])
  case contains([UInt8])
  case startsWith([UInt8])
  case endsWith([UInt8])
  /// Whether a regular expression is found in it.
  case matches([UInt8])
  /// Whether it has at most so many scalars.
  case isAtMost(Int)
}

/// What is asked of a text, each question once, in order.
struct TextQuestions: Hashable, Sendable {
  private(set) var list: [TextQuestion] = []
  private var known: Set<TextQuestion> = []

  /// Adds a question.
  mutating func add(_ question: TextQuestion) {
    if known.insert(question).inserted { list.append(question) }
  }
}
