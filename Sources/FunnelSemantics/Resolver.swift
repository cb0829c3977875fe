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

  /// The program of files that belong together; nil where something is wrong, or where the parser reported that
  /// something is. The funnels of the named file come first, then those of the imported ones.
  ///
  /// - Complexity: linear in the length of the text for each funnel, but for the search for similar names, which is
  ///   bounded.
  public static func resolve(
    _ graph: SourceGraph, limits: LanguageLimits = LanguageLimits()
  ) -> (program: ResolvedProgram?, diagnostics: [Diagnostic]) {
    var report = Report()
    let declared = declarations(in: graph)
    // What funnels share is looked at for each of them, so their number must be small.
    let neighbourhood = Neighbourhood(Array(declared.prefix(limits.funnels)))
    if declared.count > limits.funnels {
      report.add(.tooManyFunnels(limit: limits.funnels, at: declared[limits.funnels].syntax.keywordSpan))
    }
    var funnels: [ResolvedFunnel] = []
    for (number, declaration) in neighbourhood.declarations.enumerated() {
      if let name = declaration.syntax.name, let first = neighbourhood.names[name.text], first.meaning != number {
        report.add(.duplicateName("funnel", name.text, at: name.span, first: first.span))
      }
      let checker = FunnelChecker(report: report, limits: limits, among: neighbourhood)
      if let funnel = checker.funnel(declaration.syntax, in: declaration.scope) { funnels.append(funnel) }
      report = checker.report
    }
    let isWhole = report.errors == 0 && funnels.count == declared.count && !funnels.isEmpty
    if isWhole {
      for finding in NeighbourChecks(funnels: funnels, neighbourhood: neighbourhood).diagnostics() {
        report.add(finding)
      }
    }
    for tree in graph.files.prefix(1).map(\.tree) where declared.isEmpty && !isBroken(tree) {
      let span = SourceSpan(file: tree.file, start: 0, end: 0)
      let isLibrary = tree.root.children.contains { $0.kind != .importDeclaration }
      report.add(isLibrary ? .onlyForImport(at: span) : .noFunnel(at: span))
    }
    if report.errors == 0 { for unused in graph.unusedImports { report.add(.unusedImport(unused)) } }
    return (isWhole && report.errors == 0 ? ResolvedProgram(funnels: funnels) : nil, sorted(report.diagnostics))
  }

  /// All funnels, those of the named file first.
  private static func declarations(in graph: SourceGraph) -> [Neighbourhood.Declaration] {
    graph.files.enumerated().flatMap { index, file -> [Neighbourhood.Declaration] in
      let funnels = file.tree.fileSyntax.funnels
      guard !funnels.isEmpty else { return [] }
      let scope = graph.closure(of: index).map { graph.files[$0].tree.fileSyntax }
      return funnels.map { Neighbourhood.Declaration(syntax: $0, scope: scope) }
    }
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
