import FunnelSemantics
import Synchronization

/// What no lead, some lead or every lead does in a funnel.
///
/// Conditions become formulas in two steps. First, each is asked for what it is known to be: `T` is where it is known to be
/// true, `F` where it is known to be false, and where neither holds it is unknown; so three-valued logic becomes two formulas
/// of the usual one, and a negation only swaps them. Second, what is compared becomes variables on the grid of 64-bit
/// integers, each with a domain in which missing is a value of its own: amounts, dates and instants are integers, doubles are
/// taken in their order, members and codes are numbered, texts are divided by what is asked of them. Two kinds of literals
/// are left, a variable in a set of values, and a difference of two variables that is at most so much, and both are closed
/// under negation, so a formula is a graph of `and` and `or` over literals.
///
/// Two engines answer whether a formula can hold. They share the search over alternatives, and differ in what literals mean:
/// `CellSystem` divides each variable's values into cells that no literal tells apart and looks for a representative of each;
/// `ComparisonSystem` looks for a system of differences without a circle that sums up to less than nothing. What is not looked
/// into is a free variable of its type: then "no lead" stays certain, and "some lead" is certain once the interpreter has shown
/// it.
///
/// A question takes a bounded number of steps; one that runs out of them is told, never passed over.
public final class Prover: Sendable {
  /// The funnel.
  public var funnel: ResolvedFunnel { ground.funnel }
  /// How many steps a question may take unless something else is said.
  public static let defaultLimit = 50_000
  /// How many overlaps of one decision are played.
  private static let proofLimit = 64

  let ground: Ground
  let limit: Int
  private let handOvers: [ResolvedTarget.Place?]
  private let replay: Replay?
  private let knownPaths = Mutex<PathFacts?>(nil)
  private let answered = Mutex<[Question: Bool]>([:])
  private let decisions = Mutex<[ID<ResolvedDecision>: DecisionAnalysis]>([:])
  let shared: Mutex<SharedAnswers>

  /// Makes the prover of a funnel.
  /// - Parameters:
  ///   - handOvers: where journeys of other funnels begin one in this one; nil for its start.
  ///   - replay: plays witnesses; without it, none is more than possible.
  public init(
    _ funnel: ResolvedFunnel, handOvers: [ResolvedTarget.Place?] = [], replay: Replay? = nil,
    limit: Int = Prover.defaultLimit
  ) {
    ground = Ground(funnel)
    shared = Mutex(SharedAnswers(ground, limit: limit))
    self.limit = limit
    self.replay = replay
    self.handOvers = handOvers
  }

  /// Makes the prover of a funnel of a program, by its number.
  public convenience init(
    _ program: ResolvedProgram, funnel number: Int, replay: Replay? = nil, limit: Int = Prover.defaultLimit
  ) {
    self.init(program.funnels[number], handOvers: program.handOvers(to: number), replay: replay, limit: limit)
  }

  /// What is known on entry to each place, found when it is first asked for.
  var paths: PathFacts {
    if let known = knownPaths.withLock({ $0 }) { return known }
    let found = PathFacts(ground, handOvers: handOvers, limit: limit)
    knownPaths.withLock { $0 = found }
    return found
  }

  /// Whether no lead fulfils some conditions, by what they say and the moment at which they are asked.
  private struct Question: Hashable {
    let fulfilled: [ExpressionMeaning]
    let failing: [ExpressionMeaning]
    let moment: Moment?
  }

  /// Whether it is certain that no lead fulfils all of some conditions, while none of some others is known to be true of it;
  /// each question is looked into once.
  public func isImpossible(
    that fulfilled: [TypedExpression], without failing: [TypedExpression] = [], at moment: Moment? = nil
  ) -> Bool {
    let question = Question(
      fulfilled: fulfilled.map { ExpressionMeaning($0) }, failing: failing.map { ExpressionMeaning($0) },
      moment: moment)
    if let known = answered.withLock({ $0[question] }) { return known }
    let claims: [Fact] = fulfilled.map { .isTrue($0) } + failing.map { .isNotTrue($0) }
    let reads = reads(of: claims)
    let found = answer(claims, on: ways(at: moment, about: reads), about: reads) == false
    answered.withLock { $0[question] = found }
    return found
  }

  /// What is known of a decision; of a split, nothing.
  public func decision(_ id: ID<ResolvedDecision>) -> DecisionAnalysis {
    if let known = decisions.withLock({ $0[id] }) { return known }
    var result = paths.questions(about: id).answers()
    prove(&result, of: id)
    decisions.withLock { $0[id] = result }
    return result
  }

  /// Makes certain what a run can show.
  private func prove(_ analysis: inout DecisionAnalysis, of id: ID<ResolvedDecision>) {
    guard let replay else { return }
    let paths = paths
    let proof = WitnessProof(ground: ground, replay: replay, limit: limit)
    lazy var routes = Route.all(to: id, in: funnel, paths.steps)
    switch analysis.gap {
    case .always(let witness)?:
      analysis.gap = .always(proof.proved(witness, of: id, .gap(isAllKnown: true), routes: routes))
    case .onMissing(let witness)?:
      analysis.gap = .onMissing(proof.proved(witness, of: id, .gap(isAllKnown: false), routes: routes))
    case nil, DecisionAnalysis.Gap.none?, .undecided?: break
    }
    analysis.overlaps = analysis.overlaps.enumerated().map { number, overlap in
      guard number < Self.proofLimit else { return overlap }
      let witness = proof.proved(overlap.witness, of: id, .overlap(overlap.first, overlap.second), routes: routes)
      return .init(first: overlap.first, second: overlap.second, witness: witness)
    }
  }
}
