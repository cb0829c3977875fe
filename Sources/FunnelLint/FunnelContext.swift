import FunnelDiagnostics
import FunnelProver
import FunnelSemantics
import FunnelSyntax

/// What a rule about a funnel's meaning looks at.
public struct FunnelContext: Sendable {
  /// The funnel.
  public let funnel: ResolvedFunnel
  /// All funnels that run together, itself among them.
  public let workspace: [ResolvedFunnel]
  /// The funnel as it is written.
  public let syntax: FunnelDeclarationSyntax
  /// The files that the funnel sees, its own last.
  public let files: [SyntaxTree]
  /// Where names stand in these files.
  public let names: NameOccurrences
  /// How far rules with a measure let things go.
  public let limits: LintLimits
  /// Lines of a real feed, as the funnel reads them; nil where none were given.
  public let feed: FeedSample?
  /// The places at which other funnels let journeys begin here.
  let entrances: [FlowGraph.Place]
  /// Whether another funnel lets journeys begin here.
  let isStartedByOthers: Bool
  private let makeProver: @Sendable () -> Prover
  private let madeProver = Once<Prover>()
  private let drawn = Once<Set<FlowGraph.Place>>()
  private let flow = Once<LiveFlow>()
  private let others = Once<[OtherCondition]>()
  private let rounds = Once<InstantRounds>()
  private let outside = Once<[OutsideConstant]>()

  /// Gathers what rules look at.
  init(
    _ funnel: ResolvedFunnel, among workspace: [ResolvedFunnel], _ prover: @escaping @Sendable () -> Prover,
    _ syntax: FunnelDeclarationSyntax, _ files: [SyntaxTree], _ limits: LintLimits, _ feed: FeedSample?,
    entrances: [FlowGraph.Place]? = nil
  ) {
    self.funnel = funnel
    self.workspace = workspace
    self.syntax = syntax
    self.files = files
    self.limits = limits
    self.feed = feed
    names = NameOccurrences(files)
    makeProver = prover
    self.entrances = entrances ?? []
    isStartedByOthers = entrances != nil
  }

  /// The tree of the file that holds the funnel.
  public var tree: SyntaxTree { syntax.node.tree }

  /// What leads can do in the funnel; found when a rule asks.
  public var prover: Prover { madeProver.value(makeProver) }

  /// The places from which an end can be reached by the arrows as they are drawn.
  var drawnWaysOut: Set<FlowGraph.Place> { drawn.value { FlowGraph(funnel).waysOut() } }

  /// Where leads really go.
  var liveFlow: LiveFlow { flow.value { LiveFlow(self) } }

  /// The conditions outside of decisions.
  var otherConditions: [OtherCondition] { others.value { findOtherConditions() } }

  /// The ways round that a lead takes without end in one instant.
  var instantRounds: InstantRounds { rounds.value { InstantRounds(self) } }

  /// The comparisons of the funnel with constants that can never be.
  var outsideConstants: [OutsideConstant] {
    outside.value {
      var seen: Set<SourceSpan> = []
      return funnel.expressions.flatMap { prover.constantsOutside(in: $0) }
        .filter { seen.insert($0.constant?.span ?? $0.comparison.span).inserted }
    }
  }

  /// Whether something stands in the funnel's own file, and not in one that other funnels share.
  func isOwn(_ span: SourceSpan) -> Bool { span.file == tree.file }

  /// Whether a name stands anywhere but in tests and directly in nodes of some kinds.
  func isNamed(_ name: String, besides declarations: Set<SyntaxKind>) -> Bool {
    names[name].contains { occurrence in
      !occurrence.isInTest && !declarations.contains(occurrence.parent) && occurrence.parent != .renamedClause
        && occurrence.parent != .choiceMember
    }
  }

  /// The declarations of some kinds in the funnel and beside it in its file, in text order; `inside` looks into others too.
  func declarations(_ kinds: Set<SyntaxKind>, inside: Bool = false) -> [SyntaxNode] {
    if inside { return tree.nodes(of: kinds) }
    return (Array(tree.root.children) + Array(syntax.node.children)).filter { kinds.contains($0.kind) }
  }
}

/// How far rules with a measure let things go.
public struct LintLimits: Sendable, Hashable {
  /// The most activities of a stage before it counts as overloaded.
  public var activities: Int

  /// Makes limits.
  public init(activities: Int = 12) { self.activities = activities }
}
