import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// The places of two versions from which leads go on, each with its ways in both.
struct VersionRoutes {
  /// Such a place.
  struct Route {
    /// What leads on, in words.
    let name: String
    let pair: RoutePair
    /// Where it stands in the later version; where it is gone, what it stood in.
    let span: SourceSpan
    /// Where it stands in the earlier version.
    let oldSpan: SourceSpan?
    let touched: VersionChange.Touched
    /// Whether it is known without a comparison that it leads elsewhere.
    var isOtherwise = false
  }

  private let versions: VersionContext
  private var old: ResolvedFunnel { versions.old }
  private var new: ResolvedFunnel { versions.new }

  init(_ versions: VersionContext) { self.versions = versions }

  /// What both are compared on.
  var ground: ResolvedFunnel { versions.joined.funnel }

  /// The comparison of ways.
  var comparison: RoutingComparison {
    func table(_ funnel: ResolvedFunnel, isOld: Bool) -> [String: [RoutePair.Way]] {
      var table: [String: [RoutePair.Way]] = [:]
      for decision in funnel.decisions where !decision.isSplit { table[decision.name] = ways(decision, isOld: isOld) }
      return table
    }
    var common: [String: String] = [:]
    for (decision, place) in zip(old.decisions, versions.counterparts.decisions) {
      if let place, !decision.isSplit, !new.decisions[place].isSplit {
        common[decision.name] = new.decisions[place].name
      }
    }
    return RoutingComparison(
      on: ground, old: table(old, isOld: true), new: table(new, isOld: false), common: common, limit: versions.limit)
  }

  /// All routes, in order of the later version.
  var all: [Route] { beginnings + decisions + stages + ofTheFunnel }

  // MARK: Places and ways

  /// A place in words that are the same in both versions.
  func place(_ place: ResolvedTarget.Place, isOld: Bool) -> RoutePlace {
    switch place {
    case .stage(let id):
      guard isOld else { return .place("the stage \"\(new.stages[id].name)\"") }
      let counterpart = versions.counterparts.stages[id.index]
      return .place(
        counterpart.map { "the stage \"\(new.stages[$0].name)\"" } ?? "the former stage \"\(old.stages[id].name)\"")
    case .decision(let id):
      let decision = isOld ? old.decisions[id] : new.decisions[id]
      guard decision.isSplit else { return .decision(decision.name) }
      guard isOld else { return .place("the split \"\(decision.name)\"") }
      let counterpart = versions.counterparts.decisions[id.index]
      return .place(
        counterpart.map { "the split \"\(new.decisions[$0].name)\"" } ?? "the former split \"\(decision.name)\"")
    case .end(let id):
      guard isOld else { return .place("the end \"\(new.ends[id].name)\"") }
      let counterpart = versions.counterparts.ends[id.index]
      return .place(counterpart.map { "the end \"\(new.ends[$0].name)\"" } ?? "the former end \"\(old.ends[id].name)\"")
    case .converted: return .place("converted")
    case .lost(let reason): return .place(reason.map { "lost \"\($0)\"" } ?? "lost")
    }
  }

  /// Whether a place of the earlier version is one of the later.
  func isSame(_ old: ResolvedTarget.Place, _ new: ResolvedTarget.Place) -> Bool {
    if case .decision(let before) = old, case .decision(let after) = new {
      return versions.counterparts.decisions[before.index] == after
    }
    return place(old, isOld: true) == place(new, isOld: false)
  }

  private func condition(_ expression: TypedExpression?, isOld: Bool) -> TypedExpression? {
    expression.map { isOld ? versions.joined.fromOld($0) : versions.joined.fromNew($0) }
  }

  private func way(_ condition: TypedExpression?, _ target: ResolvedTarget, isOld: Bool) -> RoutePair.Way {
    RoutePair.Way(self.condition(condition, isOld: isOld), place(target.place, isOld: isOld))
  }

  private func ways(_ decision: ResolvedDecision, isOld: Bool) -> [RoutePair.Way] {
    decision.branches.map { way($0.condition, $0.target, isOld: isOld) }
  }

  private func ways(_ exits: [ResolvedExit], isOld: Bool) -> [RoutePair.Way] {
    exits.map { way($0.condition, $0.target, isOld: isOld) }
  }

  private func ways(_ watches: [ResolvedWatch], isOld: Bool) -> [RoutePair.Way] {
    watches.compactMap { watch in target(watch.actions).map { way(watch.condition, $0, isOld: isOld) } }
  }

  private func ways(_ handlers: [ResolvedHandler], isOld: Bool) -> [RoutePair.Way] {
    handlers.compactMap { handler in
      (handler.target ?? target(handler.actions)).map { way(handler.condition, $0, isOld: isOld) }
    }
  }

  private func target(_ actions: [ResolvedAction]) -> ResolvedTarget? {
    for action in actions { if case .go(let target) = action.kind { return target } }
    return nil
  }

