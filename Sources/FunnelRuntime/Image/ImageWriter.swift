import FunnelIR

/// Writes fields: numbers with as few bytes as they need, seven bits in each (LEB128, the sign folded into the lowest bit),
/// bytes behind their number, instants by how far they are from the one before, and behind everything the flags, one bit each.
struct ImageWriter: FieldCoder {
  /// What was written so far, without the flags of an image.
  private(set) var image: [UInt8] = []
  private var flags: [UInt8] = []
  private var flagCount = 0
  private var packsFlags = false
  /// The instant before.
  private var instant: Int64 = 0

  static var isReading: Bool { false }

  mutating func begin(version: UInt8) { packsFlags = true }

  /// Ends the image: its flags come behind it, and behind them how many bytes they are: one byte, or 0x80 and the number in the
  /// four bytes before it.
  mutating func finish() {
    guard packsFlags else { return }
    image.append(contentsOf: flags)
    if flags.count < 0x80 {
      image.append(UInt8(flags.count))
    } else {
      for shift in stride(from: 0, to: 32, by: 8) { image.append(UInt8(truncatingIfNeeded: flags.count >> shift)) }
      image.append(0x80)
    }
  }

  /// Begins a part that can be read without what stands before it.
  mutating func beginPart() { instant = 0 }

  /// Forgets what was written and keeps the room.
  mutating func removeAll() {
    image.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
    (flagCount, instant) = (0, 0)
  }

  /// A byte as it is.
  mutating func byte(_ byte: UInt8) { image.append(byte) }

  mutating func instant(_ value: inout Int64) {
    let distance = value &- instant
    let seconds = distance / 1_000_000
    if seconds &* 1_000_000 == distance {
      append(UInt64(bitPattern: (seconds << 1) ^ (seconds >> 63)) << 1)
    } else {
      image.append(1)
      append(folded: distance)
    }
    if value != .min { instant = value }
  }

  mutating func flag(_ value: inout Bool) {
    guard packsFlags else { return image.append(value ? 1 : 0) }
    if flagCount & 7 == 0 { flags.append(0) }
    if value { flags[flags.count - 1] |= 1 << UInt8(flagCount & 7) }
    flagCount += 1
  }

  mutating func integer<Number: FixedWidthInteger & Sendable>(
    _ value: inout Number, from first: Number, through last: Number
  ) {
    if Number.isSigned {
      append(folded: Int64(truncatingIfNeeded: value))
    } else {
      append(UInt64(truncatingIfNeeded: value))
    }
  }

  mutating func bytes(_ value: inout [UInt8]) {
    append(UInt64(value.count))
    image.append(contentsOf: value)
  }

  mutating func text(_ value: inout [UInt8]) { bytes(&value) }

  mutating func text(_ value: inout TextReference?, in heap: inout [UInt8]) {
    var isThere = value != nil
    flag(&isThere)
    if let value { append(value, in: heap) }
  }

  mutating func value(_ bits: inout UInt64, _ type: ValueType, in heap: inout [UInt8], _ program: Program) {
    guard type.isReference else { return append(folded: Int64(bitPattern: bits)) }
    append(TextReference(bits: bits), in: heap)
  }

  mutating func list<Element>(_ list: inout [Element], new: Element, _ element: (inout Self, inout Element) -> Void) {
    append(UInt64(list.count))
    for index in list.indices {
      var copy = list[index]
      element(&self, &copy)
    }
  }

  mutating func ownList<Element>(_ list: inout [Element], new: Element, _ element: (inout Self, inout Element) -> Void)
  {
    append(UInt64(list.count))
    for index in list.indices { element(&self, &list[index]) }
  }

  private mutating func append(_ reference: TextReference, in heap: [UInt8]) {
    let end = min(reference.offset + reference.length, heap.count)
    let start = min(reference.offset, end)
    append(UInt64(end - start))
    image.append(contentsOf: heap[start..<end])
  }

  private mutating func append(folded number: Int64) { append(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

  @inline(__always)
  private mutating func append(_ number: UInt64) {
    guard number >= 0x80 else { return image.append(UInt8(truncatingIfNeeded: number)) }
    var rest = number
    while rest >= 0x80 {
      image.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    image.append(UInt8(truncatingIfNeeded: rest))
  }
}
