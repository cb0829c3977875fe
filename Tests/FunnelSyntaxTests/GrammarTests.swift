import FunnelDiagnostics
import Testing

@testable import FunnelSyntax

@Suite("The grammar and the parser agree")
struct GrammarTests {
  @Test("every name in the grammar is defined, and every definition is used")
  func names() {
    let grammar = SentenceGenerator.grammar
    var used: Set<String> = ["File", "COMMENT", "WHITESPACE", "JSONPATH"]
    func visit(_ rule: EBNF.Rule) {
      switch rule {
      case .name(let name): used.insert(name)
      case .sequence(let parts), .choice(let parts): parts.forEach(visit)
      case .several(let part, _, _): visit(part)
      case .difference(let a, let b):
        visit(a)
        visit(b)
      case .literal, .characters: break
      }
    }
    grammar.productions.values.forEach(visit)
    #expect(grammar.order.count > 100)
    #expect(used == Set(grammar.order))
    #expect(Set(grammar.order).count == grammar.order.count)
  }

  @Test("the grammar's keywords are the lexer's, and the reserved ones are reserved")
  func keywords() {
    let grammar = SentenceGenerator.grammar
    var words: Set<String> = []
    func visit(_ rule: EBNF.Rule) {
      switch rule {
      case .literal(let text): if text.allSatisfy({ $0.isLetter || $0 == "_" }) { words.insert(text) }
      case .sequence(let parts), .choice(let parts): parts.forEach(visit)
      case .several(let part, _, _): visit(part)
      case .difference(let a, let b):
        visit(a)
        visit(b)
      case .name, .characters: break
      }
    }
    for name in grammar.order where !name.allSatisfy({ $0.isUppercase }) {
      if let rule = grammar.productions[name] { visit(rule) }
    }
    #expect(words == Set(Keyword.allCases.map(\.rawValue)))
    words = []
    if let reserved = grammar.productions["RESERVED"] { visit(reserved) }
    #expect(words == Set(Keyword.allCases.filter(\.isReserved).map(\.rawValue)))
  }

  @Test("generated sentences use every production")
  func coverage() {
    var used: Set<String> = []
    for seed in 0..<800 as Range<UInt64> {
      var generator = SentenceGenerator(seed: seed)
      _ = generator.file(budget: 6 + Int(seed % 24))
      used.formUnion(generator.used)
    }
    #expect(Set(SentenceGenerator.grammar.order.filter { !$0.allSatisfy(\.isUppercase) }).subtracting(used) == [])
  }

  @Test("the parser takes every sentence of the grammar and prints it back", arguments: 0..<8)
  func sentences(part: UInt64) {
    for seed in part * 400..<part * 400 + 400 {
      var generator = SentenceGenerator(seed: seed)
      let text = generator.text(generator.file(budget: 6 + Int(seed % 24)))
      let parsed = Parsed(text)
      // Sentences repeat clauses that may stand once, which the grammar leaves to its prose.
      let findings = parsed.findings.filter { !$0.contains("duplicate-clause") }
      #expect(findings == [], "seed \(seed): \(text)")
      #expect(parsed.defect == nil, "seed \(seed)")
      if !findings.isEmpty { return }
    }
  }

  @Test("a mutated sentence still ends with a tree that prints back", arguments: 0..<4)
  func mutations(part: UInt64) {
    for seed in part * 500..<part * 500 + 500 {
      var generator = SentenceGenerator(seed: seed)
      var random = SplitMix64(seed: ~seed)
      var tokens = generator.file(budget: 6 + Int(seed % 16))
      for _ in 0..<(1 + random.next() % 3) where seed % 2 == 0 && !tokens.isEmpty {
        let at = Int(random.next() % UInt64(tokens.count))
        let other = Int(random.next() % UInt64(tokens.count))
        switch random.next() % 4 {
        case 0: tokens.remove(at: at)
        case 1: tokens.insert(tokens[other], at: at)
        case 2: tokens.swapAt(at, other)
        default: tokens.insert(["{", "}", "(", "->", "\"", "|", "@", "not", ".."][other % 9], at: at)
        }
      }
      var bytes = Array(generator.text(tokens).utf8)
      for _ in 0..<(1 + random.next() % 4) where seed % 2 == 1 && !bytes.isEmpty {
        let at = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next() & 0x7F)
        case 2: bytes.removeSubrange(at...)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
        }
      }
      let parsed = Parsed(bytes)
      #expect(parsed.defect == nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      #expect(parsed.diagnostics.allSatisfy { Int($0.primary.span.end) <= bytes.count }, "seed \(seed)")
      if parsed.defect != nil { return }
    }
  }
}
