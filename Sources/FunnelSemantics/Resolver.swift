import FunnelDiagnostics
import FunnelSyntax

/// Gives names and types to what the parser read.
public enum Resolver {
  /// The program of a file; nil where something is wrong, or where the parser reported that something is.
  ///
  /// - Complexity: linear in the length of the text, but for the search for similar names, which is bounded.
  public static func resolve(_ tree: SyntaxTree) -> (program: ResolvedProgram?, diagnostics: [Diagnostic]) {
    var report = Report()
    let file = tree.fileSyntax
    for clause in file.imports { report.add(.notSupportedYet("\"import\"", at: clause.keywordSpan)) }
    for group in file.dataGroups { report.add(.notSupportedYet("a named group of data points", at: group.keywordSpan)) }
    for group in file.activityGroups {
      report.add(.notSupportedYet("a named group of activities", at: group.keywordSpan))
    }
    var funnels: [ResolvedFunnel] = []
    var names = NameTable<Void>()
    let declared = file.funnels
    for syntax in declared {
      if let name = syntax.name, let first = names.declare(name.text, (), at: name.span) {
        report.add(.duplicateName("funnel", name.text, at: name.span, first: first.span))
      }
      let checker = FunnelChecker(report: report)
      if let funnel = checker.funnel(syntax, in: file) { funnels.append(funnel) }
      report = checker.report
    }
    let isBroken = file.node.children.contains { $0.kind == .error } || tree.tokens.contains { $0.kind == .unknown }
    if declared.isEmpty, !isBroken {
      report.add(.noFunnel(at: SourceSpan(file: tree.file, start: 0, end: 0)))
    }
    let isComplete = report.errors == 0 && funnels.count == declared.count && !funnels.isEmpty
    return (isComplete ? ResolvedProgram(funnels: funnels) : nil, sorted(report.diagnostics))
  }

  /// In the order of the text, each once: what stands before the funnels is looked at for each of them.
  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let unique = diagnostics.filter { seen.insert($0).inserted }
    return unique.enumerated().sorted { a, b in
      let (left, right) = (a.element.primary.span, b.element.primary.span)
      return (left.start, left.end, a.offset) < (right.start, right.end, b.offset)
    }.map(\.element)
  }
}
