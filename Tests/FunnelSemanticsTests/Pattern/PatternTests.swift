import Testing

@testable import FunnelSemantics

@Suite("Regular expressions of matches")
struct PatternTests {
  private func matches(_ pattern: String, _ text: String) throws -> Bool {
    try PatternAutomaton(Pattern(parsing: pattern)).matches(text.utf8)
  }

  @Test(
    "a pattern finds what it describes",
    arguments: [
      ("bank", "the bank", true), ("bank", "ban k", false), ("", "", true), ("^$", "", true), ("^$", "a", false),
      ("^a", "ba", false), ("a$", "ba", true), ("a$", "ab", false), ("^(a|b)+$", "abba", true),
      ("^(a|b)+$", "abcba", false), ("^[A-Z]{2}\\d{2,4}$", "DE1234", true), ("^[A-Z]{2}\\d{2,4}$", "DE12345", false),
      ("^\\w+@\\w+\\.example$", "ada@web.example", true), ("^\\w+@\\w+\\.example$", "ada@web-example", false),
      ("^.$", "ü", true), ("^.$", "😀", true), ("^.$", "\n", false), ("^.$", "ab", false), ("^[^a]$", "é", true),
      ("^[^a]$", "a", false), ("^[ä-ü]+$", "öäü", true), ("^[ä-ü]+$", "o", false), ("(?i)^bank$", "BaNk", true),
      ("^a(?i:b)c$", "aBc", true), ("^a(?i:b)c$", "aBC", false), ("^(?:ab)*?$", "abab", true),
      ("[a-]", "-", true), ("[\\w-]+$", "a-b", true), ("a{0}b", "b", true),
      ("a|", "zzz", true), ("x^a", "xa", false), ("(^|;)de(;|$)", "at;de;ch", true), ("(^|;)de(;|$)", "at;den", false),
      ("^(a*)*$", "aaaaaaaaaaaaaaaaaaaaaab", false), ("\\$\\^\\.", "$^.", true), ("$^", "", true),
      ("(a$|b)c", "ac", false),
    ])
  func finds(pattern: String, text: String, expected: Bool) throws {
    #expect(try matches(pattern, text) == expected, "\(pattern) on \(text)")
  }

  @Test(
    "a pattern that can't be decided in one pass, or means nothing, says why and where",
    arguments: [
      ("(a)\\1", .backReference, 3), ("a(?=b)", .lookAround, 1), ("(?<!a)b", .lookAround, 0),
      ("(?<n>a)", .unknownGroup, 0),
      ("(a", .unclosed(")"), 2), ("a)", .stray(")"), 1), ("[a", .unclosed("]"), 2), ("*a", .nothingToRepeat("*"), 0),
      ("a**", .nothingToRepeat("*"), 2), ("a++", .nothingToRepeat("+"), 2), ("^*", .nothingToRepeat("*"), 1),
      ("a{x}", .invalidCount, 1), ("a{3,2}", .countOutOfOrder, 1), ("a{1001}", .countTooLarge, 2),
      ("[z-a]", .rangeOutOfOrder, 1), ("[a-\\d]", .rangeOfClass, 1), ("\\bword", .unknownEscape("b"), 0),
      ("a\\", .trailingBackslash, 1), ("{", .stray("{"), 0), ("[[:alpha:]]", .stray("["), 1), ("[^]", .emptyClass, 0),
      ("[]", .emptyClass, 0),
    ] as [(String, InvalidPattern.Problem, Int)])
  func refuses(pattern: String, problem: InvalidPattern.Problem, offset: Int) {
    #expect(throws: InvalidPattern(problem: problem, offset: offset)) { try Pattern(parsing: pattern) }
  }

