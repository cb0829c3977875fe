import Foundation

@testable import FunnelSyntax

/// Makes sentences of the grammar, as lists of tokens.
struct SentenceGenerator {
  static let grammar: EBNF = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try? String(contentsOf: root.appending(path: "Grammar/funnel.ebnf"), encoding: .utf8)
    return EBNF(text ?? "")
  }()

  /// How many levels of productions each needs at least.
  private static let heights: [String: Int] = {
    var heights: [String: Int] = [:]
    for _ in 0..<grammar.order.count {
      for name in grammar.order {
        if let rule = grammar.productions[name], let height = height(rule, heights) { heights[name] = height + 1 }
      }
    }
    return heights
  }()

  private static func height(_ rule: EBNF.Rule, _ known: [String: Int]) -> Int? {
    switch rule {
    case .sequence(let parts):
      var height = 0
      for part in parts {
        guard let next = Self.height(part, known) else { return nil }
        height = max(height, next)
      }
      return height
    case .choice(let parts): return parts.compactMap { Self.height($0, known) }.min()
    case .several(let part, let least, _): return least == 0 ? 0 : Self.height(part, known)
    case .literal, .characters: return 0
    case .name(let name): return isToken(name) ? 0 : known[name]
    case .difference(let part, _): return Self.height(part, known)
    }
  }

  private static func isToken(_ name: String) -> Bool { name.allSatisfy { $0.isUppercase } }

  private var random: SplitMix64
  /// How many tokens were made; beyond a few hundred the shortest way is taken.
  private var length = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }

  private mutating func pick(_ pool: [String]) -> String { pool[pick(pool.count)] }

  /// The productions that took part so far.
  private(set) var used: Set<String> = []

  /// The tokens of a sentence that a production derives.
  mutating func sentence(_ name: String, budget: Int) -> [String] {
    used.insert(name)
    if let rule = Self.grammar.productions[name], !Self.isToken(name), name != "Path" {
      return derive(rule, budget - 1)
    }
    length += 1
    return token(name, budget)
  }

  private static let parts = [
    "FunnelClause", "Activities", "Feed", "Enrich", "Intake", "Decision", "Split", "Stage", "Test", "Whenever", "On",
    "Let", "Score",
    "DataDeclaration",
  ]

  /// A whole file: one of any kind, or a funnel around a few parts of one kind, so that rare parts are not rare.
  mutating func file(budget: Int) -> [String] {
    guard pick(4) > 0 else { return sentence("File", budget: budget) }
    let part = pick(Self.parts)
    return ["funnel", "f", "{"] + (0...pick(2)).flatMap { _ in sentence(part, budget: budget) } + ["}"]
  }

  private mutating func derive(_ rule: EBNF.Rule, _ allowed: Int) -> [String] {
    let budget = length > 300 ? 0 : allowed
    switch rule {
    case .sequence(let parts): return parts.flatMap { derive($0, budget) }
    case .choice(let parts):
      let affordable = parts.filter { Self.height($0, Self.heights).map { $0 <= budget } ?? false }
      if !affordable.isEmpty { return derive(affordable[pick(affordable.count)], budget) }
      let least = parts.min { (Self.height($0, Self.heights) ?? 99) < (Self.height($1, Self.heights) ?? 99) }
      return least.map { derive($0, budget) } ?? []
    case .several(let part, let least, let most):
      let isAffordable = Self.height(part, Self.heights).map { $0 <= budget } ?? false
      let count = isAffordable ? least + pick(most - least + 1) : least
      return (0..<count).flatMap { _ in derive(part, budget) }
    case .literal(let text):
      length += 1
      return [text]
    case .characters: return []
    case .name(let name): return sentence(name, budget: budget)
    case .difference(let part, let without):
      let words = Self.words(without)
      while true {
        let tokens = derive(part, budget)
        let isString = tokens.count == 1 && tokens[0].hasPrefix("\"") && without == .name("STRING")
        if tokens.count != 1 || !words.contains(tokens[0]) && !isString { return tokens }
      }
    }
  }

  private static func words(_ rule: EBNF.Rule) -> Set<String> {
    switch rule {
    case .literal(let text): [text]
    case .name(let name): isToken(name) ? [] : grammar.productions[name].map { words($0) } ?? []
    case .choice(let parts), .sequence(let parts): parts.reduce(into: []) { $0.formUnion(words($1)) }
    case .several(let part, _, _), .difference(let part, _): words(part)
    case .characters: []
    }
  }

  // MARK: Tokens

  private static let plainNames = [
    "email", "a", "größe", "_x1", "DE", "EUR", "segment", "no", "kyc", "`stage`", "`or`", "k", "M5",
  ]
  private static let contextual = Keyword.allCases.filter { !$0.isReserved }.map(\.rawValue)
  private static let reserved = Keyword.allCases.filter(\.isReserved).map(\.rawValue)

  private mutating func name() -> String { pick(2) == 0 ? pick(Self.plainNames) : pick(Self.contextual) }

  private mutating func token(_ name: String, _ budget: Int) -> [String] {
    switch name {
    case "NAME": return [self.name()]
    case "WORD": return [pick(4) == 0 ? pick(Self.reserved) : pick(Self.contextual + ["x", "EUR"])]
    case "QUOTED": return ["`\(pick(Self.contextual + Self.reserved))`"]
    case "DOTTED": return [(0...pick(3)).map { _ in token("WORD", 0)[0] }.joined(separator: ".")]
    case "Path":
      let paths = [#""$.a['b c'][0]""#, #""$.f[?@.code=='X'].values[0]""#, #""$""#, #""$.tags[*].name""#]
      return pick(2) == 0 ? token("DOTTED", 0) : [pick(paths)]
    case "CURRENCY": return [pick(["EUR", "USD", "CHF"])]
    case "INTEGER": return [pick(["0", "7", "1_000", "42"])]
    case "NUMBER": return [pick(["0", "12.5", "1_000.25", "50k", "100M", "2B", "3"])]
    case "PERCENTAGE": return [pick(["50%", "12.5%"])]
    case "DATE": return [pick(["2026-11-20", "2024-02-29"])]
    case "DATETIME": return [pick(["2026-11-20T10:00:00Z", "2026-01-01T23:59:59.125+05:30"])]
    case "TIME": return [pick(["09:00", "17:30", "24:00"])]
    case "STRING": return [pick([#""""#, #""a""#, #""{ \" \\ \n \u{1F600} } // /*""#, #""größe {""#])]
    case "TEXT":
      let plain = pick([#""""#, #""Hi {{there}""#, #""\u{20AC} \" x""#])
      guard budget > 0 else { return [plain] }
      let value = sentence("Expression", budget: budget / 2).joined(separator: " ")
      return [value.contains { $0 == "\"" || $0 == "\\" } ? plain : "\"New { \(value)} and { a }, {b}\""]
    default: return [name]
    }
  }

  // MARK: Text

  private static let separators = [
    " ", " ", " ", "\n", "\r\n", "\t", "  ", " // a word: { ( \" \n", " /* a /* b */ \" } */ ", "\n/// said\n",
  ]

  /// Joins tokens by random white space and comments, and by nothing where that is safe.
  mutating func text(_ tokens: [String]) -> String {
    let tight: Set<String> = ["{", "}", "(", ")", ",", ":", "|"]
    var text = pick(8) == 0 ? "\u{FEFF}" : ""
    for (index, token) in tokens.enumerated() {
      if index > 0 {
        let isTight = tight.contains(token) || tight.contains(tokens[index - 1])
        text += isTight && pick(2) == 0 ? "" : pick(Self.separators)
      }
      text += token
    }
    return text + pick(["", "\n", " // end"])
  }
}
