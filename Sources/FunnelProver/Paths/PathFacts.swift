import FunnelSemantics

/// What is certain of every lead that comes to a place, however it came there: a fixed point over all ways through a funnel.
///
/// It holds too much rather than too little: what it says of a lead is certain, but it need not say all. Ways are told apart as
/// long as there are few; a place that is looked at again and again, because a loop leads back to it, keeps only what all ways
/// have in common. That nobody moves journeys by hand is taken for granted.
struct PathFacts: Sendable {
  /// How many ways to one place are told apart.
  private static let wayLimit = 8
  /// How often a place is looked at before its ways are taken together, and before what still changes is given up.
  private static let (joiningRound, losingRound) = (3, 6)

  private let ground: Ground
  private var funnel: ResolvedFunnel { ground.funnel }
  let steps: WaySteps
  private let limit: Int
  /// For each place the ways that lead there: decisions, then stages, then whatever place while the journey is open.
  private var arrivals: [[Way]]
  private var rounds: [Int]
  private var isPending: [Bool]
  /// The decisions as they were last asked whether a lead falls through.
  private(set) var questions: [DecisionQuestions?]

  /// Finds the facts of all places of a funnel.
  /// - Parameter handOvers: where journeys of other funnels begin one in this one; nil for its start.
  init(_ ground: Ground, handOvers: [ResolvedTarget.Place?], limit: Int) {
    self.ground = ground
    self.limit = limit
    steps = WaySteps(ground)
    let funnel = ground.funnel
    let count = funnel.decisions.count + funnel.stages.count + 1
    arrivals = [[Way]](repeating: [], count: count)
    rounds = [Int](repeating: 0, count: count)
    isPending = [Bool](repeating: false, count: count)
    questions = [DecisionQuestions?](repeating: nil, count: funnel.decisions.count)
    begin(handOvers)
    let order = placesInOrder(handOvers)
    while isPending.contains(true) {
      for place in order where isPending[place] {
        isPending[place] = false
        rounds[place] += 1
        follow(place)
      }
    }
  }

  // MARK: What is known

  /// The ways by which a lead can be there at a moment; none where it can't.
  func ways(at moment: Moment) -> [Way] {
    switch moment {
    case .registration: return [Way()]
    case .declining(let number): return [steps.intake(declines: number, holds: 0)]
    case .holding(let number): return [steps.intake(declines: funnel.intake.declines.count, holds: number)]
    case .decision(let id): return arrivals[id.index] + survivors(of: id)
    case .stage(let id): return arrivals[place(of: id)]
    case .opening(let id): return arrivals[place(of: id)].flatMap { steps.opening(id, $0) }
    case .during(let id): return arrivals[place(of: id)].map { steps.inside(id, $0) }
    case .anywhere: return arrivals[arrivals.count - 1]
    }
  }

  /// Whether labels and standings of all that is read are kept.
  func isTold(of reads: Reads) -> Bool { steps.isTold(of: reads) }

  /// A decision with what is certain on arrival.
  func questions(about id: ID<ResolvedDecision>) -> DecisionQuestions {
    questions[id.index] ?? ask(id, hasParts: true)
  }

  private func ask(_ id: ID<ResolvedDecision>, hasParts: Bool = false) -> DecisionQuestions {
    DecisionQuestions(
      ground, funnel.decisions[id], reads: ground.reads[id], arrivals: arrivals[id.index], survivors: survivors(of: id),
      limit: limit, hasParts: hasParts)
  }

  /// What is left of the ways to a decision once a lead waits there because no branch takes it.
  private func survivors(of id: ID<ResolvedDecision>) -> [Way] {
    let decision = funnel.decisions[id]
    guard !decision.isSplit, !decision.branches.contains(where: { $0.condition == nil }) else { return [] }
    return arrivals[id.index].map { steps.waited($0) }
  }

  // MARK: The fixed point

  private func place(of id: ID<ResolvedStage>) -> Int { funnel.decisions.count + id.index }

  private func place(_ target: ResolvedTarget.Place) -> Int? {
    switch target {
    case .decision(let id): id.index
    case .stage(let id): place(of: id)
    case .end, .converted, .lost: nil
    }
  }

