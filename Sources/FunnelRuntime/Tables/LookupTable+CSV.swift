extension LookupTable {
  /// Reads a table from CSV with a header; an empty cell is missing.
  /// - Parameters:
  ///   - key: the column by which rows are found; two rows with one key are a failure.
  ///   - columns: the other columns that are read.
  /// - Throws: `TableFailure`, or what the source throws.
  public init(
    csv source: any ByteSource, key: String, columns: [String], limits: TableLimits = TableLimits()
  ) throws {
    self.init(key: key, columns: columns, limits: limits)
    var reader = CSVReader(source, limits: limits)
    guard try reader.next() else { throw TableFailure(.noHeader, line: 1) }
    let header = reader.ends.indices.map { Array(reader.bytes[reader.cell($0)]) }
    let places = try self.columns.map { try LookupTable.place(of: $0, in: header) }
    var cells: [(kind: CellKind, place: Range<Int>)] = []
    while try reader.next() {
      guard reader.ends.count == header.count else {
        throw TableFailure(.raggedRow(cells: reader.ends.count, columns: header.count), line: reader.line)
      }
      cells.removeAll(keepingCapacity: true)
      for place in places {
        let cell = reader.cell(place)
        cells.append((cell.isEmpty ? .missing : .text, cell))
      }
      try reader.bytes.withUnsafeBytes { try add(cells, of: $0, line: reader.line) }
    }
  }

  private static func place(of column: String, in header: [[UInt8]]) throws -> Int {
    guard let first = header.firstIndex(where: { $0.elementsEqual(column.utf8) }) else {
      let names = header.map { String(decoding: $0, as: UTF8.self) }
      throw TableFailure(.missingColumn(column, among: names), line: 1)
    }
    guard !header[(first + 1)...].contains(header[first]) else { throw TableFailure(.repeatedColumn(column), line: 1) }
    return first
  }
}
