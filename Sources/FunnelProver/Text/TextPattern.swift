import FunnelSemantics

/// Questions as regular expressions, and the expressions that say which texts a type has.
enum TextPattern {
  /// Up to how many scalars the length of a text is looked into.
  static let longest = 200

  /// The automaton that answers a question; nil where it would be too large.
  static func automaton(_ question: TextQuestion) -> PatternAutomaton? {
    let pattern: Pattern
    switch question {
    case .equals(let text): pattern = .sequence([.textStart] + letters(text) + [.textEnd])
    case .contains(let text): pattern = .sequence(letters(text))
    case .startsWith(let text): pattern = .sequence([.textStart] + letters(text))
    case .endsWith(let text): pattern = .sequence(letters(text) + [.textEnd])
    case .isAtMost(let count):
      guard count <= longest else { return nil }
      pattern = .sequence([.textStart, .repetition(.scalar(.all), least: 0, most: count), .textEnd])
    case .matches(let text):
      guard let parsed = try? Pattern(parsing: String(decoding: text, as: UTF8.self)) else { return nil }
      pattern = parsed
    }
    return try? PatternAutomaton(pattern)
  }

  private static func letters(_ text: [UInt8]) -> [Pattern] {
    String(decoding: text, as: UTF8.self).unicodeScalars.map { .scalar(ScalarSet([$0.value...$0.value])) }
  }

  /// The texts that a feed can bring for a type.
  static func texts(of type: FunnelType) -> PatternAutomaton? {
    let blank: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20]
    let solid = Pattern.scalar(ScalarSet(blank).inverted)
    let some = Pattern.repetition(solid, least: 1, most: nil)
    let pattern: [Pattern]
    switch type {
    case .email: pattern = [some, letter("@"), some]
    case .phone:
      let marks = Pattern.repetition(set("0123456789 ()+-./"), least: 0, most: nil)
      pattern = [marks, set("0123456789"), marks]
    case .url:
      let letters: [ClosedRange<UInt32>] = [0x41...0x5A, 0x61...0x7A]
      let rest = ScalarSet(letters + [0x30...0x39, 0x2B...0x2B, 0x2D...0x2E])
      pattern = [
        .scalar(ScalarSet(letters)), .repetition(.scalar(rest), least: 0, most: nil), letter(":"), some,
      ]
    default: pattern = [.repetition(.scalar(.all), least: 0, most: nil)]
    }
    return try? PatternAutomaton(.sequence([.textStart] + pattern + [.textEnd]))
  }

  private static func letter(_ text: Unicode.Scalar) -> Pattern { .scalar(ScalarSet([text.value...text.value])) }

  private static func set(_ text: String) -> Pattern {
    .scalar(ScalarSet(text.unicodeScalars.map { $0.value...$0.value }))
  }
}
