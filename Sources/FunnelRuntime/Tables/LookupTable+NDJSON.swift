import FunnelIR

extension LookupTable {
  /// Reads a table of one JSON object a line; an absent key and null are missing, blank lines are passed over.
  /// - Parameters:
  ///   - key: the column by which rows are found; two rows with one key are a failure.
  ///   - columns: the other columns that are read.
  /// - Throws: `TableFailure`, or what the source throws.
  public init(
    ndjson source: any ByteSource, key: String, columns: [String], limits: TableLimits = TableLimits()
  ) throws {
    self.init(key: key, columns: columns, limits: limits)
    let buffer = FeedBuffer(source, readSize: 1 << 18)
    try buffer.skipByteOrderMark()
    var row = JSONRow(self.columns)
    while let length = try LookupTable.nextLine(buffer, limits) {
      let line = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<length])
      if !line.allSatisfy(JSONText.isBlank) {
        try row.read(line, number: buffer.line, limits)
        try row.bytes.withUnsafeBytes { try add(row.cells, of: $0, line: buffer.line) }
      }
      buffer.skip(min(length + 1, buffer.bytes.count))
    }
    // A column that no row has is a slip of the pen.
    if count + rowsWithoutKey > 0, let unseen = row.isSeen.firstIndex(of: false) {
      throw TableFailure(.missingColumn(self.columns[unseen], among: []), line: 1)
    }
  }

  /// The length of the line at the buffer's front, without its end; nil at the end of the file.
  private static func nextLine(_ buffer: FeedBuffer, _ limits: TableLimits) throws -> Int? {
    var searched = 0
    while true {
      let end = buffer.bytes[searched...].firstIndex(of: UInt8(ascii: "\n"))
      searched = end ?? buffer.bytes.count
      guard searched <= limits.rowLength else {
        throw TableFailure(.tooLong(.row, limit: limits.rowLength), line: buffer.line)
      }
      if let end { return end }
      if try !buffer.readMore() { return searched > 0 ? searched : nil }
    }
  }
}

/// Finds the cells of a row in its JSON.
private struct JSONRow: ~Copyable {
  private static let nesting = 512

  private let columns: [String]
  private var scanner: JSONScanner
  /// The texts of the row, one behind the other.
  private(set) var bytes: [UInt8] = []
  private(set) var cells: [(kind: LookupTable.CellKind, place: Range<Int>)] = []
  /// Whether a row had the column, even with null.
  private(set) var isSeen: [Bool]

  init(_ columns: [String]) {
    self.columns = columns
    isSeen = columns.map { _ in false }
    scanner = JSONScanner(Recogniser(columns.map { (FeedPath([.key($0)]), 1) }), nesting: JSONRow.nesting)
  }

  mutating func read(_ line: UnsafeRawBufferPointer, number: Int, _ limits: TableLimits) throws {
    let kind: FoundValue.Kind
    do { kind = try scanner.scan(line) } catch {
      throw TableFailure(.invalidJSON(error.message(nesting: JSONRow.nesting)), line: number)
    }
    guard kind == .object else { throw TableFailure(.notAnObject, line: number) }
    if let byte = scanner.repeatedKeys.first, byte >= 0 {
      throw TableFailure(.repeatedName(byte: byte + 1), line: number)
    }
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    for column in columns.indices {
      let value = scanner.cells[column]
      isSeen[column] = isSeen[column] || value.kind != .absent
      let start = bytes.count
      guard let kind = take(value, line) else {
        throw TableFailure(.brokenCharacter(column: columns[column]), line: number)
      }
      guard bytes.count - start <= limits.cellLength else {
        throw TableFailure(.tooLong(.cell, limit: limits.cellLength), line: number)
      }
      cells.append((kind, start..<bytes.count))
    }
  }

  /// Appends what is kept of a value; nil where it is a text with half of a character.
  private mutating func take(_ value: FoundValue, _ line: UnsafeRawBufferPointer) -> LookupTable.CellKind? {
    guard value.holdsValue else { return .missing }
    let place = Int(value.start)..<Int(value.end)
    if value.hasEscapes { return JSONText.decode(line, place, into: &bytes) ? .text : nil }
    bytes.append(contentsOf: line[place])
    return switch value.kind {
    case .string: .text
    case .number: .number
    default: .json
    }
  }
}
