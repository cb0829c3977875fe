/// Writes findings for people: the source with the place underlined, notes, help and suggestions.
public struct TextRenderer: Sendable {
  /// More findings than these are counted, not shown.
  public static let mostShown = 100
  private static let mostLabels = 20

  private let sources: SourceMap
  private let colour: Bool

  /// Makes a renderer for findings in the given files; `colour` adds a terminal's escape sequences.
  public init(sources: SourceMap, colour: Bool = false) {
    self.sources = sources
    self.colour = colour
  }

  /// The findings, sorted by file and position, and below them their number.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    guard let total = DiagnosticCount(diagnostics).phrase else { return "" }
    var finder = LocationFinder()
    var output = ""
    for diagnostic in diagnostics.inOrder().prefix(TextRenderer.mostShown) {
      for row in rows(of: diagnostic, &finder) { output += row.rendered(colour: colour) }
      output += "\n"
    }
    let hidden = diagnostics.count - TextRenderer.mostShown
    output += "found \(total)"
    if hidden > 0 { output += "; \(hidden) more \(hidden == 1 ? "is" : "are") not shown" }
    return output + "\n"
  }

  private func rows(of diagnostic: Diagnostic, _ finder: inout LocationFinder) -> [StyledRow] {
    let primary = diagnostic.primary.span
    let file = sources[primary.file]
    let location = finder.location(of: Int(primary.start), in: file)
    var rows = [header(of: diagnostic)]

    let gutter = Gutter(width: gutterWidth(of: diagnostic))
    if diagnostic.rule.isAboutWholeFile {
      rows.append(gutter.arrow(VisibleText.of(file.name)))
    } else {
      rows.append(gutter.arrow("\(VisibleText.of(file.name)):\(location.line):\(location.column)"))
      rows += excerptRows(of: diagnostic, gutter)
    }

    var notes = diagnostic.notes
    let hidden = diagnostic.secondary.count - TextRenderer.mostLabels
    if hidden > 0 { notes.append("\(hidden) more \(hidden == 1 ? "place is" : "places are") not shown") }
    let remarks = notes.map { ("note", $0) } + (diagnostic.help.map { [("help", $0)] } ?? [])
    if !remarks.isEmpty, !diagnostic.rule.isAboutWholeFile { rows.append(gutter.empty) }
    for (word, text) in remarks { rows += remarkRows(word, text, gutter) }
    for fix in diagnostic.fixes { rows += FixPreview(fix, sources, gutter).rows }
    return rows
  }

  private func header(of diagnostic: Diagnostic) -> StyledRow {
    var row = StyledRow()
    row.append("\(diagnostic.severity.rawValue)[\(diagnostic.rule.rawValue)]", TextStyle(diagnostic.severity))
    row.append(" \(diagnostic.rule.code): \(VisibleText.of(diagnostic.message))", .emphasis)
    return row
  }

  /// One excerpt for each file that has labels, that of the primary label first.
  private func excerptRows(of diagnostic: Diagnostic, _ gutter: Gutter) -> [StyledRow] {
    let home = diagnostic.primary.span.file
    let secondary = diagnostic.secondary.prefix(TextRenderer.mostLabels)
    var files = [home]
    for label in secondary where !files.contains(label.span.file) { files.append(label.span.file) }
    var rows: [StyledRow] = []
    for id in files {
      let file = sources[id]
      var marks = secondary.filter { $0.span.file == id }
        .map { Excerpt.Mark($0, isPrimary: false, severity: diagnostic.severity, in: file) }
      if id == home {
        marks.append(Excerpt.Mark(diagnostic.primary, isPrimary: true, severity: diagnostic.severity, in: file))
      } else if let first = marks.min(by: { $0.start < $1.start }) {
        let location = file.location(of: first.start)
        rows.append(gutter.arrow("\(VisibleText.of(file.name)):\(location.line):\(location.column)"))
      }
      rows.append(gutter.empty)
      rows += Excerpt(file, marks, gutter: gutter).rows()
    }
    return rows
  }

  /// A note or help; further lines of its text stand below its first.
  private func remarkRows(_ word: String, _ text: String, _ gutter: Gutter) -> [StyledRow] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      var row = index == 0 ? gutter.remark(word) : StyledRow()
      if index > 0 { row.append(String(repeating: " ", count: gutter.width + 5 + word.count)) }
      row.append(VisibleText.of(String(line)))
      return row
    }
  }

  /// The digits of the greatest line number the finding shows.
  private func gutterWidth(of diagnostic: Diagnostic) -> Int {
    if diagnostic.rule.isAboutWholeFile { return 1 }
    var spans = [diagnostic.primary.span] + diagnostic.secondary.prefix(TextRenderer.mostLabels).map(\.span)
    for fix in diagnostic.fixes { spans += fix.edits.map(\.span) }
    let lines = spans.map { sources[$0.file].lineIndex(of: Int($0.end)) + 1 }
    return String(lines.max() ?? 1).count
  }
}

extension DiagnosticRule {
  /// Whether the rule speaks of a file as such, so that there is no line to show.
  var isAboutWholeFile: Bool { traits.area == .files && self != .invalidConfiguration }
}
