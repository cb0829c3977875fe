import FunnelDiagnostics
import FunnelProver
import FunnelSemantics
import FunnelSyntax

/// Asks the rules about the files of a funnel.
public struct Linter: Sendable {
  /// Which rules are asked.
  public let settings: LintSettings

  /// Makes a linter.
  public init(_ settings: LintSettings = LintSettings()) { self.settings = settings }

  /// What is found in files, with what was found while they were compiled: each finding at the level of the settings,
  /// those of rules that are not asked left out, those that the text allows set aside.
  ///
  /// - Parameters:
  ///   - program: what they mean; nil where something is wrong, and only the text is looked at.
  ///   - feed: lines for the only funnel of the program.
  ///   - replay: what plays scenarios of a funnel, by its number.
  public func findings(
    in graph: SourceGraph, _ program: ResolvedProgram?, compiled: [Diagnostic], feed: FeedSample? = nil,
    replay: @escaping @Sendable (Int) -> Replay? = { _ in nil }
  ) -> LintResult {
    var found = compiled.map { $0.rule == .unusedImport ? $0.leavingOutImport(in: graph) : $0 }
    for file in graph.files {
      let context = FileContext(file.tree)
      for rule in RuleRegistry.fileRules where settings.level(of: rule.rule) != nil {
        found += rule.findings(in: context)
      }
    }
    for context in contexts(of: program, in: graph, feed, replay) {
      for rule in RuleRegistry.funnelRules where settings.level(of: rule.rule) != nil {
        found += rule.findings(in: context)
      }
    }
    let judged = Self.unique(found).compactMap { $0.level(by: settings) }
    return Allowances(graph.files.map(\.tree)).apply(to: judged, settings)
  }

  /// The funnels of a program, each with its text and the files that it sees.
  private func contexts(
    of program: ResolvedProgram?, in graph: SourceGraph, _ feed: FeedSample?,
    _ replay: @escaping @Sendable (Int) -> Replay?
  ) -> [FunnelContext] {
    guard let program else { return [] }
    var syntax: [SourceSpan: (funnel: FunnelDeclarationSyntax, file: Int)] = [:]
    for (index, file) in graph.files.enumerated() {
      for funnel in file.tree.fileSyntax.funnels {
        if let name = funnel.name { syntax[name.span] = (funnel, index) }
      }
    }
    let actions = program.funnels.flatMap(\.actions)
    return program.funnels.enumerated().compactMap { number, funnel in
      let starts = actions.compactMap { action -> FlowGraph.Place?? in
        guard case .start(number, into: let place) = action.kind else { return nil }
        return .some(place.map { FlowGraph.Place($0) })
      }
      return syntax[funnel.span].map { syntax in
        FunnelContext(
          funnel, among: program.funnels, { Prover(program, funnel: number, replay: replay(number)) }, syntax.funnel,
          graph.closure(of: syntax.file).map { graph.files[$0].tree }, settings.limits,
          program.funnels.count == 1 ? feed : nil, entrances: starts.isEmpty ? nil : starts.compactMap(\.self))
      }
    }
  }

  /// Each finding once: what several funnels share is looked at for each of them.
  private static func unique(_ found: [Diagnostic]) -> [Diagnostic] {
    var known: Set<Diagnostic> = []
    return found.filter { known.insert($0).inserted }
  }
}

extension Diagnostic {
  /// The finding about an import, with the fix that leaves the import out.
  fileprivate func leavingOutImport(in graph: SourceGraph) -> Diagnostic {
    let tree = graph.files.first { $0.tree.file == primary.span.file }?.tree
    let node = tree?.root.children.first { node in
      node.kind == .importDeclaration && node.span.start <= primary.span.start && node.span.end >= primary.span.end
    }
    guard let node else { return self }
    var finding = self
    finding.fixes = [Fix("leave this import out", .safe, [Fix.Edit(node.removal, "")])]
    return finding
  }
}

/// What a linter found.
public struct LintResult: Sendable {
  /// What counts.
  public var findings: [Diagnostic]
  /// What was found and does not count, each with the reason.
  public var setAside: [SetAside]

  /// Makes a result.
  public init(findings: [Diagnostic], setAside: [SetAside] = []) {
    self.findings = findings
    self.setAside = setAside
  }
}
