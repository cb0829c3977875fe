/// The values of each variable, divided by the literals of a pool: values of one cell are in the same sets, so that one
/// representative stands for all of them.
///
/// Missing is a cell of its own, the first. A set of cells is a run of bits; a variable seldom needs more than one word.
struct Cells: Sendable {
  /// For each variable, the first of its words, and one more entry for the end.
  private(set) var offsets: [Int] = [0]
  /// All cells of all variables.
  private(set) var everything: [UInt64] = []
  /// For each node that is a set of values, where the words of its cells begin; -1 for others.
  private(set) var masks: [Int] = []
  /// For each node that is a set of values, its variable.
  private(set) var variables: [Int] = []
  /// The words of all nodes' cells.
  private(set) var words: [UInt64] = []
  /// For each variable, a value of each cell; nil is missing.
  private var representatives: [[Int64?]] = []

  /// Divides the values by the literals of a pool.
  init(_ pool: FormulaPool) {
    var literals = [[(node: Int, set: ValueSet)]](repeating: [], count: pool.variables.count)
    masks = [Int](repeating: -1, count: pool.forms.count)
    variables = [Int](repeating: 0, count: pool.forms.count)
    for (index, form) in pool.forms.enumerated() {
      guard case .isIn(let variable, let set) = form else { continue }
      literals[variable].append((index, set))
      variables[index] = variable
    }
    for (variable, sets) in literals.enumerated() { divide(pool.variables[variable], sets) }
  }

  /// The value that stands for the first cell of a set of a variable's cells.
  func representative(of variable: VariableID, among cells: ArraySlice<UInt64>) -> Int64? {
    for (number, word) in cells.enumerated() where word != 0 {
      return representatives[variable][number * 64 + word.trailingZeroBitCount]
    }
    return nil
  }

  private mutating func divide(_ variable: Variable, _ literals: [(node: Int, set: ValueSet)]) {
    let domain = variable.domain
    // Where a set begins or ends within the domain; between two such places all values are in the same sets.
    var starts: [Int64] = []
    for set in [domain] + literals.map(\.set) {
      for range in set.ranges {
        starts.append(range.lowerBound)
        if range.upperBound < .max { starts.append(range.upperBound + 1) }
      }
    }
    starts.sort()
    var pieces: [ClosedRange<Int64>] = []
    for (index, start) in starts.enumerated() where index == 0 || starts[index - 1] != start {
      let next = starts[index...].first { $0 != start }
      let piece = start...(next.map { $0 - 1 } ?? .max)
      if domain.contains(start) { pieces.append(piece) }
    }
    // Pieces that are in the same sets are one cell, however far apart they lie.
    let rowLength = max(1, (literals.count + 63) / 64)
    var rows = [UInt64](repeating: 0, count: rowLength * pieces.count)
    for (number, literal) in literals.enumerated() {
      var piece = 0
      for range in literal.set.ranges {
        while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
        while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
          rows[piece * rowLength + number / 64] |= 1 << UInt64(number % 64)
          piece += 1
        }
      }
    }
    var values: [Int64?] = domain.hasMissing ? [nil] : []
    var cells: [(row: Int, cell: Int)] = []
    var known: [ArraySlice<UInt64>: Int] = [:]
    for (number, piece) in pieces.enumerated() {
      let row = rows[number * rowLength..<(number + 1) * rowLength]
      // A few are sooner compared than looked up.
      if cells.count <= 16 {
        let isKnown = cells.contains { rows[$0.row..<$0.row + rowLength].elementsEqual(row) }
        if isKnown { continue }
      } else if known[row] != nil {
        continue
      }
      if cells.count == 16 { for cell in cells { known[rows[cell.row..<cell.row + rowLength]] = cell.cell } }
      if cells.count >= 16 { known[row] = values.count }
      cells.append((number * rowLength, values.count))
      values.append(Preference.value(in: piece, of: domain, variable.type))
    }
    representatives.append(values)
    let count = max(1, (values.count + 63) / 64)
    let first = everything.count
    everything += [UInt64](repeating: 0, count: count)
    for cell in values.indices { everything[first + cell / 64] |= 1 << UInt64(cell % 64) }
    offsets.append(first + count)
    for (number, literal) in literals.enumerated() {
      masks[literal.node] = words.count
      var mask = [UInt64](repeating: 0, count: count)
      if literal.set.hasMissing, domain.hasMissing { mask[0] |= 1 }
      for (row, cell) in cells where rows[row + number / 64] >> UInt64(number % 64) & 1 == 1 {
        mask[cell / 64] |= 1 << UInt64(cell % 64)
      }
      words += mask
    }
  }
}
