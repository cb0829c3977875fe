import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// The arrows that a journey can take in the same instant in which it comes to their beginning, with nothing written on the way.
struct InstantArrows {
  /// An arrow, and who takes it at once.
  struct Arrow {
    /// Where it begins.
    let source: FlowGraph.Place
    /// Where it leads.
    let target: ResolvedTarget
    /// What is true of whoever takes it.
    let fulfilled: [TypedExpression]
    /// What is not known to be true of them.
    let failing: [TypedExpression]
  }

  private let funnel: ResolvedFunnel
  /// The arrows by where they begin; only those of places that lie on a way round.
  private(set) var arrows: [FlowGraph.Place: [Arrow]] = [:]
  /// Where arrows lead, by where they begin, whatever their conditions say.
  private var sketch: [FlowGraph.Place: [FlowGraph.Place]] = [:]
  /// Whether only the sketch is drawn.
  private var isSketching = true

  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    let places = FlowGraph(funnel).places
    for place in places { add(place) }
    // Most funnels have no way round that takes no time, and no condition needs to be looked at then.
    let round = Rounds.places(among: places) { sketch[$0] ?? [] }
    isSketching = false
    for place in places where round.contains(place) { add(place) }
  }

  private mutating func add(_ place: FlowGraph.Place) {
    switch place {
    case .decision(let id): add(funnel.decisions[id], place)
    case .stage(let id): add(funnel.stages[id], place)
    case .outcome: break
    }
  }

  private mutating func add(_ decision: ResolvedDecision, _ place: FlowGraph.Place) {
    var earlier: [TypedExpression] = []
    for branch in decision.branches {
      // The same lead is dealt out the same way each time.
      let isEmptyShare = decision.isSplit && branch.share == 0
      if !isEmptyShare { add(branch.target, from: place, [branch.condition].compactMap(\.self), earlier) }
      earlier += [branch.condition].compactMap(\.self)
    }
  }

  private mutating func add(_ stage: ResolvedStage, _ place: FlowGraph.Place) {
    let handlers = stage.handlers + funnel.handlers
    let activities = stage.activities.map { funnel.activities[$0] }
    // A bound of visits ends every way round, and what is written on the way may turn it elsewhere.
    guard stage.visits == nil, !handlers.contains(where: { $0.isAtOnce && Self.write($0.actions) }),
      !activities.contains(where: { Self.write($0.actions ?? []) })
    else { return }
    let known = stage.requirements.map { point -> TypedExpression in
      let value = TypedExpression(.point(point.value), funnel.points[point.value].type, point.span)
      return TypedExpression(.not(TypedExpression(.isMissing(value), .boolean, point.span)), .boolean, point.span)
    }
    var earlier = (stage.watches + funnel.watches).filter { Self.write($0.actions) || Self.leadAway($0.actions) }
      .map(\.condition)
    for handler in handlers where handler.event == .enter {
      guard let target = handler.target else { continue }
      add(target, from: place, known + [handler.condition].compactMap(\.self), earlier)
      guard let condition = handler.condition else { return }
      earlier.append(condition)
    }
    for exit in stage.exits + funnel.exits {
      add(exit.target, from: place, known + [exit.condition], earlier)
      earlier.append(exit.condition)
    }
    let waits = activities.contains { !$0.isOptional && $0.actions == nil && $0.condition == nil }
    guard let next = stage.next, stage.needed == 0 || (stage.needed == nil && !waits) else { return }
    let spared = stage.needed == 0 ? [] : activities.filter { !$0.isOptional && $0.actions == nil }
    add(
      next, from: place, known + stage.conditions.map(\.value), earlier + spared.compactMap(\.condition))
  }

  private mutating func add(
    _ target: ResolvedTarget, from place: FlowGraph.Place, _ fulfilled: @autoclosure () -> [TypedExpression],
    _ failing: @autoclosure () -> [TypedExpression]
  ) {
    if isSketching {
      sketch[place, default: []].append(FlowGraph.Place(target))
      return
    }
    let (fulfilled, failing) = (fulfilled(), failing())
    // What going on itself changes, or what takes time to become true, is no matter of one instant.
    guard !(fulfilled + failing).contains(where: { reads($0) { $0.isOfTheWay } }),
      !fulfilled.contains(where: { reads($0) { $0.isOfTheVisit } })
    else { return }
    arrows[place, default: []].append(
      Arrow(source: place, target: target, fulfilled: fulfilled, failing: failing))
  }

  private static func write(_ actions: [ResolvedAction]) -> Bool {
    actions.contains { action in
      switch action.kind {
      case .set, .tag, .untag: true
      default: false
      }
    }
  }

  private static func leadAway(_ actions: [ResolvedAction]) -> Bool {
    actions.contains { if case .go = $0.kind { true } else { false } }
  }

  /// Whether a condition reads something, formulas looked through.
  private func reads(_ condition: TypedExpression, _ test: (TypedExpression.Kind) -> Bool) -> Bool {
    var rest = [condition]
    var seen: Set<TypedExpression.Kind> = []
    while let next = rest.popLast() {
      if test(next.kind) { return true }
      switch next.kind {
      case .letValue(let id):
        guard seen.insert(next.kind).inserted else { continue }
        for item in funnel.lets[id].cases { rest += [item.value] + [item.condition].compactMap(\.self) }
      case .score(let id):
        guard seen.insert(next.kind).inserted else { continue }
        rest += funnel.scores[id].rules.map(\.condition)
      default: rest += next.operands
      }
    }
    return false
  }
}

extension TypedExpression.Kind {
  /// Whether it says where the journey was.
  fileprivate var isOfTheWay: Bool {
    switch self {
    case .lastLabel, .stage, .activityIs: true
    default: false
    }
  }

  /// Whether it says how long the journey is in its place.
  fileprivate var isOfTheVisit: Bool {
    switch self {
    case .entered, .lastEvent: true
    default: false
    }
  }
}

extension ResolvedHandler {
  /// Whether it may run in the instant in which a stage is passed.
  fileprivate var isAtOnce: Bool {
    switch event {
    case .enter, .exit, .changed: true
    case .completed, .failed, .overdue, .withdrawn: false
    }
  }
}