  // MARK: Routes

  private var beginnings: [Route] {
    func declines(_ funnel: ResolvedFunnel, isOld: Bool) -> [RoutePair.Way] {
      funnel.intake.declines.map { .init(condition($0.condition, isOld: isOld), .place("declined \"\($0.reason)\"")) }
    }
    func holds(_ funnel: ResolvedFunnel, isOld: Bool) -> [RoutePair.Way] {
      funnel.intake.holds.map { .init(condition($0.condition, isOld: isOld), .place("where it is held")) }
    }
    let start = Route(
      name: "the start",
      pair: RoutePair(old: [way(nil, old.start, isOld: true)], new: [way(nil, new.start, isOld: false)], rest: ""),
      span: new.start.span, oldSpan: old.start.span, touched: .held)
    let decline = Route(
      name: "what is declined at intake",
      pair: RoutePair(old: declines(old, isOld: true), new: declines(new, isOld: false), rest: "the start"),
      span: new.intake.declines.first?.span ?? new.span, oldSpan: old.intake.declines.first?.span, touched: .held)
    let hold = Route(
      name: "what is held at intake",
      pair: RoutePair(old: holds(old, isOld: true), new: holds(new, isOld: false), rest: "the start"),
      span: new.intake.holds.first?.span ?? new.span, oldSpan: old.intake.holds.first?.span, touched: .held)
    return [start, decline, hold]
  }

  private var decisions: [Route] {
    zip(old.decisions, versions.counterparts.decisions).flatMap { decision, place -> [Route] in
      guard let place else { return [] }
      let later = new.decisions[place]
      let touched = VersionChange.Touched.decision(decision.name, stages: stages(leadingTo: decision.name))
      func route(_ name: String, _ pair: RoutePair, isOtherwise: Bool = false) -> Route {
        Route(
          name: name, pair: pair, span: later.span, oldSpan: decision.span, touched: touched, isOtherwise: isOtherwise)
      }
      let nothing = RoutePair(old: [], new: [], rest: "")
      if decision.isSplit || later.isSplit {
        let isSame =
          decision.isSplit == later.isSplit && decision.name == later.name
          && decision.branches.map(\.share) == later.branches.map(\.share)
        guard isSame else { return [route("the split \"\(later.name)\"", nothing, isOtherwise: true)] }
        return zip(decision.branches, later.branches).map { before, after in
          route(
            "the branch \"\(later.labels[after.label])\" of the split \"\(later.name)\"",
            RoutePair(
              old: [way(nil, before.target, isOld: true)], new: [way(nil, after.target, isOld: false)], rest: ""))
        }
      }
      let pair = RoutePair(
        old: ways(decision, isOld: true), new: ways(later, isOld: false), rest: "nowhere: no branch takes it")
      return [route("the decision \"\(later.name)\"", pair)]
        + (labels(decision, later).map { [route($0.name, $0.pair)] } ?? [])
    }
  }

  /// The labels that a decision gives, where some condition reads them.
  private func labels(_ decision: ResolvedDecision, _ later: ResolvedDecision) -> (name: String, pair: RoutePair)? {
    let isRead = [(old, decision.name), (new, later.name)].contains { funnel, name in
      funnel.expressions.contains { $0.readsLabel { funnel.decisions[$0].name == name } }
    }
    guard isRead else { return nil }
    func ways(_ decision: ResolvedDecision, isOld: Bool) -> [RoutePair.Way] {
      decision.branches.map {
        .init(condition($0.condition, isOld: isOld), .place("the label \"\(decision.labels[$0.label])\""))
      }
    }
    return (
      "the label of the decision \"\(later.name)\", which conditions read",
      RoutePair(old: ways(decision, isOld: true), new: ways(later, isOld: false), rest: "no label")
    )
  }

  /// The stages of the earlier version from which journeys come to a decision.
  private func stages(leadingTo decision: String) -> [String] {
    old.stages.filter { stage in
      let targets =
        [stage.next, stage.limit?.target, stage.visits?.target].compactMap(\.self) + stage.exits.map(\.target)
        + stage.handlers.compactMap { $0.target ?? target($0.actions) }
        + stage.watches.compactMap { target($0.actions) }
      return targets.contains { target in
        if case .decision(let id) = target.place { old.decisions[id].name == decision } else { false }
      }
    }
    .map(\.name)
  }

