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
/// Two engines answer whether a formula can hold: `CellEngine` divides each variable's values into cells that no literal
/// tells apart and looks for a representative of each; `DifferenceEngine` looks for a system of differences without a circle
/// that sums up to less than nothing. What is not looked into is a free variable of its type: then "no lead" stays certain,
/// and "some lead" is certain once the interpreter has shown it.
///
/// A question takes a bounded number of steps; one that runs out of them is told, never passed over.
public final class Prover: Sendable {
  /// The funnel.
  public let funnel: ResolvedFunnel
  /// How many steps a question may take unless something else is said.
  public static let defaultLimit = 50_000

  let limit: Int
  private let facts: EntryFacts
  private let decisions = Mutex<[ID<ResolvedDecision>: DecisionAnalysis]>([:])

  /// Makes the prover of a funnel.
  public init(_ funnel: ResolvedFunnel, limit: Int = Prover.defaultLimit) {
    self.funnel = funnel
    self.limit = limit
    facts = EntryFacts(funnel)
  }

  /// What is known of a decision; of a split, nothing.
  public func decision(_ id: ID<ResolvedDecision>) -> DecisionAnalysis {
    if let known = decisions.withLock({ $0[id] }) { return known }
    let decision = funnel.decisions[id]
    let result = DecisionQuestions(funnel, decision, entry: facts.ways[id.index], limit: limit).answers()
    decisions.withLock { $0[id] = result }
    return result
  }
}
