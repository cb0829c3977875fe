import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax
import Testing

/// Programs that somebody is in the middle of changing.
@Suite struct MutationTests {
  /// A small deterministic generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
  private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Drops, doubles, swaps or replaces words of a text.
  private func mutate(_ words: [String], _ generator: inout SplitMix64) -> String {
    var words = words
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = words.indices.randomElement(using: &generator) ?? 0
      let other = words.indices.randomElement(using: &generator) ?? 0
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where words.count > 1: words.remove(at: place)
      case 1: words.insert(words[other], at: place)
      case 2: words.swapAt(place, other)
      default: words[place] = words[other]
      }
    }
    return words.joined(separator: " ")
  }

  @Test(arguments: SemanticCase.all)
  func aProgramComesOutExactlyWhereNothingIsWrong(_ testCase: SemanticCase) throws {
    let words = try testCase.read().lines.joined(separator: "\n").split(separator: " ").map(String.init)
    guard words.count < 1_000 else { return }
    for seed in 1...UInt64(40) {
      var generator = SplitMix64(state: seed)
      let text = mutate(words, &generator)
      let parsed = Parser.parse(file: FileID(0), bytes: Array(text.utf8))
      let resolved = Resolver.resolve(parsed.tree)
      let hasErrors = (parsed.diagnostics + resolved.diagnostics).contains { $0.severity == .error }
      if parsed.diagnostics.isEmpty {
        #expect((resolved.program == nil) == hasErrors, "seed \(seed):\n\(text)")
      } else {
        #expect(hasErrors, "seed \(seed):\n\(text)")
      }
      for diagnostic in resolved.diagnostics {
        #expect(Int(diagnostic.primary.span.end) <= text.utf8.count, "seed \(seed):\n\(text)")
      }
    }
  }
}
