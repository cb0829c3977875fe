import FunnelSemantics
import Testing

@testable import FunnelProver

/// Texts that are divided by what is asked of them.
@Suite("Texts divided by questions")
struct TextPartitionTests {
  @Test("every part answers as its text does, and none like another", arguments: UInt64(1)...80)
  func answers(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var questions = TextQuestions()
    for _ in 0...random.below(4) { questions.add(Self.question(&random)) }
    let type: FunnelType = random.below(4) == 0 ? .email : .text
    let partition = try #require(TextPartition(type, questions), "seed \(seed)")
    for (text, answers) in zip(partition.texts, partition.answers) {
      let said = questions.list.map { Self.answer($0, String(decoding: text, as: UTF8.self)) }
      #expect(answers == said, "seed \(seed), \(text)")
    }
    #expect(Set(partition.answers).count == partition.answers.count, "seed \(seed)")
  }

  @Test("where only lengths are asked for, each bound has a text on either side")
  func lengths() throws {
    var questions = TextQuestions()
    for bound in [5, 200, 0] { questions.add(.isAtMost(bound)) }
    let partition = try #require(TextPartition(.text, questions))
    #expect(partition.texts.map(\.count) == [0, 1, 6, 201])
    #expect(
      partition.answers == [[true, true, true], [true, true, false], [false, true, false], [false, false, false]])
    questions.add(.isAtMost(201))
    #expect(TextPartition(.text, questions) == nil)
  }

  private static func question(_ random: inout SplitMix64) -> TextQuestion {
    let text = Array(["a", "ab", "ba", "@", "c@d", "aa"][random.below(6)].utf8)
    return switch random.below(5) {
    case 0: .equals(text)
    case 1: .contains(text)
    case 2: .startsWith(text)
    case 3: .endsWith(text)
    default: .isAtMost(random.below(7))
    }
  }

  private static func answer(_ question: TextQuestion, _ text: String) -> Bool {
    func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    switch question {
    case .equals(let other): return text == string(other)
    case .contains(let part): return (0...text.count).contains { text.dropFirst($0).hasPrefix(string(part)) }
    case .startsWith(let part): return text.hasPrefix(string(part))
    case .endsWith(let part): return text.hasSuffix(string(part))
    case .isAtMost(let count): return text.unicodeScalars.count <= count
    case .matches: return false
    }
  }
}
