/// Literals that compare variables with each other: what is asked for is a system of differences, which can be met unless a
/// circle of them sums up to less than nothing.
///
/// Every type lies on the grid of integers, so `x < y` is `x - y <= -1`, and a solution of the system is one of values.
struct ComparisonSystem: LiteralSystem {
  /// A state to come back to.
  struct Mark: Hashable, Sendable {
    fileprivate let system: DifferenceSystem.Mark
    fileprivate let excluded: Int
  }

  private let variables: [Variable]
  /// What variables may still be, and what they may differ by.
  private var system: DifferenceSystem
  /// For each node that compares two variables, its comparison; -1 for others.
  private let comparisons: [Int32]
  /// For each comparison, the formula that it does not hold.
  private let opposites: [Node?]
  /// The comparisons that must not hold, in the order in which they were excluded, and whether each is one of them.
  private var excluded: [Int] = []
  private var isExcluded: [Bool]

  init(_ pool: FormulaPool) {
    variables = pool.variables
    var comparisons = [Int32](repeating: -1, count: pool.count)
    for (number, distance) in pool.distances.enumerated() {
      comparisons[distance.node.index] = Int32(truncatingIfNeeded: number)
    }
    self.comparisons = comparisons
    opposites = pool.distances.map { pool.opposite(of: $0.node) }
    system = DifferenceSystem(pool)
    isExcluded = [Bool](repeating: false, count: pool.distances.count)
  }

  var mark: Mark { Mark(system: system.mark, excluded: excluded.count) }

  mutating func undo(to mark: Mark) {
    system.undo(to: mark.system)
    while excluded.count > mark.excluded, let comparison = excluded.popLast() { isExcluded[comparison] = false }
  }

  mutating func require(_ literal: Node) -> Bool {
    comparison(literal).map { system.add($0) } ?? system.narrow(literal)
  }

  mutating func exclude(_ literal: Node) -> Bool {
    guard let comparison = comparison(literal) else { return system.narrow(literal, isOpposite: true) }
    if !isExcluded[comparison] {
      isExcluded[comparison] = true
      excluded.append(comparison)
    }
    return true
  }

  func opposite(of literal: Node) -> Node? { comparison(literal).flatMap { opposites[$0] } }

  func possible(_ literal: Node) -> Bool? {
    guard let comparison = comparison(literal) else { return system.possible(literal) }
    return isExcluded[comparison] ? false : system.possible(comparison)
  }

  mutating func tighten(_ budget: inout Budget) -> Tightening { system.tighten(&budget) }

  mutating func model(_ budget: inout Budget) -> Model? {
    system.solution(variables, &budget).map { Model(values: $0) }
  }

  private func comparison(_ literal: Node) -> Int? {
    let comparison = Int(comparisons[literal.index])
    return comparison < 0 ? nil : comparison
  }
}
