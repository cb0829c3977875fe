import FunnelIR

/// Writes fields: numbers with as few bytes as they need, seven bits in each (LEB128, the sign folded into the lowest bit),
/// bytes behind their number.
struct ImageWriter: FieldCoder {
  /// What was written.
  private(set) var image: [UInt8] = []

  static var isReading: Bool { false }

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
    guard let reference = value else { return image.append(0) }
    image.append(1)
    append(reference, in: heap)
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

  private mutating func append(_ reference: TextReference, in heap: [UInt8]) {
    let end = min(reference.offset + reference.length, heap.count)
    let start = min(reference.offset, end)
    append(UInt64(end - start))
    image.append(contentsOf: heap[start..<end])
  }

  private mutating func append(folded number: Int64) { append(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      image.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    image.append(UInt8(truncatingIfNeeded: rest))
  }
}
