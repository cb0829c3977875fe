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
    /// The column, in Unicode scalars.
    public let scalarColumn: Int
    /// The column, in bytes of UTF-8.
    public let byteColumn: Int
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
    /// Sixteen hexadecimal digits by which the finding is known again when lines have moved.
    public let fingerprint: String
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
    /// Why it does not count; absent where it does.
    public let suppression: Suppression?
  }

  /// Why a finding does not count.
  public struct Suppression: Codable, Sendable, Hashable {
    /// `comment` or `baseline`.
    public let by: String
    /// The reason that somebody gave; may be empty.
    public let reason: String
  }

  /// The version of this form.
  public let schemaVersion: Int
  /// The findings, sorted by file and position.
  public let diagnostics: [Finding]
  /// Findings that do not count, sorted alike.
  public let suppressed: [Finding]
  /// The files that were looked at.
  public let files: [String]
  /// How many of those that count are errors.
  public let errors: Int
  /// How many of them are warnings.
  public let warnings: Int
  /// How many of them are informations.
  public let informations: Int

  /// Findings by file and position, each with the fingerprint by which it is known again when lines have moved.
  public static func fingerprints(
    of diagnostics: [Diagnostic], in sources: SourceMap
  ) -> [(finding: Diagnostic, fingerprint: String)] {
    var fingerprints = Fingerprints()
    return diagnostics.inOrder().map { ($0, fingerprints.fingerprint(of: $0, in: sources)) }
  }

  /// Makes the report of findings in the given files.
  public init(_ diagnostics: [Diagnostic], setAside: [SetAside] = [], sources: SourceMap) {
    var places = PlaceFinder(sources: sources)
    var fingerprints = Fingerprints()
    let reasons = Dictionary(setAside.map { ($0.finding, $0) }) { first, _ in first }
    // Together, so that a finding keeps its fingerprint when another one of its line is set aside.
    let findings = (diagnostics + setAside.map(\.finding)).inOrder().map { diagnostic in
      Finding(
        rule: diagnostic.rule.rawValue, code: diagnostic.rule.code, severity: diagnostic.severity.rawValue,
        message: diagnostic.message, fingerprint: fingerprints.fingerprint(of: diagnostic, in: sources),
        primary: places.label(diagnostic.primary),
        secondary: diagnostic.secondary.map { places.label($0) }, notes: diagnostic.notes, help: diagnostic.help,
        fixes: diagnostic.fixes.filter { !$0.edits.isEmpty }.map { fix in
          Fix(
            title: fix.title, safety: fix.safety.rawValue,
            edits: fix.edits.map { Edit(place: places.place($0.span), replacement: $0.replacement) })
        },
        suppression: reasons[diagnostic].map { Suppression(by: $0.place.rawValue, reason: $0.reason) })
    }
    schemaVersion = 1
    self.diagnostics = findings.filter { $0.suppression == nil }
    suppressed = findings.filter { $0.suppression != nil }
    var seen: Set<String> = []
    files = sources.files.map(\.name).filter { seen.insert($0).inserted }
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
      file: file.name, start: Self.point(Int(span.start), start, in: file),
      end: Self.point(Int(span.end), end, in: file))
  }

  private static func point(_ offset: Int, _ location: SourceLocation, in file: SourceFile) -> DiagnosticReport.Point {
    let line = file.lineRange(location.line - 1)
    let before = file.bytes[line.lowerBound..<min(max(offset, line.lowerBound), line.upperBound)]
    // Every byte but those that continue a character begins one.
    let scalars = before.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return DiagnosticReport.Point(
      offset: offset, line: location.line, column: location.column, scalarColumn: scalars + 1,
      byteColumn: before.count + 1)
  }
}
