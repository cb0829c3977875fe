import FunnelDiagnostics
import Testing

@Suite("Findings in any text")
struct GeneratedFindingsTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let pieces: [[UInt8]] =
    [
      "a", "funnel ", "{", "\n", "\r\n", "\r", "\t", "\u{1B}[31m", "日本", "e\u{301}", "\u{301}", "👩‍👩‍👧", "🇩🇪", "\u{202E}",
      "\u{200B}", "\u{FEFF}", "\u{0}", "\u{9B}", "\"", "          ", "한국", "\u{1F1E9}",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xF0, 0x9F], [0x80], [0xED, 0xA0, 0x80]]

  @Test("are shown without a trap, and no control character gets through", arguments: 0..<300)
  func shown(seed: Int) {
    var generator = Generator(state: UInt64(seed))
    var sources = SourceMap()
    var bytes: [UInt8] = []
    let isLong = seed % 20 == 0
    for _ in 0..<Int.random(in: 0...(isLong ? 6000 : 40), using: &generator) {
      bytes += Self.pieces.randomElement(using: &generator) ?? []
    }
    if isLong { bytes.removeAll { $0 == 0x0A || $0 == 0x0D } }
    _ = sources.add(SourceFile(name: "a\u{7}.funnel", bytes: bytes))

    // Places a little outside of the text must do no harm either.
    func span() -> SourceSpan {
      let start = Int32.random(in: -3...Int32(bytes.count + 3), using: &generator)
      let length = Bool.random(using: &generator) ? 0...5 : 0...Int32(bytes.count + 3)
      return SourceSpan(file: FileID(0), start: start, end: start + Int32.random(in: length, using: &generator))
    }
    let findings = (0..<3).map { index in
      let labels = (0..<Int.random(in: 0...6, using: &generator)).map { Label(span(), "label \($0)\u{1B}") }
      let edits = (0..<Int.random(in: 0...2, using: &generator)).map { _ in Fix.Edit(span(), "new\u{8}") }
      return Diagnostic(
        .unexpectedToken, "message \(index)\u{1B}", at: span(), label: "here\u{90}", secondary: labels,
        notes: ["note\u{7F}\nmore"], help: "help", fixes: [Fix("fix\n", .safe, edits)])
    }
    let text = DiagnosticFormat.text.render(findings, sources: sources)
    let concise = DiagnosticFormat.concise.render(findings, sources: sources)
    for scalar in (text + concise).unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control, "seed \(seed)")
    }
    for line in text.split(separator: "\n") {
      #expect(line.last != " ", "seed \(seed): \(line)")
      #expect(line.count < 400, "seed \(seed): \(line)")
    }
    #expect(concise.split(separator: "\n").count == 3, "seed \(seed)")
    let json = DiagnosticFormat.json.render(findings, sources: sources)
    #expect(json.utf8.dropLast().allSatisfy { $0 >= 0x20 }, "seed \(seed)")
  }
}
