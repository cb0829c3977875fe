import FunnelSemantics
import FunnelSyntax

/// Turns a route into a scenario: values under which each leg goes where the route does, and events that make it begin.
///
/// The values of each leg are one question to the solver. Whether the scenario does what it is meant to do only a run can say.
struct RoutePlan {
  /// What is to be shown of the decision at the route's end.
  enum Goal: Sendable {
    /// That no branch takes the lead; perhaps with everything known that the conditions ask for.
    case gap(isAllKnown: Bool)
    /// That two branches hold.
    case overlap(Int, Int)
  }

  private let ground: Ground
  private var funnel: ResolvedFunnel { ground.funnel }
  private let limit: Int
  private let decision: ID<ResolvedDecision>
  private let goal: Goal

  private var scenario = Scenario()
  private var data: [ID<ResolvedPoint>: ResolvedTest.Constant?] = [:]
  private var labels: [ID<ResolvedDecision>: ValueSet] = [:]
  private var standings: [ID<ResolvedActivityName>: ValueSet] = [:]
  /// What later legs ask of the source, which never changes.
  private var sourceFacts: [Fact] = []
  /// The time, as far as it is known.
  private var clock: Int64?

  init(_ ground: Ground, to decision: ID<ResolvedDecision>, _ goal: Goal, limit: Int) {
    self.ground = ground
    self.decision = decision
    self.goal = goal
    self.limit = limit
  }

  /// The scenario of a route; nil where a leg can't go so.
  static func scenario(
    of route: Route, on ground: Ground, to decision: ID<ResolvedDecision>, _ goal: Goal, limit: Int
  ) -> Scenario? {
    var plan = RoutePlan(ground, to: decision, goal, limit: limit)
    plan.sourceFacts = route.legs.flatMap { $0.exit?.clause.conditions ?? [] }
      .flatMap { Fact.isTrue($0).parts(in: ground.funnel) }.filter { ground.reads[$0].isOnlyOfSource }
    for (index, leg) in route.legs.enumerated() {
      let next = index + 1 < route.legs.count ? route.legs[index + 1].exit?.stage : nil
      guard plan.add(leg, to: next) else { return nil }
    }
    return plan.scenario
  }

  private mutating func add(_ leg: Route.Leg, to next: ID<ResolvedStage>?) -> Bool {
    if let (stage, clause) = leg.exit { enter(stage, leaving: clause) }
    for turn in leg.turns {
      labels[turn.decision] = ValueSet(Int64(funnel.decisions[turn.decision].branches[turn.branch].label))
    }
    guard let answer = solve(leg, to: next) else { return false }
    let changed = answer.values.filter { data[$0.point, default: nil] != $0.constant }
    for value in changed { data[value.point] = .some(value.constant) }
    if let (stage, clause) = leg.exit {
      happen(in: stage, clause, answer, setting: changed)
    } else {
      scenario.given = changed.filter { $0.constant != nil }
      scenario.source = answer.source
      scenario.start = answer.now
      clock = answer.now
      if let hold = leg.hold { release(from: hold, isTimeOver: leg.isTimeOver) }
    }
    return true
  }

  /// Lets a held lead go on.
  private mutating func release(from hold: Int, isTimeOver: Bool) {
    guard isTimeOver, let limit = funnel.intake.holds[hold].limit else {
      scenario.steps.append(.happening(.accept))
      return
    }
    scenario.steps.append(.after(limit.duration))
    clock = nil
  }

  // MARK: Values

  /// What a leg needs.
  private struct Answer {
    var values: [ResolvedTest.Value]
    var source: ID<ResolvedSource>?
    var now: Int64?
    var standings: [ID<ResolvedActivityName>: Standing] = [:]
  }

