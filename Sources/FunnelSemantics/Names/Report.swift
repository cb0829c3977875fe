import FunnelDiagnostics

/// What the resolver has found so far.
struct Report {
  /// The findings in the order in which they were made.
  private(set) var diagnostics: [Diagnostic] = []
  /// Looks for the names that were meant.
  var suggestion = Suggestion()
  /// How many errors are among the findings.
  private(set) var errors = 0

  /// Takes a finding.
  mutating func add(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    if diagnostic.severity == .error { errors += 1 }
  }

  /// The number of findings, to come back to with `rewind`.
  var mark: Int { diagnostics.count }

  /// Forgets the findings made since a mark.
  mutating func rewind(to mark: Int) {
    while diagnostics.count > mark {
      if diagnostics.removeLast().severity == .error { errors -= 1 }
    }
  }
}
