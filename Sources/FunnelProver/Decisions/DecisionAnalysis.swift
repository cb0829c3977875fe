import FunnelSemantics

/// What the prover knows of a decision.
public struct DecisionAnalysis: Sendable {
  /// Its branches, in order.
  public internal(set) var branches: [BranchAnalysis] = []
  /// Whether a lead can fall through; nil where a branch takes all that is left.
  public internal(set) var gap: Gap?
  /// Pairs of branches that one lead fits both, in order; only looked for where no two may.
  public internal(set) var overlaps: [Overlap] = []
  /// How many questions could not be answered within their steps.
  public internal(set) var undecided = 0
  /// How many steps the answers took.
  public internal(set) var steps = 0

  /// Leads that fall through.
  public enum Gap: Sendable {
    /// There are none.
    case none
    /// There are some, even with everything known.
    case always(Witness)
    /// There are some, but only where something is missing.
    case onMissing(Witness)
    /// It could not be told.
    case undecided
  }

  /// Two branches that one lead fits both.
  public struct Overlap: Sendable {
    /// The earlier branch.
    public let first: Int
    /// The later branch.
    public let second: Int
    /// A lead that fits both.
    public let witness: Witness
  }
}

/// What the prover knows of a branch.
public struct BranchAnalysis: Sendable {
  /// Who takes it.
  public internal(set) var fate: Fate
  /// Whether its condition is always known to be true; false for one without a condition.
  public internal(set) var isAlwaysTrue = false
  /// The parts of its condition that never matter.
  public internal(set) var idle: [IdlePart] = []

  /// Who takes a branch.
  public enum Fate: Sendable {
    /// Some lead does.
    case taken
    /// No lead can: its condition is never true.
    case neverTrue
    /// No lead is left: these earlier branches, of which none can be left out, take all.
    case shadowed(by: [Int])
    /// Leads would be left, but none of them comes here; the facts that keep them away are known on entry.
    case excludedOnEntry
    /// It could not be told.
    case undecided
  }
}

/// A part of a condition that could be left out.
public struct IdlePart: Hashable, Sendable {
  /// The part.
  public let part: TypedExpression
  /// What it is one operand of: `and` or `or`.
  public let isInConjunction: Bool
}
