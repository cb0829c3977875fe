import FunnelDiagnostics
import FunnelSyntax

/// Gives names and types to what the parser read.
public enum Resolver {
  /// The program of a file that imports nothing; nil where something is wrong, or where the parser reported that
  /// something is.
  public static func resolve(
    _ tree: SyntaxTree, limits: LanguageLimits = LanguageLimits()
  ) -> (program: ResolvedProgram?, diagnostics: [Diagnostic]) {
    resolve(SourceGraph(tree), limits: limits)
  }

  /// The most funnels of one program.
  static let funnelLimit = 50

  /// The program of files that belong together; nil where something is wrong, or where the parser reported that
  /// something is. The funnels of the named file come first, then those of the imported ones.
  ///
  /// - Complexity: linear in the length of the text for each funnel, but for the search for similar names, which is
  ///   bounded.
  public static func resolve(
    _ graph: SourceGraph, limits: LanguageLimits = LanguageLimits()
  ) -> (program: ResolvedProgram?, diagnostics: [Diagnostic]) {
    var report = Report()
    var funnels: [ResolvedFunnel] = []
    var names = NameTable<Void>()
    var declared = 0
    for (index, file) in graph.files.enumerated() {
      let syntax = file.tree.fileSyntax.funnels
      guard !syntax.isEmpty else { continue }
      let scope = graph.closure(of: index).map { graph.files[$0].tree.fileSyntax }
      for funnel in syntax {
        declared += 1
        // What funnels share is looked at for each of them, so their number must be small.
        guard declared <= funnelLimit else {
          if declared == funnelLimit + 1 { report.add(.tooManyFunnels(limit: funnelLimit, at: funnel.keywordSpan)) }
          continue
        }
        if let name = funnel.name, let first = names.declare(name.text, (), at: name.span) {
          report.add(.duplicateName("funnel", name.text, at: name.span, first: first.span))
        }
        let checker = FunnelChecker(report: report, limits: limits)
        if let funnel = checker.funnel(funnel, in: scope) { funnels.append(funnel) }
        report = checker.report
      }
    }
    for tree in graph.files.prefix(1).map(\.tree) where declared == 0 && !isBroken(tree) {
      let span = SourceSpan(file: tree.file, start: 0, end: 0)
      let isLibrary = tree.root.children.contains { $0.kind != .importDeclaration }
      report.add(isLibrary ? .onlyForImport(at: span) : .noFunnel(at: span))
    }
    if report.errors == 0 { for unused in graph.unusedImports { report.add(.unusedImport(unused)) } }
    let isComplete = report.errors == 0 && funnels.count == declared && !funnels.isEmpty
    return (isComplete ? ResolvedProgram(funnels: funnels) : nil, sorted(report.diagnostics))
  }

  private static func isBroken(_ tree: SyntaxTree) -> Bool {
    tree.root.children.contains { $0.kind == .error } || tree.tokens.contains { $0.kind == .unknown }
  }

  /// In the order of the text, each once: what several funnels share is looked at for each of them, and what is pasted
  /// wherever it is used.
  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var places: [Diagnostic: Int] = [:]
    var unique: [Diagnostic] = []
    for diagnostic in diagnostics {
      var bare = diagnostic
      bare.secondary = []
      guard let place = places[bare] else {
        places[bare] = unique.count
        unique.append(diagnostic)
        continue
      }
      unique[place].secondary += diagnostic.secondary.filter { !unique[place].secondary.contains($0) }
    }
    return unique.enumerated().sorted { a, b in
      let (left, right) = (a.element.primary.span, b.element.primary.span)
      return (left.file.index, left.start, left.end, a.offset) < (right.file.index, right.start, right.end, b.offset)
    }.map(\.element)
  }
}
