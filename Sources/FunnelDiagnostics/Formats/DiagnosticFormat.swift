/// The forms in which findings are written.
public enum DiagnosticFormat: String, Sendable, CaseIterable {
  /// For people: the source with the place underlined, notes, help and suggestions.
  case text
  /// One line a finding, for editors: `file:line:column: error[name]: message`.
  case concise
  /// One JSON document, for programs.
  case json
  /// A JSON object a line.
  case jsonl
  /// SARIF 2.1.0, which reviews of code read.
  case sarif
  /// Marks on lines in a workflow of GitHub.
  case github
  /// GitLab's code quality report.
  case gitlab
  /// JUnit's XML, which build servers read.
  case junit
  /// Checkstyle's XML.
  case checkstyle
  /// Reviewdog's diagnostic format.
  case rdjson

  /// Whether it is for people; what is for programs is a result.
  public var isForPeople: Bool { self == .text || self == .concise }

  /// Writes the findings, sorted by file and position; what does not count is only told to programs.
  public func render(
    _ diagnostics: [Diagnostic], setAside: [SetAside] = [], sources: SourceMap, words: ToolWords = .none,
    colour: Bool = false
  ) -> String {
    switch self {
    case .text: return TextRenderer(sources: sources, colour: colour).render(diagnostics)
    case .concise: return ConciseRenderer(sources: sources).render(diagnostics)
    default: break
    }
    let report = DiagnosticReport(diagnostics, setAside: setAside, sources: sources)
    return switch self {
    case .text, .concise, .json: report.json
    case .jsonl: report.jsonLines
    case .sarif: report.sarif(words)
    case .github: report.gitHub
    case .gitlab: report.gitLab
    case .junit: report.junit
    case .checkstyle: report.checkstyle
    case .rdjson: report.rdjson
    }
  }
}

extension Sequence<Diagnostic> {
  /// The findings by file and position; those of one place by gravity, then by code, then as they came.
  public func inOrder() -> [Diagnostic] {
    enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      let (leftSpan, rightSpan) = (left.primary.span, right.primary.span)
      if leftSpan.file != rightSpan.file { return leftSpan.file < rightSpan.file }
      if leftSpan.start != rightSpan.start { return leftSpan.start < rightSpan.start }
      if leftSpan.end != rightSpan.end { return leftSpan.end < rightSpan.end }
      if left.severity != right.severity { return left.severity > right.severity }
      if left.rule != right.rule { return left.rule.code < right.rule.code }
      return a.offset < b.offset
    }
    .map(\.element)
  }
}

/// How many findings there are of each gravity.
public struct DiagnosticCount: Sendable, Hashable {
  /// The number of errors.
  public private(set) var errors = 0
  /// The number of warnings.
  public private(set) var warnings = 0
  /// The number of informations.
  public private(set) var informations = 0

  /// Counts findings.
  public init(_ diagnostics: some Sequence<Diagnostic>) {
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .information: informations += 1
      }
    }
  }

  /// The counts in words: `2 errors and 1 warning`; nil where there is nothing to count.
  public var phrase: String? {
    let parts = [(errors, "error"), (warnings, "warning"), (informations, "information")]
      .filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    guard let last = parts.last else { return nil }
    return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