  private func solve(_ leg: Route.Leg, to next: ID<ResolvedStage>?) -> Answer? {
    let facts = facts(of: leg, to: next)
    let isFirst = leg.exit == nil
    let (space, (nodes, goalNodes)) = Space.after(ground) { space -> ([Node], [Node]) in
      let goal = next == nil ? self.goal(&space) : []
      return (facts.map { space.node($0) } + self.circumstances(&space, isFirst: isFirst), goal)
    }
    var questions = Questions(space, Solver(limit: limit))
    let asked = nodes + goalNodes
    guard case .model(let found) = questions.solve(asked) else { return nil }
    let model = questions.smallest(found, of: asked)
    let witness = WitnessBuilder(questions.space).witness(model)
    var answer = Answer(values: witness.values, source: witness.source)
    for (id, variable) in space.pool.variables.enumerated() where id < model.values.count {
      guard let value = model.values[id] else { continue }
      switch variable.subject {
      case .activity(let name): answer.standings[name] = Standing(rawValue: value)
      case .now, .lastEvent: answer.now = value
      case .today: answer.now = answer.now ?? value * Grid.day + Grid.day / 2
      default: continue
      }
    }
    return answer
  }

  private func facts(of leg: Route.Leg, to next: ID<ResolvedStage>?) -> [Fact] {
    var facts: [Fact] = []
    if let (_, clause) = leg.exit {
      facts += clause.conditions.map { .isTrue($0) }
    } else {
      let intake = funnel.intake
      facts += intake.required.map { .isKnown($0.value) } + intake.declines.map { .isNotTrue($0.condition) }
      facts += intake.holds.prefix(leg.hold ?? intake.holds.count).map { .isNotTrue($0.condition) }
      if let hold = leg.hold { facts.append(.isTrue(intake.holds[hold].condition)) }
      facts += sourceFacts
    }
    // Where a split sends the lead, only the run can say.
    facts += leg.turns.filter { !funnel.decisions[$0.decision].isSplit }.map { .takes($0.decision, [$0.branch]) }
    if let next { facts += funnel.stages[next].requirements.map { .isKnown($0.value) } }
    return facts
  }

  private func goal(_ space: inout Space) -> [Node] {
    let holds = space.branchFormulas(of: decision)
    switch goal {
    case .overlap(let first, let second): return [holds[first], holds[second]]
    case .gap(let isAllKnown):
      let known = isAllKnown ? space.pool.variables.indices.map { space.pool.isKnown($0) }.filter { $0 != .never } : []
      return holds.map { space.pool.negated($0) } + known
    }
  }

  /// What is so besides the data.
  private func circumstances(_ space: inout Space, isFirst: Bool) -> [Node] {
    var nodes: [Node] = []
    for (id, variable) in space.pool.variables.enumerated() {
      switch variable.subject {
      case .label(let decision): nodes.append(space.pool.isIn(id, labels[decision] ?? .missing))
      case .activity(let name): nodes.append(space.pool.isIn(id, standings[name] ?? Way.neverBegun))
      case .source where isFirst: nodes.append(funnel.sources.isEmpty ? .always : space.pool.isKnown(id))
      case .source: nodes.append(space.pool.isIn(id, ValueSet(Int64(scenario.source?.index ?? 0))))
      case .point(let point) where funnel.points[point].isFixed && !isFirst:
        guard case .single(let literal)?? = data[point], let value = Grid.integer(literal) else { continue }
        nodes.append(space.pool.isIn(id, ValueSet(value)))
      case .now:
        if let last = space.existing(.lastEvent) {
          nodes.append(space.pool.difference(id, last, atMost: 0))
          nodes.append(space.pool.difference(last, id, atMost: 0))
        }
        // A feed's times end with the century.
        nodes.append(space.pool.isIn(id, ValueSet(from: Int128(clock ?? 0), through: 4_102_444_799_999_999)))
      case .entered: if let clock { nodes.append(space.pool.isIn(id, ValueSet(clock))) }
      default: continue
      }
    }
    return nodes
  }

  // MARK: Events

  /// How the activities of a stage may stand as it is left by a clause.
  private mutating func enter(_ id: ID<ResolvedStage>, leaving clause: WaySteps.Exit) {
    let stage = funnel.stages[id]
    let required = stage.activities.filter { !funnel.activities[$0].isOptional }
    let done = clause.trigger == .completion ? Array(required.prefix(stage.needed ?? required.count)) : []
    for activity in stage.activities {
      let name = funnel.activities[activity].name
      let free = ValueSet([Standing.cancelled, .completed, .failed])
      standings[name] = done.contains(activity) ? ValueSet([Standing.completed]) : free
    }
    if let standing = clause.standing { standings[standing.activity] = standing.set }
  }

