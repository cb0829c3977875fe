import FunnelDiagnostics
import FunnelSyntax

/// Named formulas and scores.
extension FunnelChecker {
  /// One formula or score as it is written.
  enum FormulaSyntax {
    case formula(LetDeclarationSyntax)
    case score(ScoreDeclarationSyntax)

    var node: SyntaxNode {
      switch self {
      case .formula(let syntax): syntax.node
      case .score(let syntax): syntax.node
      }
    }

    var name: NameSyntax? {
      switch self {
      case .formula(let syntax): syntax.name
      case .score(let syntax): syntax.name
      }
    }
  }

  /// Resolves all formulas and scores, each behind those that it reads, whatever their order in the text.
  func resolveFormulas(_ lets: [LetDeclarationSyntax], _ scores: [ScoreDeclarationSyntax])
    -> (lets: [ResolvedLet?], scores: [ResolvedScore?])
  {
    let all = lets.map { FormulaSyntax.formula($0) } + scores.map { FormulaSyntax.score($0) }
    var resolvedLets = [ResolvedLet?](repeating: nil, count: lets.count)
    var resolvedScores = [ResolvedScore?](repeating: nil, count: scores.count)
    var reads = [[Int]](repeating: [], count: all.count)
    formulaTypes = lets.map { $0.type.map { self.resolve($0).map { .known($0.type) } ?? .failed } ?? .pending }

    // The order is found by names alone. A word that is really a member may mislead it; what then has no type yet is
    // looked at again.
    var queue = FormulaGraph(readers: all.map { namesRead(in: $0.node, lets.count) }).order()
    while !queue.isEmpty {
      var deferred: [Int] = []
      for index in queue {
        let mark = report.mark
        (dependencies, isDeferred, clockUse) = ([], false, nil)
        switch all[index] {
        case .formula(let syntax): resolvedLets[index] = formula(syntax, ID(index))
        case .score(let syntax): resolvedScores[index - lets.count] = score(syntax)
        }
        reads[index] = dependencies.compactMap { position(of: $0, lets.count) }
        if clockUse != nil { clockReaders.insert(name(at: index, lets.count)) }
        guard isDeferred else { continue }
        report.rewind(to: mark)
        deferred.append(index)
      }
      if deferred.count == queue.count { break }
      queue = deferred
    }
    for cycle in FormulaGraph(readers: reads).cycles() {
      let names = cycle.compactMap { all[$0].name }
      guard let first = names.first else { continue }
      report.add(
        .circular(names.map(\.text), at: first.span, others: names.dropFirst().map { Label($0.span, "and this one") }))
    }
    return (resolvedLets, resolvedScores)
  }

  private func position(of value: ValueName, _ lets: Int) -> Int? {
    switch value {
    case .formula(let id): id.index
    case .score(let id): lets + id.index
    case .point, .decision: nil
    }
  }

  private func name(at index: Int, _ lets: Int) -> ValueName {
    index < lets ? .formula(ID(index)) : .score(ID(index - lets))
  }

  /// The formulas and scores whose names stand somewhere in a node.
  private func namesRead(in node: SyntaxNode, _ lets: Int) -> [Int] {
    var found: [Int] = []
    var rest = Array(node.children)
    while let next = rest.popLast() {
      if next.kind == .nameExpression, case .name(let name)? = ExpressionSyntax(next),
        let position = values[name.text].flatMap({ position(of: $0.meaning, lets) })
      {
        found.append(position)
      }
      rest += next.children
    }
    return found
  }

  private func formula(_ syntax: LetDeclarationSyntax, _ id: ID<ResolvedLet>) -> ResolvedLet? {
    let errors = report.errors
    var type: FunnelType? = if case .known(let type) = formulaTypes[id.index] { type } else { nil }
    let isDeclared = syntax.type != nil
    var because = syntax.type.map { Label($0.node.span, "this says \"\($0.node.text)\"") }
    var cases: [(condition: TypedExpression?, value: TypedExpression)] = []
    var last: SourceSpan?
    for item in syntax.cases {
      if let last {
        report.add(.caseAfterElse(at: item.span, last: last))
        break
      }
      let condition = item.condition.map { self.condition($0.condition) }
      let value = isDeclared && type == nil ? nil : check(item.value, hint: type)
      if item.condition == nil { last = item.span }
      guard let value, condition != .some(nil) else { continue }
      if type == nil || (!isDeclared && type == .integer && value.type == .number) {
        type = value.type
        because = Label(value.span, "this is \(describe(value.type))")
      }
      cases.append((condition ?? nil, value))
    }
    guard let type else {
      if !isDeferred { formulaTypes[id.index] = .failed }
      return nil
    }
    let resolved = cases.compactMap { item -> ResolvedLet.Case? in
      guard let value = converted(item.value, to: type) else {
        reportMismatch(item.value, needed: type, because: because)
        return nil
      }
      return ResolvedLet.Case(condition: item.condition, value: value)
    }
    if !isDeferred { formulaTypes[id.index] = .known(type) }
    guard errors == report.errors, !isDeferred, resolved.count == syntax.cases.count, let name = syntax.name else {
      return nil
    }
    return ResolvedLet(name: name.text, type: type, cases: resolved, span: name.span)
  }

  private func score(_ syntax: ScoreDeclarationSyntax) -> ResolvedScore? {
    let errors = report.errors
    var bounds: (low: Int64?, high: Int64?) = (nil, nil)
    if let range = syntax.range, let ends = self.range(range, .integer, because: nil) {
      if case .integer(let low)? = ends.low { bounds.low = low }
      if case .integer(let high)? = ends.high { bounds.high = high }
    }
    let rules = syntax.rules.compactMap { rule -> ResolvedScore.Rule? in
      let points = wholeNumber(rule.points)
      guard let condition = condition(rule.condition?.condition), let points, let effect = rule.effect else {
        return nil
      }
      return ResolvedScore.Rule(
        points: effect.value == .award ? points : 0 &- points, condition: condition, span: rule.span)
    }
    guard errors == report.errors, rules.count == syntax.rules.count, let name = syntax.name else { return nil }
    return ResolvedScore(name: name.text, lowest: bounds.low, highest: bounds.high, rules: rules, span: name.span)
  }
}
