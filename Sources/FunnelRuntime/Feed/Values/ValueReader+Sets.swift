import FunnelIR

/// Sets: arrays of the forms of their elements, each element once.
extension ValueReader {
  /// Reads a set; nil where the value is no array or an element does not fit.
  mutating func set(
    _ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer, links: [JSONScanner.Link],
    into bytes: inout [UInt8]
  ) -> UInt64? {
    let start = bytes.count
    var starts: [Int] = []
    var fits = true
    func forEach(_ body: (FoundValue) -> Bool) {
      if value.kind == .list {
        var link = value.start
        while link >= 0, fits {
          fits = body(links[Int(link)].value)
          link = links[Int(link)].next
        }
      } else if value.kind == .array {
        var elements = ElementWalk(line, value)
        while fits, let element = elements.next() { fits = body(element) }
      } else {
        fits = false
      }
    }
    forEach { element in
      let place = bytes.count
      bytes.append(contentsOf: [0, 0, 0, 0])
      guard let bits = single(element, field, line, into: &bytes) else { return false }
      if !ValueType(field.type.base).isReference {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
      }
      guard let length = UInt32(exactly: bytes.count - place - 4) else { return false }
      for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
      starts.append(place)
      return true
    }
    guard fits, let offset = UInt32(exactly: start) else {
      bytes.removeLast(bytes.count - start)
      return nil
    }
    dropRepeated(starts, from: start, in: &bytes)
    guard bytes.count - start < 1 << 30 else { return nil }
    return TextReference(.event, offset: offset, length: UInt32(bytes.count - start)).bits
  }

  /// Keeps the first of equal elements: they are sorted by their bytes, so that a long array costs no square.
  private func dropRepeated(_ starts: [Int], from start: Int, in bytes: inout [UInt8]) {
    guard starts.count > 1 else { return }
    let all = bytes
    func element(_ index: Int) -> ArraySlice<UInt8> {
      all[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : all.count)]
    }
    // Elements of equal length only can be equal; the length stands in their first bytes.
    let order = starts.indices.sorted { a, b in
      let (left, right) = (element(a), element(b))
      if left.elementsEqual(right) { return a < b }
      return left.lexicographicallyPrecedes(right)
    }
    var isRepeated = Array(repeating: false, count: starts.count)
    for (previous, next) in zip(order, order.dropFirst()) where element(previous).elementsEqual(element(next)) {
      isRepeated[next] = true
    }
    guard isRepeated.contains(true) else { return }
    bytes.removeLast(bytes.count - start)
    for index in starts.indices where !isRepeated[index] { bytes += element(index) }
  }
}

/// The elements of an array that the scanner has already checked.
private struct ElementWalk {
  private let line: UnsafeRawBufferPointer
  private var index: Int

  init(_ line: UnsafeRawBufferPointer, _ array: FoundValue) {
    self.line = line
    index = Int(array.start) + 1
  }

  /// The next element; an object or array comes without its place, since it fits no type of an element.
  mutating func next() -> FoundValue? {
    index = JSONText.skipBlanks(line, index)
    if index < line.count, line[index] == UInt8(ascii: ",") { index = JSONText.skipBlanks(line, index + 1) }
    guard index < line.count else { return nil }
    let start = index
    switch line[index] {
    case UInt8(ascii: "]"): return nil
    case UInt8(ascii: "{"), UInt8(ascii: "["): return FoundValue(kind: .object)
    case UInt8(ascii: "\""):
      guard let (end, hasEscapes) = try? JSONText.string(line, start + 1) else { return nil }
      index = end + 1
      return FoundValue(kind: .string, hasEscapes: hasEscapes, start: Int32(start + 1), end: Int32(end))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let end = try? JSONText.number(line, start) else { return nil }
      index = end
      return FoundValue(kind: .number, start: Int32(start), end: Int32(end))
    default:
      guard let (kind, end) = try? JSONText.literal(line, start) else { return nil }
      index = end
      return FoundValue(kind: kind, start: Int32(start), end: Int32(end))
    }
  }
}