  private mutating func happen(
    in id: ID<ResolvedStage>, _ clause: WaySteps.Exit, _ answer: Answer, setting changed: [ResolvedTest.Value]
  ) {
    let stage = funnel.stages[id]
    var done: Set<ID<ResolvedActivity>> = []
    var steps: [ResolvedTest.Step] = []
    for activity in stage.activities where funnel.activities[activity].isOptional || clause.trigger != .completion {
      // What makes the journey leave comes last.
      guard funnel.activities[activity].name != clause.standing?.activity else { continue }
      switch answer.standings[funnel.activities[activity].name] {
      case .completed: complete(activity, &done, &steps)
      case .failed: fail(activity, &done, &steps)
      default: continue
      }
    }
    if !changed.isEmpty { steps.append(.set(changed)) }
    if let now = answer.now, now != clock {
      steps.append(.at(now))
      clock = now
    }
    switch clause.trigger {
    case .completion:
      let required = stage.activities.filter { !funnel.activities[$0].isOptional }
      for activity in required.prefix(stage.needed ?? required.count) { complete(activity, &done, &steps) }
    case .limit(let span):
      steps.append(.after(span))
      clock = nil
    case .event(let event): happen(event, in: stage, &done, &steps)
    case .condition, .action: break
    }
    scenario.steps += steps
    for name in stage.activities.map({ funnel.activities[$0].name }) {
      standings[name] = answer.standings[name].map { ValueSet([$0]) } ?? standings[name]
    }
  }

  private mutating func happen(
    _ event: ResolvedHandler.Event, in stage: ResolvedStage, _ done: inout Set<ID<ResolvedActivity>>,
    _ steps: inout [ResolvedTest.Step]
  ) {
    func activity(_ name: ID<ResolvedActivityName>?) -> ID<ResolvedActivity>? {
      stage.activities.first { name == nil || funnel.activities[$0].name == name }
    }
    switch event {
    case .completed(let name): if let activity = activity(name) { complete(activity, &done, &steps) }
    case .failed(let name): if let activity = activity(name) { fail(activity, &done, &steps) }
    case .overdue(let name):
      let due = stage.activities.first {
        (name == nil || funnel.activities[$0].name == name) && funnel.activities[$0].due != nil
      }
      guard let due, let span = funnel.activities[due].due else { return }
      prepare(due, &done, &steps)
      steps.append(.after(span.value))
      clock = nil
    case .withdrawn: steps.append(.happening(.withdraw))
    case .enter, .exit, .changed: return
    }
  }

  /// Completes what comes before an activity.
  private func prepare(
    _ id: ID<ResolvedActivity>, _ done: inout Set<ID<ResolvedActivity>>, _ steps: inout [ResolvedTest.Step]
  ) {
    // Those before come first, and theirs before them.
    var open = funnel.activities[id].after.map { ($0, false) }
    while let (next, isReady) = open.popLast() {
      guard !done.contains(next) else { continue }
      if isReady {
        done.insert(next)
        if funnel.activities[next].actions == nil { steps.append(.complete(funnel.activities[next].name, by: nil, [])) }
      } else {
        open.append((next, true))
        open += funnel.activities[next].after.map { ($0, false) }
      }
    }
  }

  private func complete(
    _ id: ID<ResolvedActivity>, _ done: inout Set<ID<ResolvedActivity>>, _ steps: inout [ResolvedTest.Step]
  ) {
    guard !done.contains(id) else { return }
    prepare(id, &done, &steps)
    done.insert(id)
    if funnel.activities[id].actions == nil { steps.append(.complete(funnel.activities[id].name, by: nil, [])) }
  }

  private mutating func fail(
    _ id: ID<ResolvedActivity>, _ done: inout Set<ID<ResolvedActivity>>, _ steps: inout [ResolvedTest.Step]
  ) {
    guard !done.contains(id) else { return }
    prepare(id, &done, &steps)
    done.insert(id)
    let activity = funnel.activities[id]
    for attempt in 0...max(0, min(activity.retry?.times ?? 0, 20)) {
      if attempt > 0, let every = activity.retry?.every {
        steps.append(.after(every))
        clock = nil
      }
      steps.append(.fail(activity.name, by: nil))
    }
  }
}
