import FunnelDiagnostics

/// A source text in which places are named by what stands there.
struct Sheet {
  private(set) var sources = SourceMap()
  private var texts: [String] = []

  init(_ text: String, name: String = "b2b.funnel") { add(text, name: name) }

  mutating func add(_ text: String, name: String) {
    _ = sources.add(SourceFile(name: name, bytes: Array(text.utf8)))
    texts.append(text)
  }

  /// The first place, or the one with the given number from 1, at which `words` stand.
  func place(_ words: String, _ number: Int = 1, file: Int = 0) -> SourceSpan {
    let bytes = Array(texts[file].utf8)
    let wanted = Array(words.utf8)
    var left = number
    for start in 0...max(0, bytes.count - wanted.count) where bytes[start...].starts(with: wanted) {
      left -= 1
      if left == 0 { return span(start, start + wanted.count, file: file) }
    }
    return span(0, 0, file: file)
  }

  func span(_ start: Int, _ end: Int, file: Int = 0) -> SourceSpan {
    SourceSpan(file: FileID(Int32(file)), start: Int32(start), end: Int32(end))
  }

  func text(_ diagnostics: Diagnostic..., colour: Bool = false) -> String {
    TextRenderer(sources: sources, colour: colour).render(diagnostics)
  }
}
