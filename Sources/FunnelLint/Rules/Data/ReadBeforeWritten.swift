import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Data points that are asked for before anything in the funnel can have filled them.
enum ReadBeforeWritten: FunnelRule {
  static let page = RulePage(
    .readBeforeWritten,
    finds: "a data point that is asked for before an activity or action can have written it",
    why: """
      The funnel writes the point, but on no way before it is read here; so it is missing here, unless the feed brings it. Mostly the \
      decision stands before the stage that was to answer it. Where the feed does bring the point, say so with \"from\".
      """,
    avoid: """
      data { answer: choice { yes, no } }
      start -> by_answer
      decision by_answer {
        when answer == yes -> ask
        otherwise          -> lost "no"
      }
      stage ask {
        activity form by lead { collects answer }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      data { answer: choice { yes, no } }
      start -> ask
      stage ask {
        activity form by lead { collects answer }
        limit 9 days -> lost "silent"
        then -> by_answer
      }
      decision by_answer {
        when answer == yes -> converted
        otherwise          -> lost "no"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    // Another funnel hands over what it knows.
    guard !context.isStartedByOthers else { return [] }
    let funnel = context.funnel
    let written = written(by: funnel)
    let candidates = Set(
      funnel.points.indices.map { ID<ResolvedPoint>($0) }
        .filter { written.contains($0) && isMeantToBeWritten($0, context) })
    guard !candidates.isEmpty else { return [] }
    let writes = PossibleWrites(context)
    var seen: Set<SourceSpan> = []
    return reads(context).flatMap { place, all -> [Diagnostic] in
      // Most conditions are cleared by a look at what stands in them.
      let conditions = all.filter { mayRead(candidates, $0) }
      let read = conditions.flatMap { points(readIn: $0, funnel) }.filter { candidates.contains($0.point) }
      guard !read.isEmpty, context.liveFlow.reached.contains(place) else { return [] }
      let handled = Set(conditions.flatMap { points(handledIn: $0, funnel) })
      let before = writes.points(before: place)
      var told = handled.union(before)
      return read.compactMap { point, span in
        guard told.insert(point).inserted, seen.insert(span).inserted else { return nil }
        return finding(point, at: span, context)
      }
    }
  }

  private static func finding(_ point: ID<ResolvedPoint>, at span: SourceSpan, _ context: FunnelContext) -> Diagnostic {
    let name = context.funnel.points[point].name
    let writers = context.funnel.activities.filter { $0.collects.contains(point) }.map(\.span)
    return Diagnostic(
      .readBeforeWritten, "\"\(name)\" is read before anything in the funnel can have written it", at: span,
      label: "missing here, unless the feed brings it",
      secondary: writers.prefix(4).map { Label($0, "collected only here") },
      help: "lead the way here through what writes it, or say where the feed has it: \"from \(name)\"")
  }

  /// The points that activities and actions fill.
  private static func written(by funnel: ResolvedFunnel) -> Set<ID<ResolvedPoint>> {
    // A tag only adds to what the feed brings.
    let set = funnel.actions.compactMap { if case .set(let id, _) = $0.kind { id } else { nil } }
    return Set(funnel.activities.flatMap(\.collects) + set)
  }

  /// Whether only the funnel itself is known to fill a point that it writes.
  private static func isMeantToBeWritten(_ id: ID<ResolvedPoint>, _ context: FunnelContext) -> Bool {
    let point = context.funnel.points[id]
    let isGiven = context.funnel.tests.contains { test in
      (test.given + test.rows.flatMap(\.given)).contains { $0.point == id && $0.constant != nil }
    }
    let isInFeed = context.feed.map { $0.points[id.index].known > 0 } ?? false
    let isRequired = context.funnel.intake.required.contains { $0.value == id }
    return point.defaultValue == nil && !isGiven && !isInFeed && !isRequired && !context.hasPath(point)
  }

  /// The conditions that are asked at once as a lead comes to a place.
  private static func reads(_ context: FunnelContext) -> [(place: FlowGraph.Place, conditions: [TypedExpression])] {
    let funnel = context.funnel
    let decisions = funnel.decisions.enumerated().map { index, decision in
      (FlowGraph.Place.decision(ID(index)), decision.branches.compactMap(\.condition))
    }
    let stages = funnel.stages.enumerated().flatMap { index, stage in
      stage.activities.compactMap { funnel.activities[$0].condition }.map {
        (FlowGraph.Place.stage(ID(index)), [$0])
      }
    }
    return decisions + stages
  }

  /// Whether a condition names some of these points, or a formula that may read them.
  private static func mayRead(_ points: Set<ID<ResolvedPoint>>, _ condition: TypedExpression) -> Bool {
    var isFound = false
    condition.visitParts { part in
      switch part.kind {
      case .point(let id): isFound = isFound || points.contains(id)
      case .letValue: isFound = true
      default: break
      }
    }
    return isFound
  }

  /// The points that a condition reads, with where it does; formulas are looked through, scores are not, for a rule of which
  /// nothing is known does not count.
  private static func points(readIn condition: TypedExpression, _ funnel: ResolvedFunnel)
    -> [(point: ID<ResolvedPoint>, span: SourceSpan)]
  {
    parts(of: condition, funnel).compactMap { part, span in
      if case .point(let id) = part.kind { (id, span) } else { nil }
    }
  }

  /// The points for which a condition says what a missing value counts as.
  private static func points(handledIn condition: TypedExpression, _ funnel: ResolvedFunnel) -> [ID<ResolvedPoint>] {
    parts(of: condition, funnel).flatMap { part, _ -> [ID<ResolvedPoint>] in
      switch part.kind {
      case .isMissing(let operand), .coalesce(let operand, _): points(readIn: operand, funnel).map(\.point)
      default: []
      }
    }
  }

  /// An expression and all that stands in it, each with its place in the condition that was asked for.
  private static func parts(of condition: TypedExpression, _ funnel: ResolvedFunnel)
    -> [(part: TypedExpression, span: SourceSpan)]
  {
    var parts: [(part: TypedExpression, span: SourceSpan)] = []
    var hasFormulas = false
    condition.visitParts { part in
      parts.append((part, part.span))
      if case .letValue = part.kind { hasFormulas = true }
    }
    guard hasFormulas else { return parts }
    parts = []
    var pending: [(part: TypedExpression, span: SourceSpan?)] = [(condition, nil)]
    var seen: Set<TypedExpression.Kind> = []
    while let (part, span) = pending.popLast() {
      parts.append((part, span ?? part.span))
      if case .letValue(let id) = part.kind, seen.insert(part.kind).inserted {
        let values = funnel.lets[id].cases.flatMap { [$0.condition, $0.value].compactMap(\.self) }
        pending += values.reversed().map { ($0, span ?? part.span) }
      }
      pending += part.operands.reversed().map { ($0, span) }
    }
    return parts
  }
}
