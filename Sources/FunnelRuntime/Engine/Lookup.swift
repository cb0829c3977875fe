import FunnelIR

/// A table in which leads are looked up, and what each of its columns fills.
struct Lookup: Sendable {
  /// A column and the point that it fills.
  struct Cell: Sendable {
    let column: Int
    let field: PointField
  }

  let table: LookupTable
  let cells: [Cell]

  /// Prepares an enrichment's table; a column that the table does not have fills nothing.
  init(_ table: LookupTable, for enrichment: Enrichment, of program: Program) {
    self.table = table
    cells = enrichment.cells.compactMap { cell in
      guard let column = table.column(named: program.strings[cell.column]) else { return nil }
      let point = program.points[cell.point]
      let field =
        program.feed.points.first { $0.slot == cell.point }
        ?? PointField(slot: cell.point, name: program.strings[point.name], type: point.type, path: FeedPath([]))
      return Cell(column: column, field: field)
    }
  }
}
