import FunnelSemantics

/// Where leads go from a place in a funnel, in an earlier version and a later one, on common ground.
public struct RoutePair: Sendable {
  /// One way on; without a condition it is taken by all that are left.
  public struct Way: Sendable {
    /// When it is taken.
    public let condition: TypedExpression?
    /// Where it leads.
    public let place: RoutePlace

    /// Makes a way.
    public init(_ condition: TypedExpression?, _ place: RoutePlace) {
      self.condition = condition
      self.place = place
    }
  }

  /// The ways of the earlier version, of which the first that fits is taken.
  public let old: [Way]
  /// The ways of the later version.
  public let new: [Way]
  /// What becomes of a lead that no way takes, in words.
  public let rest: String

  /// Makes a pair.
  public init(old: [Way], new: [Way], rest: String) {
    self.old = old
    self.new = new
    self.rest = rest
  }
}

/// Where a way leads.
public enum RoutePlace: Hashable, Sendable {
  /// Somewhere, in words that are the same in both versions.
  case place(String)
  /// A decision, which leads on at once: its name in its own version.
  case decision(String)
}

/// A lead that goes elsewhere.
public struct Rerouting: Sendable {
  /// Where it went, in words.
  public let before: String
  /// Where it goes, in words.
  public let after: String
  /// The lead.
  public let witness: Witness
}

/// Compares where leads go in two versions.
public struct RoutingComparison: Sendable {
  /// What came of a comparison.
  public enum Outcome: Sendable {
    /// No lead goes elsewhere.
    case same
    /// This one does.
    case differs(Rerouting)
    /// It could not be told.
    case undecided
  }

  private let ground: Ground
  private let oldDecisions: [String: [RoutePair.Way]]
  private let newDecisions: [String: [RoutePair.Way]]
  /// What the decisions of the earlier version that the later one has too are called there.
  private let common: [String: String]
  private let limit: Int

  /// Takes the decisions of both versions, by their names there, with their ways on common ground.
  /// - Parameter common: what the decisions of the earlier version are called in the later one, as far as they are there.
  public init(
    on ground: ResolvedFunnel, old: [String: [RoutePair.Way]], new: [String: [RoutePair.Way]],
    common: [String: String], limit: Int = Prover.defaultLimit
  ) {
    self.ground = Ground(ground)
    self.common = common
    oldDecisions = old
    newDecisions = new
    self.limit = limit
  }

  /// Whether some lead goes elsewhere, all decisions on its way followed to their ends.
  ///
  /// Where only a decision that both versions have leads elsewhere, that is its own difference and not the pair's.
  public func compare(_ pair: RoutePair) -> Outcome {
    let named = Dictionary(common.values.map { ($0, $0) }) { first, _ in first }
    if case .same = compare(pair, stoppingAt: common, named) { return .same }
    return compare(pair, stoppingAt: [:], [:])
  }

  private func compare(_ pair: RoutePair, stoppingAt oldNames: [String: String], _ newNames: [String: String])
    -> Outcome
  {
    let (space, (old, new)) = Space.after(ground) { space in
      var (first, second) = (Expansion(oldDecisions, oldNames), Expansion(newDecisions, newNames))
      return (
        first.destinations(of: pair.old, rest: pair.rest, &space),
        second.destinations(of: pair.new, rest: pair.rest, &space)
      )
    }
    var questions = Questions(space, Solver(limit: limit))
    var isDecided = true
    var possible: Rerouting?
    for (before, here) in old {
      for (after, there) in new where after != before {
        switch questions.solve([here, there]) {
        case .none: continue
        case .undecided: isDecided = false
        case .model(let model):
          let found = Rerouting(before: before, after: after, witness: questions.witness(model, of: [here, there]))
          // A lead about which all is certain says more than one that may not exist.
          if found.witness.opaque.isEmpty { return .differs(found) }
          possible = possible ?? found
        }
      }
    }
    if let possible { return .differs(possible) }
    return isDecided ? .same : .undecided
  }
}

/// Follows decisions to where they lead in one version.
private struct Expansion {
  private let decisions: [String: [RoutePair.Way]]
  /// The decisions that are not followed, with what they are called.
  private let names: [String: String]
  private var known: [String: [(String, Node)]] = [:]
  private var open: Set<String> = []

  init(_ decisions: [String: [RoutePair.Way]], _ names: [String: String]) {
    self.decisions = decisions
    self.names = names
  }

  /// Each place with the formula of the leads that go there, in order of first appearance; the formulas cover everything and
  /// never hold together.
  mutating func destinations(of ways: [RoutePair.Way], rest: String, _ space: inout Space) -> [(String, Node)] {
    var found: [(place: String, nodes: [Node])] = []
    func add(_ place: String, _ node: Node) {
      guard node != .never else { return }
      if let index = found.firstIndex(where: { $0.place == place }) {
        found[index].nodes.append(node)
      } else {
        found.append((place, [node]))
      }
    }
    var left = Node.always
    for way in ways {
      let holds = way.condition.map { space.truth($0).isTrue } ?? .always
      let taken = space.pool.all([left, holds])
      left = space.pool.all([left, space.pool.negated(holds)])
      switch way.place {
      case .place(let words): add(words, taken)
      case .decision(let name):
        for (place, node) in destinations(of: name, &space) { add(place, space.pool.all([taken, node])) }
      }
    }
    add(rest, left)
    return found.map { ($0.place, space.pool.any($0.nodes)) }
  }

  private mutating func destinations(of decision: String, _ space: inout Space) -> [(String, Node)] {
    if let name = names[decision] { return [("the decision \"\(name)\"", .always)] }
    if let found = known[decision] { return found }
    guard let ways = decisions[decision], open.insert(decision).inserted else {
      // A circle of decisions leads nowhere at once.
      return [("the decision \"\(decision)\"", .always)]
    }
    let found = destinations(of: ways, rest: "nowhere: it waits at a decision that no branch takes it on from", &space)
    open.remove(decision)
    known[decision] = found
    return found
  }
}