  @Test(
    "a pattern whose automaton would be huge is refused, and soon",
    arguments: [
      "a.{20}b", "((a{1000}){1000}){1000}", "(((){1000}){1000}){1000}", "(((\\w{900}x|\\d{900})+y){5})+",
      "(.*a){12}.{14}",
    ])
  func refusesHuge(pattern: String) {
    #expect(throws: InvalidPattern(problem: .tooLarge, offset: 0)) {
      try PatternAutomaton(Pattern(parsing: pattern))
    }
  }

  @Test("a hundred thousand open parentheses are refused, not followed")
  func refusesDeep() {
    #expect(throws: InvalidPattern(problem: .tooDeep, offset: 64)) {
      try Pattern(parsing: String(repeating: "(", count: 100_000))
    }
  }

  @Test("random patterns agree with a plain backtracking matcher", arguments: 0..<40)
  func agreesWithBacktracking(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let pattern = random.pattern(depth: 3)
      let automaton = try PatternAutomaton(pattern)
      for _ in 0..<10 {
        let text = random.text()
        let expected = Backtracking.finds(pattern, in: Array(text.unicodeScalars))
        #expect(automaton.matches(text.utf8) == expected, "seed \(seed), \(pattern) on \(text.debugDescription)")
      }
    }
  }
}

/// The obvious matcher: tries every way, in exponential time.
private enum Backtracking {
  static func finds(_ pattern: Pattern, in text: [Unicode.Scalar]) -> Bool {
    (0...text.count).contains { matches(pattern, text, $0) { _ in true } }
  }

  private static func matches(
    _ pattern: Pattern, _ text: [Unicode.Scalar], _ at: Int, then: (Int) -> Bool
  ) -> Bool {
    switch pattern {
    case .textStart: return at == 0 && then(at)
    case .textEnd: return at == text.count && then(at)
    case .scalar(let set):
      return at < text.count && set.ranges.contains { $0.contains(text[at].value) } && then(at + 1)
    case .choice(let alternatives): return alternatives.contains { matches($0, text, at, then: then) }
    case .sequence(let parts):
      guard let first = parts.first else { return then(at) }
      return matches(first, text, at) { matches(.sequence(Array(parts.dropFirst())), text, $0, then: then) }
    case .repetition(let inner, let least, let most):
      if least == 0, then(at) { return true }
      if let most, most == 0 { return false }
      return matches(inner, text, at) { next in
        // An empty turn changes nothing, so it only counts towards the least number.
        (next > at || least > 0)
          && matches(.repetition(inner, least: max(0, least - 1), most: most.map { $0 - 1 }), text, next, then: then)
      }
    }
  }
}

/// A small deterministic generator of random numbers.
private struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func text() -> String {
    let letters = ["a", "b", "ü", "€", "😀", "\n"]
    return (0..<Int.random(in: 0...6, using: &self)).map { _ in letters.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func pattern(depth: Int) -> Pattern {
    switch Int.random(in: 0..<(depth == 0 ? 4 : 8), using: &self) {
    case 0: return .textStart
    case 1: return .textEnd
    case 2, 3: return .scalar(scalarSet())
    case 4: return .choice((0...Int.random(in: 0...2, using: &self)).map { _ in pattern(depth: depth - 1) })
    case 5, 6: return .sequence((0..<Int.random(in: 0...3, using: &self)).map { _ in pattern(depth: depth - 1) })
    default:
      let least = Int.random(in: 0...2, using: &self)
      let most = Bool.random(using: &self) ? nil : least + Int.random(in: 0...2, using: &self)
      return .repetition(pattern(depth: depth - 1), least: least, most: most)
    }
  }

  private mutating func scalarSet() -> ScalarSet {
    let scalars: [UInt32] = [0x0A, 0x61, 0x62, 0xFC, 0x20AC, 0x1F600, 0x10FFFF]
    let a = scalars.randomElement(using: &self) ?? 0x61
    let b = Bool.random(using: &self) ? a : scalars.randomElement(using: &self) ?? 0x61
    let set = ScalarSet([min(a, b)...max(a, b)])
    return Int.random(in: 0..<4, using: &self) == 0 ? set.inverted : set
  }
}
