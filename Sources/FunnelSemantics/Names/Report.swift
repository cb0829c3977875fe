import FunnelDiagnostics

/// What the resolver has found so far.
struct Report {
  /// The findings in the order in which they were made.
  private(set) var diagnostics: [Diagnostic] = []
  /// Looks for the names that were meant.
  var suggestion = Suggestion()
  /// Where what is being looked at is pasted; nil where it is written in place.
  var use: SourceSpan?
  /// How many errors are among the findings.
  private(set) var errors = 0

  /// The most findings that are kept; whoever has mended so many looks again.
  static let limit = 1000

  /// Whether no further finding is kept.
  var isFull: Bool { diagnostics.count >= Self.limit }

  /// Takes a finding.
  mutating func add(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { errors += 1 }
    guard !isFull else { return }
    diagnostics.append(diagnostic)
    if let use { diagnostics[diagnostics.count - 1].secondary.append(Label(use, "pasted here")) }
  }

  /// How much was found at some time.
  struct Mark {
    fileprivate let diagnostics: Int
    fileprivate let errors: Int
  }

  /// What was found so far, to come back to with `rewind`.
  var mark: Mark { Mark(diagnostics: diagnostics.count, errors: errors) }

  /// Forgets the findings made since a mark.
  mutating func rewind(to mark: Mark) {
    diagnostics.removeSubrange(mark.diagnostics...)
    errors = mark.errors
  }
}
