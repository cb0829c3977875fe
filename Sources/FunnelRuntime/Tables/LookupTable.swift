/// Rows of cells, found by the bytes of their key: what `enrich from FILE by COLUMN = EXPR` asks.
///
/// Only the columns that are read are kept. A row takes the bytes of its cells and one byte for each of them (two from 32 bytes
/// on), one to four for its line's number, and 5 to 11 in the index. While it is loaded a table may take three times that.
public struct LookupTable: Sendable {
  /// What stands in a cell.
  public enum CellKind: Int, Sendable {
    /// Nothing: an empty cell, null, or a key that is absent.
    case missing
    /// A text; of JSON its characters.
    case text
    /// A number as it is written.
    case number
    /// Any other JSON as it is written: true, false, an array, an object.
    case json
  }

  /// The columns that are kept, the key's first.
  public let columns: [String]
  /// How many rows can be found.
  public private(set) var count = 0
  /// How many rows have no key, and so are never found.
  public private(set) var rowsWithoutKey = 0

  private let limits: TableLimits
  /// The rows one behind the other: the line, then each cell's length and kind and its bytes; the key first.
  private var bytes: [UInt8] = []
  /// Open addressing: the place of a row behind its hash, plus one; 0 where there is none. At most three quarters full.
  private var slots: [UInt32] = Array(repeating: 0, count: 16)

  /// Makes an empty table; a column named more than once is kept once.
  init(key: String, columns: [String], limits: TableLimits) {
    self.columns = columns.reduce(into: [key]) { names, name in
      if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { names.append(name) }
    }
    self.limits = limits
  }

  /// The bytes that rows and index take.
  public var memory: Int { bytes.count + slots.count * MemoryLayout<UInt32>.stride }

  /// The number of a column in `columns`.
  public func column(named name: String) -> Int? { columns.firstIndex { $0.utf8.elementsEqual(name.utf8) } }

  /// The place of the row with a key; nil where there is none.
  public func row(withKey key: UnsafeRawBufferPointer) -> Int? {
    let slot = slots[slot(of: key)]
    return slot == 0 ? nil : Int(slot) - 1
  }

  /// Gives a cell of a row to a function.
  public func withCell<Result>(
    _ column: Int, ofRow row: Int, _ body: (CellKind, UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { bytes in
      var walk = RowWalk(bytes, row)
      _ = walk.number()
      for _ in 0..<column { _ = walk.cell() }
      let cell = walk.cell()
      return try body(cell.kind, cell.bytes)
    }
  }

  /// Adds a row: a cell for each column, given as its kind and its place in `text`.
  mutating func add(_ cells: [(kind: CellKind, place: Range<Int>)], of text: UnsafeRawBufferPointer, line: Int) throws {
    guard let key = cells.first, key.kind == .text || key.kind == .number, !key.place.isEmpty else {
      rowsWithoutKey += 1
      return
    }
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let keyBytes = UnsafeRawBufferPointer(rebasing: text[key.place])
    let slot = slot(of: keyBytes)
    guard slots[slot] == 0 else {
      let first = bytes.withUnsafeBytes { bytes in
        var walk = RowWalk(bytes, Int(slots[slot]) - 1)
        return walk.number()
      }
      throw TableFailure(.repeatedKey(firstLine: first), line: line)
    }
    slots[slot] = UInt32(truncatingIfNeeded: bytes.count + 1)
    count += 1
    append(number: line)
    for cell in cells {
      append(number: cell.place.count << 2 | cell.kind.rawValue)
      bytes.append(contentsOf: text[cell.place])
    }
    guard memory <= limits.size else { throw TableFailure(.tooLong(.table, limit: limits.size), line: line) }
  }

  /// The slot that holds a key, or the empty one that is to hold it.
  private func slot(of key: UnsafeRawBufferPointer) -> Int {
    bytes.withUnsafeBytes { bytes in
      // The standard library's hash has another seed in each process, so that no file can be made to collide; results
      // never depend on the order of slots.
      var hasher = Hasher()
      hasher.combine(bytes: key)
      var slot = hasher.finalize() & (slots.count - 1)
      while slots[slot] != 0, !equalBytes(LookupTable.key(ofRow: Int(slots[slot]) - 1, bytes), key) {
        slot = (slot + 1) & (slots.count - 1)
      }
      return slot
    }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for place in old where place != 0 {
      let slot = bytes.withUnsafeBytes { self.slot(of: LookupTable.key(ofRow: Int(place) - 1, $0)) }
      slots[slot] = place
    }
  }

  private static func key(ofRow row: Int, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var walk = RowWalk(bytes, row)
    _ = walk.number()
    return walk.cell().bytes
  }

  /// Appends a number that is not negative, seven bits a byte, the lowest first.
  private mutating func append(number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Goes through the parts of one row of a table.
private struct RowWalk {
  private let bytes: UnsafeRawBufferPointer
  private var index: Int

  init(_ bytes: UnsafeRawBufferPointer, _ row: Int) {
    self.bytes = bytes
    index = row
  }

  mutating func number() -> Int {
    var number = 0
    var shift = 0
    while bytes[index] >= 0x80 {
      number |= Int(bytes[index] & 0x7F) << shift
      shift += 7
      index += 1
    }
    number |= Int(bytes[index]) << shift
    index += 1
    return number
  }

  mutating func cell() -> (kind: LookupTable.CellKind, bytes: UnsafeRawBufferPointer) {
    let head = number()
    let start = index
    index += head >> 2
    return (
      LookupTable.CellKind(rawValue: head & 3) ?? .missing, UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    )
  }
}
