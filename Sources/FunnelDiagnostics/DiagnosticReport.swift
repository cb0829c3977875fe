/// The findings of one invocation as programs read them: what `--format json` prints.
///
/// Fields are only ever added; `schemaVersion` changes when one changes its meaning.
public struct DiagnosticReport: Codable, Sendable, Hashable {
  /// A place in a file: half-open, with byte offsets from 0 and lines and columns from 1.
  public struct Place: Codable, Sendable, Hashable {
    /// The file as it was named on the command line.
    public let file: String
    /// Where it begins.
    public let start: Point
    /// Where it ends, exclusive.
    public let end: Point
  }

  /// One end of a place.
  public struct Point: Codable, Sendable, Hashable {
    /// The UTF-8 offset from the beginning of the file.
    public let offset: Int
    /// The line.
    public let line: Int
    /// The column, in cells of a terminal.
    public let column: Int
  }

  /// A place with what is said there; the text may be empty.
  public struct Label: Codable, Sendable, Hashable {
    /// The place.
    public let place: Place
    /// What is said there.
    public let text: String
  }

  /// One replacement of a fix.
  public struct Edit: Codable, Sendable, Hashable {
    /// What is replaced; an empty place inserts.
    public let place: Place
    /// What stands there afterwards.
    public let replacement: String
  }

  /// A change of the text that mends a finding.
  public struct Fix: Codable, Sendable, Hashable {
    /// What it does.
    public let title: String
    /// `safe`, or `unsafe` where a lead's way may change.
    public let safety: String
    /// The replacements, none overlapping another.
    public let edits: [Edit]
  }

  /// One finding.
  public struct Finding: Codable, Sendable, Hashable {
    /// The rule's stable name.
    public let rule: String
    /// The rule's stable code.
    public let code: String
    /// `error`, `warning` or `information`.
    public let severity: String
    /// The message.
    public let message: String
    /// The place it is about.
    public let primary: Label
    /// Other places that explain it.
    public let secondary: [Label]
    /// Facts that explain why it matters.
    public let notes: [String]
    /// What to do; absent where nothing is known.
    public let help: String?
    /// Changes that would mend it.
    public let fixes: [Fix]
  }

  /// The version of this form.
  public let schemaVersion: Int
  /// The findings, sorted by file and position.
  public let diagnostics: [Finding]
  /// How many of them are errors.
  public let errors: Int
  /// How many of them are warnings.
  public let warnings: Int
  /// How many of them are informations.
  public let informations: Int

  /// Makes the report of findings in the given files.
  public init(_ diagnostics: [Diagnostic], sources: SourceMap) {
    var places = PlaceFinder(sources: sources)
    schemaVersion = 1
    self.diagnostics = diagnostics.inOrder().map { diagnostic in
      Finding(
        rule: diagnostic.rule.rawValue, code: diagnostic.rule.code, severity: diagnostic.severity.rawValue,
        message: diagnostic.message, primary: places.label(diagnostic.primary),
        secondary: diagnostic.secondary.map { places.label($0) }, notes: diagnostic.notes, help: diagnostic.help,
        fixes: diagnostic.fixes.map { fix in
          Fix(
            title: fix.title, safety: fix.safety.rawValue,
            edits: fix.edits.map { Edit(place: places.place($0.span), replacement: $0.replacement) })
        })
    }
    let count = DiagnosticCount(diagnostics)
    errors = count.errors
    warnings = count.warnings
    informations = count.informations
  }
}

/// Turns spans into places.
private struct PlaceFinder {
  let sources: SourceMap
  private var starts = LocationFinder()
  private var ends = LocationFinder()

  init(sources: SourceMap) { self.sources = sources }

  mutating func label(_ label: Label) -> DiagnosticReport.Label {
    DiagnosticReport.Label(place: place(label.span), text: label.text)
  }

  mutating func place(_ span: SourceSpan) -> DiagnosticReport.Place {
    let file = sources[span.file]
    let start = starts.location(of: Int(span.start), in: file)
    let end = ends.location(of: Int(span.end), in: file)
    return DiagnosticReport.Place(
      file: file.name,
      start: .init(offset: Int(span.start), line: start.line, column: start.column),
      end: .init(offset: Int(span.end), line: end.line, column: end.column))
  }
}
