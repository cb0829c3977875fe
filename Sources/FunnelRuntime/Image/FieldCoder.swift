import FunnelIR

/// Writes fields into an image or reads them from one, in the same order: so each field is named once, and writing and
/// reading can't part ways.
///
/// Nothing is thrown: a reader that meets a fault leaves fields as they are from there on, and tells of it at the end.
protocol FieldCoder {
  /// Whether fields are read, so that what they stand in is to be changed.
  static var isReading: Bool { get }

  /// Says in which version of the form an image is, once its first number is there.
  mutating func begin(version: UInt8)

  /// A whole number within bounds; none fits where the last is below the first.
  mutating func integer<Number: FixedWidthInteger & Sendable>(
    _ value: inout Number, from first: Number, through last: Number
  )

  /// An instant, which may be any.
  mutating func instant(_ value: inout Int64)

  /// Yes or no.
  mutating func flag(_ value: inout Bool)

  /// Bytes without further meaning.
  mutating func bytes(_ value: inout [UInt8])

  /// UTF-8.
  mutating func text(_ value: inout [UInt8])

  /// A text in a heap, or none.
  mutating func text(_ value: inout TextReference?, in heap: inout [UInt8])

  /// The value of a point, whose bytes stand in a heap where its type is one of references.
  mutating func value(
    _ bits: inout UInt64, _ type: ValueType, in heap: inout [UInt8], _ program: Program
  )

  /// Elements one after the other.
  mutating func list<Element>(
    _ list: inout [Element], new: Element, _ element: (inout Self, inout Element) -> Void
  )
}

extension FieldCoder {
  /// A number of any 64 bits.
  mutating func number(_ value: inout Int64) { integer(&value, from: .min, through: .max) }

  /// A count: never so large that counting on would overflow.
  mutating func count<Number: FixedWidthInteger & Sendable>(_ value: inout Number) {
    integer(&value, from: 0, through: Number.max / 4)
  }

  /// A number of any 128 bits.
  mutating func number(_ value: inout UInt128) {
    var (high, low) = (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    integer(&high, from: 0, through: .max)
    integer(&low, from: 0, through: .max)
    value = UInt128(high) << 64 | UInt128(low)
  }

  /// An index of a table, or -1.
  mutating func index<Number: SignedInteger & FixedWidthInteger & Sendable>(_ value: inout Number, below count: Int) {
    integer(&value, from: -1, through: Number(clamping: count - 1))
  }

  /// An index of a table.
  mutating func place<Number: SignedInteger & FixedWidthInteger & Sendable>(_ value: inout Number, below count: Int) {
    integer(&value, from: 0, through: Number(clamping: count - 1))
  }

  /// One of a few cases, by its place among them: the list only ever grows at its end.
  mutating func choice<Case: Equatable>(_ value: inout Case, of cases: [Case]) {
    var number = Int32(truncatingIfNeeded: cases.firstIndex(of: value) ?? -1)
    place(&number, below: cases.count)
    if Self.isReading, cases.indices.contains(Int(number)) { value = cases[Int(number)] }
  }

  /// A field that may be missing.
  mutating func optional<Value>(
    _ value: inout Value?, new: Value, _ body: (inout Self, inout Value) -> Void
  ) {
    var isThere = value != nil
    flag(&isThere)
    var field = value ?? new
    if isThere { body(&self, &field) }
    if Self.isReading { value = isThere ? field : nil }
  }

  /// An instant that may be missing.
  mutating func optionalInstant(_ value: inout Int64?) {
    optional(&value, new: 0) { coder, value in coder.instant(&value) }
  }

  /// The rows of a table that its program gives as many as it has.
  mutating func table<Row>(
    _ table: inout [Row], _ row: (inout Self, inout Row, Int) -> Void
  ) {
    for index in table.indices {
      // A copy, so that writing leaves the table shared.
      var copy = table[index]
      row(&self, &copy, index)
      if Self.isReading { table[index] = copy }
    }
  }
}