  private var stages: [Route] {
    versions.stages.flatMap { stage, later -> [Route] in
      func route(_ name: String, _ pair: RoutePair, _ span: SourceSpan?, _ oldSpan: SourceSpan?) -> Route {
        Route(
          name: "\(name) of the stage \"\(later.name)\"", pair: pair, span: span ?? later.span,
          oldSpan: oldSpan ?? stage.span, touched: .stage(stage.name))
      }
      func single(_ old: ResolvedTarget?, _ new: ResolvedTarget?) -> RoutePair {
        RoutePair(
          old: old.map { [way(nil, $0, isOld: true)] } ?? [], new: new.map { [way(nil, $0, isOld: false)] } ?? [],
          rest: "nowhere: it stays")
      }
      var routes = [
        route("the end", single(stage.next, later.next), later.next?.span, stage.next?.span),
        route("the limit", single(stage.limit?.target, later.limit?.target), later.limit?.span, stage.limit?.span),
        route(
          "the limit of visits", single(stage.visits?.target, later.visits?.target), later.visits?.span,
          stage.visits?.span),
        route(
          "\"exit when\"",
          RoutePair(
            old: ways(stage.exits, isOld: true), new: ways(later.exits, isOld: false), rest: "nowhere: it stays"),
          later.exits.first?.span, stage.exits.first?.span),
        route(
          "\"whenever\"",
          RoutePair(
            old: ways(stage.watches, isOld: true), new: ways(later.watches, isOld: false), rest: "nowhere: it stays"),
          later.watches.first?.span, stage.watches.first?.span),
      ]
      routes += answers(stage.handlers, later.handlers).map { route($0.name, $0.pair, $0.span, $0.oldSpan) }
      return routes
    }
  }

  private var ofTheFunnel: [Route] {
    func route(_ name: String, _ pair: RoutePair, _ span: SourceSpan?, _ oldSpan: SourceSpan?) -> Route {
      Route(name: "\(name) of the funnel", pair: pair, span: span ?? new.span, oldSpan: oldSpan, touched: .all)
    }
    return [
      route(
        "\"exit when\"",
        RoutePair(old: ways(old.exits, isOld: true), new: ways(new.exits, isOld: false), rest: "nowhere: it stays"),
        new.exits.first?.span, old.exits.first?.span),
      route(
        "\"whenever\"",
        RoutePair(old: ways(old.watches, isOld: true), new: ways(new.watches, isOld: false), rest: "nowhere: it stays"),
        new.watches.first?.span, old.watches.first?.span),
    ] + answers(old.handlers, new.handlers).map { route($0.name, $0.pair, $0.span, $0.oldSpan) }
  }

  // MARK: Answers to events

  private struct Answer {
    let name: String
    let pair: RoutePair
    let span: SourceSpan?
    let oldSpan: SourceSpan?
  }

  /// The clauses that answer the same event.
  private func answers(_ old: [ResolvedHandler], _ new: [ResolvedHandler]) -> [Answer] {
    let before = old.filter { $0.target ?? target($0.actions) != nil }.map { (name($0.event, isOld: true), $0) }
    let after = new.filter { $0.target ?? target($0.actions) != nil }.map { (name($0.event, isOld: false), $0) }
    var names: [String] = []
    for name in after.map(\.0) + before.map(\.0) where !names.contains(name) { names.append(name) }
    return names.map { name in
      let (first, second) = (before.filter { $0.0 == name }.map(\.1), after.filter { $0.0 == name }.map(\.1))
      return Answer(
        name: "\"on \(name)\"",
        pair: RoutePair(
          old: ways(first, isOld: true), new: ways(second, isOld: false), rest: "nowhere by this clause"),
        span: second.first?.span, oldSpan: first.first?.span)
    }
  }

  /// An event in words that are the same in both versions.
  private func name(_ event: ResolvedHandler.Event, isOld: Bool) -> String {
    func activity(_ id: ID<ResolvedActivityName>?) -> String {
      guard let id else { return "" }
      guard isOld else { return " \(new.activityNames[id].name)" }
      let counterpart = versions.counterparts.activities[id.index]
      return " " + (counterpart.map { new.activityNames[$0].name } ?? old.activityNames[id].name)
    }
    let funnel = isOld ? old : new
    switch event {
    case .enter: return "enter"
    case .exit: return "exit"
    case .completed(let id): return "completed" + activity(id)
    case .failed(let id): return "failed" + activity(id)
    case .overdue(let id): return "overdue" + activity(id)
    case .withdrawn: return "withdrawn"
    case .changed(let observed):
      switch observed {
      case .point(let id):
        let counterpart = isOld ? versions.counterparts.points[id.index] : id
        return "changed \(counterpart.map { new.points[$0].name } ?? funnel.points[id].name)"
      case .formula(let id): return "changed \(funnel.lets[id].name)"
      case .score(let id): return "changed \(funnel.scores[id].name)"
      case .decision(let id):
        let counterpart = isOld ? versions.counterparts.decisions[id.index] : id
        return "changed \(counterpart.map { new.decisions[$0].name } ?? funnel.decisions[id].name)"
      }
    }
  }
}

extension TypedExpression {
  /// Whether it reads the last label of a decision that is meant.
  fileprivate func readsLabel(_ isMeant: (ID<ResolvedDecision>) -> Bool) -> Bool {
    if case .lastLabel(let id) = kind, isMeant(id) { return true }
    return operands.contains { $0.readsLabel(isMeant) }
  }
}
