import FunnelDiagnostics

/// Which clauses a block has had that may stand there once.
struct Once {
  private var seen: [(kind: SyntaxKind, variant: Keyword?, token: Int)] = []

  /// The token at which such a clause stood before; nil, and noted, where there was none.
  mutating func first(_ kind: SyntaxKind, _ variant: Keyword?, at token: Int) -> Int? {
    if let first = seen.first(where: { $0.kind == kind && $0.variant == variant }) { return first.token }
    seen.append((kind, variant, token))
    return nil
  }
}

extension Parser {
  /// Reports the clause that was just read if it stands in its block a second time and may stand once.
  mutating func noteOnce(_ once: inout Once) {
    guard !isRecovering, let node = nodes.last, Self.standsOnce(node.kind) else { return }
    let first = Int(node.firstToken)
    guard let keyword = tokens[first].keyword, !(node.kind == .branch && keyword == .when) else { return }
    let variant = variant(of: node)
    guard let earlier = once.first(node.kind, variant, at: first), !isExhausted else { return }
    let name = [keyword, variant].compactMap { $0?.rawValue }.joined(separator: " ")
    diagnostics.append(factory.duplicate(name, first: span(of: earlier), at: span(of: first)))
  }

  /// The word that tells apart clauses of one kind that may each stand once.
  private func variant(of node: Finished) -> Keyword? {
    switch node.kind {
    case .feedBlock: return word(1, of: node)
    case .feedField: return word(0, of: node)
    case .waitClause: return word(1, of: node) == .until ? .until : nil
    case .limitClause: return word(2, of: node) == .visits ? .visits : nil
    default: return nil
    }
  }

  /// The keyword that the token at `position` of a node is.
  private func word(_ position: Int, of node: Finished) -> Keyword? {
    var left = position
    for token in tokens[Int(node.firstToken)..<Int(node.tokenEnd)] where !token.kind.isTrivia {
      if left == 0 { return token.keyword }
      left -= 1
    }
    return nil
  }

  private static func standsOnce(_ kind: SyntaxKind) -> Bool {
    switch kind {
    case .versionClause, .timezoneClause, .workingHoursClause, .holidaysClause, .intake, .startClause, .feedBlock,
      .feedField, .actorsRequired, .fromModifier, .currencyModifier, .fixedModifier, .defaultModifier,
      .personalModifier, .titleModifier, .renamedClause, .duplicatesClause, .branch, .table, .requiresClause,
      .completeClause, .waitClause, .limitClause, .thenClause, .kindClause, .whenClause, .optionalClause,
      .afterClause, .dueClause, .remindClause, .retryClause, .collectsClause, .withClause, .doClause, .givenStatement,
      .testTable:
      true
    default: false
    }
  }
}
