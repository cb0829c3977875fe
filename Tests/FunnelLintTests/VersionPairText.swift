import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import FunnelSemantics
import Testing

/// Two versions of a funnel compared as the command compares files, but in memory.
struct VersionPairText {
  /// What was found.
  let changes: [VersionChange]

  /// Compares two texts; clauses alone stand in a funnel of their own.
  init(_ old: String, _ new: String) throws {
    var sources = SourceMap()
    func resolve(_ text: String, _ name: String) throws -> ResolvedFunnel {
      let file = sources.add(SourceFile(name: name, bytes: Array(RuleExample(text).source.utf8)))
      let place = SourceFiles.Place(identity: name, folder: "", name: name)
      let result = try Compiler(CompilerServices { _ in nil }).compile(file, at: place, in: &sources, importing: .none)
      #expect(result.resolved != nil, "\(name): \(result.diagnostics.map(\.message))")
      return try #require(result.resolved?.funnels.first)
    }
    let versions = (try resolve(old, "old.funnel"), try resolve(new, "new.funnel"))
    changes = VersionContext(versions.0, versions.1, sources).changes()
  }

  /// What was found, each as `rule: message`, and the first note where there is one.
  var lines: [String] {
    changes.map { change in
      let notes = change.finding.notes.map { "; \($0)" }.joined()
      return "\(change.finding.rule.rawValue): \(change.finding.message)\(notes)"
    }
  }
}
