/// Literals of which each is about one variable: a variable's values are cells, and each literal leaves some of them.
struct CellSystem: LiteralSystem {
  private let cells: Cells
  private var domains: Domains

  init(_ pool: FormulaPool) {
    cells = Cells(pool)
    domains = Domains(cells.bits)
  }

  var mark: Int { domains.mark }

  mutating func undo(to mark: Int) { domains.undo(to: mark) }

  mutating func require(_ literal: Node) -> Bool { isComparison(literal) || domains.narrow(literal, isOpposite: false) }

  mutating func exclude(_ literal: Node) -> Bool { isComparison(literal) || domains.narrow(literal, isOpposite: true) }

  func opposite(of literal: Node) -> Node? { nil }

  func possible(_ literal: Node) -> Bool? { isComparison(literal) ? nil : domains.possible(literal) }

  mutating func tighten(_ budget: inout Budget) -> Tightening { .same }

  /// The cells' representatives.
  func model(_ budget: inout Budget) -> Model? {
    Model(values: cells.variables.map { cells.representative(of: $0, among: domains[domains.range(of: $0)]) })
  }

  /// Whether a literal compares variables, which cells say nothing of.
  private func isComparison(_ literal: Node) -> Bool { cells.bits.masks[literal.index] < 0 }
}
