/// The two engines behind one question: which values make some formulas hold?
///
/// Formulas that compare no variables with each other are a matter of cells; all others one of differences. Both answer the
/// first kind alike.
struct Solver: Sendable {
  /// Which engine answers.
  enum Choice: Sendable {
    /// The one that fits.
    case fitting
    /// Cells, whatever is asked; only for formulas that compare no variables with each other.
    case cells
    /// Differences, whatever is asked.
    case differences
  }

  /// Which engine answers.
  let choice: Choice
  /// How many steps a question may take.
  let limit: Int
  /// The steps that all questions took together; with so many times the limit, no more are asked.
  var steps = 0
  static let total = 20
  /// How many questions were not answered.
  private(set) var undecided = 0

  private var cellSearch: Search<CellSystem>?
  private var differenceSearch: Search<ComparisonSystem>?

  /// Makes a solver.
  init(limit: Int, _ choice: Choice = .fitting) {
    self.limit = limit
    self.choice = choice
  }

  /// Values under which all of some formulas of a space hold, together with what always holds there.
  mutating func solve(_ nodes: [Node], in space: Space) -> Outcome {
    let asked = nodes + space.constraints
    let pool = space.pool
    guard !pool.isFull, steps < limit * Self.total else {
      undecided += 1
      return .undecided
    }
    if asked.contains(.never) { return .none }
    let allowed = space.ground.limit(limit)
    var budget = Budget(steps: allowed)
    defer {
      steps += allowed - budget.steps
      space.ground.add(steps: allowed - budget.steps)
    }
    let isCompared = asked.contains { pool.comparesVariables[$0.index] }
    let outcome: Outcome
    if choice == .differences || (isCompared && choice == .fitting) {
      var search = differenceSearch.take() ?? Search(pool)
      if !search.knows(pool) { search = Search(pool) }
      outcome = search.solve(asked, &budget)
      differenceSearch = consume search
    } else {
      var search = cellSearch.take() ?? Search(pool)
      if !search.knows(pool) { search = Search(pool) }
      outcome = search.solve(asked, &budget)
      cellSearch = consume search
    }
    if case .undecided = outcome { undecided += 1 }
    return outcome
  }
}
