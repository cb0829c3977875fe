/// `expect ...`.
public struct ExpectSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// What is expected.
  public var expectation: ExpectationSyntax? { node.expectation }
}

/// What a test expects.
public enum ExpectationSyntax: SyntaxView {
  /// `stage S`.
  case stage(ExpectStageSyntax)
  /// `end E`.
  case end(ExpectEndSyntax)
  /// `converted` or `lost "reason"`.
  case outcome(ExpectOutcomeSyntax)
  /// `activity A by ROLE open`, or `no activity A`.
  case activity(ExpectActivitySyntax)
  /// `decision D took L`.
  case decision(ExpectDecisionSyntax)
  /// `score S == N`.
  case score(ExpectScoreSyntax)
  /// `data P == V`.
  case data(ExpectDataSyntax)
  /// `notification ROLE "text"`, or `no webhook`.
  case effect(ExpectEffectSyntax)

  /// Shows a node that is an expectation.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .expectStage: self = .stage(ExpectStageSyntax(node: node))
    case .expectEnd: self = .end(ExpectEndSyntax(node: node))
    case .expectOutcome: self = .outcome(ExpectOutcomeSyntax(node: node))
    case .expectActivity: self = .activity(ExpectActivitySyntax(node: node))
    case .expectDecision: self = .decision(ExpectDecisionSyntax(node: node))
    case .expectScore: self = .score(ExpectScoreSyntax(node: node))
    case .expectData: self = .data(ExpectDataSyntax(node: node))
    case .expectEffect: self = .effect(ExpectEffectSyntax(node: node))
    default: return nil
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .stage(let view): view.node
    case .end(let view): view.node
    case .outcome(let view): view.node
    case .activity(let view): view.node
    case .decision(let view): view.node
    case .score(let view): view.node
    case .data(let view): view.node
    case .effect(let view): view.node
    }
  }
}

extension SyntaxNode {
  /// The first child that is an expectation.
  var expectation: ExpectationSyntax? { children.lazy.compactMap { ExpectationSyntax($0) }.first }
}

/// `stage S`.
public struct ExpectStageSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectStage
  /// The node it shows.
  public let node: SyntaxNode

  /// The stage the journey is in.
  public var stage: NameSyntax? { node.child() }
}

/// `end E`.
public struct ExpectEndSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectEnd
  /// The node it shows.
  public let node: SyntaxNode

  /// The end the journey came to.
  public var end: NameSyntax? { node.child() }
}

/// `converted` or `lost "reason"`.
public struct ExpectOutcomeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectOutcome
  /// The node it shows.
  public let node: SyntaxNode

  /// How the journey ended.
  public var outcome: Spanned<Outcome>? { node.word(Outcome.self) }

  /// The reason behind `lost`, where it matters.
  public var reason: StringSyntax? { node.child() }
}

/// `activity A by ROLE open`, or `no activity A`.
public struct ExpectActivitySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectActivity
  /// The node it shows.
  public let node: SyntaxNode

  /// Whether it is expected to be absent or skipped.
  public var isAbsent: Bool { node.has(.no) }

  /// The activity.
  public var activity: NameSyntax? { node.child() }

  /// Whose it is.
  public var by: BySyntax? { node.child() }

  /// Its state, where it matters.
  public var state: Spanned<ActivityState>? { node.word(ActivityState.self) }
}

/// `decision D took L`.
public struct ExpectDecisionSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectDecision
  /// The node it shows.
  public let node: SyntaxNode

  /// The decision or split.
  public var decision: NameSyntax? { node.child() }

  /// The label it took last.
  public var label: NameSyntax? { node.all(NameSyntax.self).dropFirst().first }
}

/// `score S == N`.
public struct ExpectScoreSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectScore
  /// The node it shows.
  public let node: SyntaxNode

  /// The score.
  public var score: NameSyntax? { node.child() }

  /// The number shown.
  public var value: NumberSyntax? { node.child() }
}

/// `data P == V`.
public struct ExpectDataSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectData
  /// The node it shows.
  public let node: SyntaxNode

  /// The point.
  public var point: NameSyntax? { node.child() }

  /// Its value, or `missing`.
  public var value: ExpressionSyntax? { node.expression }
}

/// `notification ROLE "text"`, or `no webhook`.
public struct ExpectEffectSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.expectEffect
  /// The node it shows.
  public let node: SyntaxNode

  /// Whether there is to be none.
  public var isAbsent: Bool { node.has(.no) }

  /// What kind of effect it is.
  public var kind: Spanned<EffectWord>? { node.word(EffectWord.self) }

  /// Whom it is for.
  public var role: NameSyntax? { node.child() }

  /// Its text, an e-mail's subject or a webhook's address, where it matters.
  public var text: StringSyntax? { node.child() }
}

/// The kinds of effects that a test can expect.
public enum EffectWord: String, Sendable, Hashable {
  case notification, task, note, email, webhook
}
