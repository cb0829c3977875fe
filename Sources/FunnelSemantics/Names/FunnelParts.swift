import FunnelDiagnostics
import FunnelSyntax

/// A declaration, and where it is pasted where it stands in a group.
struct Pasted<Syntax> {
  let syntax: Syntax
  /// The `use` that pastes it; nil where it is written in place.
  let use: SourceSpan?

  init(_ syntax: Syntax, use: SourceSpan? = nil) {
    self.syntax = syntax
    self.use = use
  }
}

/// The declarations of one funnel, with those that it shares with others and those that it pastes.
struct FunnelParts {
  let types: [TypeDeclarationSyntax]
  let roles: [RoleDeclarationSyntax]
  let sources: [SourceDeclarationSyntax]
  let points: [Pasted<DataPointSyntax>]
  let lets: [LetDeclarationSyntax]
  let scores: [ScoreDeclarationSyntax]
  let decisions: [DecisionSyntax]
  let splits: [SplitSyntax]
  let stages: [StageSyntax]
  /// The activities of each stage.
  let activities: [[Pasted<ActivitySyntax>]]
  let ends: [EndDeclarationSyntax]
}

/// Declarations outside of funnels that a funnel can see: those of its file and of all that it imports.
struct SharedDeclarations {
  let types: [TypeDeclarationSyntax]
  let roles: [RoleDeclarationSyntax]
  let ends: [EndDeclarationSyntax]
  let lets: [LetDeclarationSyntax]
  let scores: [ScoreDeclarationSyntax]
  let dataGroups: [DataDeclarationSyntax]
  let activityGroups: [ActivitiesDeclarationSyntax]
  /// Imported formulas that nothing names: they read points that the funnel need not have, so they stay outside.
  let unread: [NameSyntax]

  /// Gathers what the funnel sees; `scope` holds its own file last.
  init(_ funnel: FunnelDeclarationSyntax, in scope: [FileSyntax]) {
    types = scope.flatMap(\.types)
    roles = scope.flatMap(\.roles)
    ends = scope.flatMap(\.ends)
    dataGroups = scope.flatMap(\.dataGroups) + funnel.data.filter { $0.name != nil }
    activityGroups = scope.flatMap(\.activityGroups) + funnel.activityGroups
    let (lets, scores) = (scope.dropLast().flatMap(\.lets), scope.dropLast().flatMap(\.scores))
    let named =
      lets.isEmpty && scores.isEmpty ? [] : Self.namesReached(from: funnel, in: scope)
    func isNamed(_ name: NameSyntax?) -> Bool { name.map { named.contains($0.text) } ?? false }
    self.lets = lets.filter { isNamed($0.name) } + (scope.last?.lets ?? [])
    self.scores = scores.filter { isNamed($0.name) } + (scope.last?.scores ?? [])
    unread = (lets.map(\.name) + scores.map(\.name)).filter { !isNamed($0) }.compactMap(\.self)
  }

  /// All names in the funnel, of its file's own declarations, and of each declaration that these name in turn.
  private static func namesReached(from funnel: FunnelDeclarationSyntax, in scope: [FileSyntax]) -> Set<String> {
    var declarations: [String: [SyntaxNode]] = [:]
    var waiting = [funnel.node]
    for (index, file) in scope.enumerated() {
      for node in file.node.children where node.kind != .funnelDeclaration && node.kind != .importDeclaration {
        if index == scope.count - 1 {
          waiting.append(node)
        } else if let name = node.declaredName {
          declarations[name.text, default: []].append(node)
        }
      }
    }
    var names: Set<String> = []
    while let node = waiting.popLast() {
      for name in node.names where names.insert(name).inserted {
        waiting += declarations.removeValue(forKey: name) ?? []
      }
    }
    return names
  }
}