  private mutating func begin(_ handOvers: [ResolvedTarget.Place?]) {
    let intake = funnel.intake
    arrive(
      at: funnel.start.place, steps.intake(declines: intake.declines.count, holds: intake.holds.count))
    for (number, hold) in intake.holds.enumerated() {
      let held = steps.waited(steps.intake(declines: intake.declines.count, holds: number))
      arrive(at: funnel.start.place, held)
      if let limit = hold.limit { arrive(at: limit.target.place, held) }
      arrive(atPlace: arrivals.count - 1, held)
    }
    for handOver in handOvers { arrive(at: handOver ?? funnel.start.place, Way()) }
  }

  private mutating func follow(_ place: Int) {
    if place < funnel.decisions.count {
      follow(ID<ResolvedDecision>(place))
    } else {
      let steps = steps
      let number = place - funnel.decisions.count
      let stage: ID<ResolvedStage>? = number < funnel.stages.count ? ID(number) : nil
      for way in arrivals[place] {
        if let stage, let visits = funnel.stages[stage].visits { arrive(at: visits.target.place, way) }
        let inside = stage.map { steps.inside($0, way) } ?? way
        if stage != nil { arrive(atPlace: arrivals.count - 1, inside) }
        let passing = stage.flatMap { steps.isPassed($0) ? steps.passing($0, way) : nil }
        for exit in steps.exits(of: stage) {
          let known = exit.trigger == .completion ? passing ?? inside : inside
          if let left = steps.leaving(stage, known, by: exit) { arrive(at: exit.target, left) }
        }
      }
    }
  }

  private mutating func follow(_ id: ID<ResolvedDecision>) {
    let decision = funnel.decisions[id]
    var ways = arrivals[id.index]
    let survivors = survivors(of: id)
    if !survivors.isEmpty {
      var asked = questions[id.index].flatMap { $0.isAbout(ways) ? $0 : nil } ?? ask(id)
      if asked.mayFallThrough() {
        for way in survivors { arrive(atPlace: arrivals.count - 1, way) }
        ways += survivors
      }
      questions[id.index] = asked
    }
    var branches: [Int: [Int]] = [:]
    for (number, branch) in decision.branches.enumerated() {
      if let place = place(branch.target.place) { branches[place, default: []].append(number) }
    }
    for (place, branches) in branches.sorted(by: { $0.key < $1.key }) {
      for way in ways { arrive(atPlace: place, steps.taking(id, branches, way)) }
    }
  }

  private mutating func arrive(at target: ResolvedTarget.Place, _ way: Way) {
    if let place = place(target) { arrive(atPlace: place, way) }
  }

  private mutating func arrive(atPlace place: Int, _ way: Way) {
    var known = arrivals[place]
    guard !known.contains(where: { way.implies($0) }) else { return }
    known.removeAll { $0.implies(way) }
    known.append(way)
    let isLast = place == arrivals.count - 1
    if known.count > Self.wayLimit || isLast || rounds[place] >= Self.joiningRound {
      var joined = known.dropFirst().reduce(known[0]) { $0.joined($1) }
      if rounds[place] >= Self.losingRound { steps.loosen(&joined, from: arrivals[place]) }
      known = [joined]
    }
    arrivals[place] = known
    isPending[place] = true
  }

  /// The places in such an order that most come behind all that lead to them.
  private func placesInOrder(_ handOvers: [ResolvedTarget.Place?]) -> [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: arrivals.count)
    let starts =
      [funnel.start.place] + funnel.intake.holds.compactMap { $0.limit?.target.place }
      + handOvers.compactMap(\.self)
    // A way down is kept by hand, so that a chain of thousands is no danger.
    for start in starts.compactMap({ place($0) }) + Array(arrivals.indices) where !isSeen[start] {
      isSeen[start] = true
      var open = [(place: start, next: targets(of: start)[...])]
      while let last = open.indices.last {
        guard let next = open[last].next.popFirst() else {
          order.append(open.removeLast().place)
          continue
        }
        guard !isSeen[next] else { continue }
        isSeen[next] = true
        open.append((next, targets(of: next)[...]))
      }
    }
    return order.reversed()
  }

  private func targets(of place: Int) -> [Int] {
    if place < funnel.decisions.count {
      return funnel.decisions[place].branches.compactMap { self.place($0.target.place) }
    }
    let number = place - funnel.decisions.count
    let stage: ID<ResolvedStage>? = number < funnel.stages.count ? ID(number) : nil
    let visits = stage.flatMap { funnel.stages[$0].visits?.target.place }
    return ([visits].compactMap(\.self) + steps.exits(of: stage).map(\.target)).compactMap { self.place($0) }
  }
}
