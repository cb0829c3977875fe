/// Puts numbers and bytes one behind the other into a column.
struct RowWriter {
  private(set) var bytes: [UInt8] = []

  /// Makes room for so many bytes.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func number(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Bytes of a known number.
  mutating func raw(_ part: some Collection<UInt8>) { bytes.append(contentsOf: part) }

  /// Bytes behind their number.
  mutating func counted(_ part: some Collection<UInt8>) {
    number(part.count)
    bytes.append(contentsOf: part)
  }
}

/// Takes them out again; nil wherever the column is not what was written.
struct RowReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number() -> Int? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(Int64(bitPattern: number)) }
      shift += 7
    }
    return nil
  }

  /// A number that counts something.
  mutating func count() -> Int? { number().flatMap { $0 >= 0 ? $0 : nil } }

  mutating func raw(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return Array(bytes[position..<(position + count)])
  }

  mutating func counted() -> [UInt8]? { count().flatMap { raw($0) } }
}

extension FeedPosition {
  func write(_ row: inout RowWriter) {
    row.counted(Array(name.utf8))
    row.number(generation)
    row.number(offset)
    row.number(line)
    row.number((isDocument ? 1 : 0) + (isWithinLine ? 2 : 0))
    row.counted(start)
    row.counted(head)
    row.counted(tail)
  }

  init?(_ row: inout RowReader) {
    guard let name = row.counted(), let generation = row.count(), let offset = row.count(), let line = row.count(),
      let form = row.count(), let start = row.counted(), let head = row.counted(), let tail = row.counted()
    else { return nil }
    self.init(name: String(decoding: name, as: UTF8.self))
    (self.generation, self.offset, self.line) = (generation, offset, line)
    (isDocument, isWithinLine) = (form & 1 == 1, form & 2 == 2)
    (self.start, self.head, self.tail) = (start, head, tail)
  }
}
