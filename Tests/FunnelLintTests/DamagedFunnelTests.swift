import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("Damaged funnels")
struct DamagedFunnelTests {
  /// Whole funnels that are damaged: the examples of all pages, but for one that takes long on purpose.
  private static let texts = RuleRegistry.pages.filter { $0.rule != .notDecidable }.flatMap { page in
    [page.avoid, page.prefer].compactMap(\.self).filter(\.files.isEmpty).map(\.source)
  }

  @Test("never trap the linter, and what is found in them stands inside them", arguments: 0..<400)
  func damage(seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let text = Self.damaged(Self.texts[random.below(Self.texts.count)], &random)
    let checked = try CheckedText(text, settings: LintSettings(preset: .all))
    let findings = checked.result.findings + checked.result.setAside.map(\.finding)
    for finding in findings {
      let places = [finding.primary.span] + finding.secondary.map(\.span)
      let edits = finding.fixes.flatMap { $0.edits.map(\.span) }
      for place in places + edits {
        let length = checked.sources[place.file].bytes.count
        #expect(
          0 <= place.start && place.start <= place.end && place.end <= length,
          "seed \(seed): \(finding.rule.rawValue) at \(place) of \(length) bytes in\n\(text)")
      }
      for fix in finding.fixes {
        let spans = fix.edits.map(\.span).sorted { $0.start < $1.start }
        #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.end <= $1.start }, "seed \(seed)")
      }
    }
    // Whatever was found can be written in every form.
    for format in DiagnosticFormat.allCases where seed % 10 == 0 {
      let written = format.render(checked.result.findings, setAside: checked.result.setAside, sources: checked.sources)
      #expect(!written.isEmpty || findings.isEmpty || format == .github, "seed \(seed): \(format)")
    }
  }

  /// The text with some of its words taken out, doubled, exchanged or replaced, or with its end cut off.
  private static func damaged(_ text: String, _ random: inout Random) -> String {
    var words = Self.words(of: text)
    for _ in 0...random.below(4) where !words.isEmpty {
      let place = random.below(words.count)
      switch random.below(7) {
      case 0: words.remove(at: place)
      case 1: words.insert(words[place], at: place)
      case 2: words.swapAt(place, random.below(words.count))
      case 3: words[place] = words[random.below(words.count)]
      case 4: words[place] = Self.strange[random.below(Self.strange.count)]
      case 5:
        let end = min(words.count, place + random.below(12))
        words.insert(contentsOf: words[place..<end], at: random.below(words.count))
      default: if random.below(4) == 0 { words.removeSubrange(place...) }
      }
    }
    return words.joined()
  }

  private static let strange = [
    "0", "-1", "9223372036854775807", "1e308", "\"", "{", "}", "not ", "or ", "and ", "missing", "known", "->", "..",
    "when ",
    "otherwise ", "ä", "\u{0}", "// funnelc:allow(", "///", "true", "now", "today", "5 days", "1 EUR", "(", ")", "|",
    "\r\n",
  ]

  /// The words, signs and gaps of a text.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var last: Bool?
    for character in text {
      let isLetter = character.isLetter || character.isNumber || character == "_"
      if isLetter, last == true {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
      last = isLetter
    }
    return words
  }

  /// SplitMix64: the same numbers for the same seed everywhere.
  private struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return bound <= 1 ? 0 : Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
  }
}
