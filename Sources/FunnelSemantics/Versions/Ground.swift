import FunnelDiagnostics

/// The tables of two versions' common ground while they are laid out.
struct Ground {
  /// A formula by which one version reads a point as it is declared there.
  struct Reader {
    let point: ID<ResolvedPoint>
    let type: FunnelType
    let declared: ResolvedPoint
    /// The members that fit, as numbered on the common ground; nil where the point is no choice.
    let members: [Int]?
    let isOld: Bool

    /// The value where it fits, else the default.
    func formula(_ map: (TypedExpression) -> TypedExpression) -> ResolvedLet {
      let span = SourceSpan(file: declared.span.file, start: 0, end: 0)
      let value = TypedExpression(.point(point), type, span)
      var condition: TypedExpression?
      if let members {
        condition = TypedExpression(
          .isOneOf(value, members.map { TypedExpression(.literal(.member($0)), type, span) }), .boolean, span)
      } else if declared.lowest != nil || declared.highest != nil {
        condition = TypedExpression(
          .isInRange(value, low: declared.lowest, high: declared.highest), .boolean, span)
      } else {
        condition = TypedExpression(.not(TypedExpression(.isMissing(value), .boolean, span)), .boolean, span)
      }
      var cases = [ResolvedLet.Case(condition: condition, value: value)]
      if let fallback = declared.defaultValue { cases.append(.init(condition: nil, value: map(fallback))) }
      return ResolvedLet(name: declared.name, type: type, cases: cases, span: declared.span)
    }
  }

  let choices: [ResolvedChoice]
  let decisions: [ResolvedDecision]
  var points: [ResolvedPoint] = []
  var lets: [ResolvedLet] = []
  var scores: [ResolvedScore] = []
  /// The number of the first reader among the formulas.
  var letsStart = 0
  var readers: [Reader] = []

  init(choices: [ResolvedChoice], decisions: [ResolvedDecision]) {
    self.choices = choices
    self.decisions = decisions
  }

  /// Lets one version read a point by a formula.
  mutating func read(_ point: ID<ResolvedPoint>, as declared: ResolvedPoint, members: [Int]?, old: Bool)
    -> TypedExpression.Kind
  {
    readers.append(Reader(point: point, type: points[point].type, declared: declared, members: members, isOld: old))
    return .letValue(ID(letsStart + readers.count - 1))
  }

  /// The funnel that these tables make, with the rest from another.
  func funnel(
    over funnel: ResolvedFunnel,
    names: (activities: [ResolvedActivityName], sources: [ResolvedSource], stages: [ResolvedStage])
  ) -> ResolvedFunnel {
    funnel.with(
      choices: choices, sources: names.sources, points: points, lets: lets, scores: scores, decisions: decisions,
      stages: names.stages, activityNames: names.activities)
  }
}
