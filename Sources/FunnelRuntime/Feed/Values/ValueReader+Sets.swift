import FunnelIR

/// Sets: arrays of the forms of their elements, each element once.
extension ValueReader {
  /// Reads a set; nil where the value is no array or an element does not fit.
  mutating func set(
    _ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer, links: [JSONScanner.Link],
    into bytes: inout [UInt8]
  ) -> UInt64? {
    set(value, ValueForm(field), line, links: links, into: &bytes)
  }

  /// Reads a set; nil where the value is no array or an element does not fit.
  mutating func set(
    _ value: FoundValue, _ form: ValueForm, _ line: UnsafeRawBufferPointer, links: [JSONScanner.Link],
    into bytes: inout [UInt8]
  ) -> UInt64? {
    let start = bytes.count
    guard let offset = UInt32(exactly: start) else { return nil }
    let form = form.element
    elementStarts.removeAll(keepingCapacity: true)
    var fits = true
    if value.kind == .list {
      var link = value.start
      while link >= 0, fits {
        fits = append(links[Int(link)].value, form, line, to: &bytes)
        link = links[Int(link)].next
      }
    } else if value.kind == .array {
      var elements = ElementWalk(line, value)
      while fits, let element = elements.next() { fits = append(element, form, line, to: &bytes) }
    } else {
      fits = false
    }
    guard fits else {
      bytes.removeLast(bytes.count - start)
      return nil
    }
    dropRepeated(from: start, in: &bytes)
    guard bytes.count - start < 1 << 30 else { return nil }
    return TextReference(.event, offset: offset, length: UInt32(bytes.count - start)).bits
  }

  /// Appends an element behind its length; false where it does not fit.
  private mutating func append(
    _ element: FoundValue, _ form: ValueForm, _ line: UnsafeRawBufferPointer, to bytes: inout [UInt8]
  ) -> Bool {
    let place = bytes.count
    if form.type.base == .text, element.kind == .string, !element.hasEscapes {
      // Most sets are of texts that stand on the line as they are.
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: element.range.count).littleEndian) {
        bytes.append(contentsOf: $0)
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: line[element.range]))
      elementStarts.append(place)
      return true
    }
    for _ in 0..<4 { bytes.append(0) }
    guard let bits = single(element, form, line, into: &bytes) else { return false }
    if !form.type.isReference {
      withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }
    guard let length = UInt32(exactly: bytes.count - place - 4) else { return false }
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    elementStarts.append(place)
    return true
  }

  /// Keeps the first of equal elements: they are sorted by their bytes, so that a long array costs no square.
  private func dropRepeated(from start: Int, in bytes: inout [UInt8]) {
    let starts = elementStarts
    guard starts.count > 1, !areDistinct(bytes) else { return }
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
    bytes.removeLast(bytes.count - start)
    for index in starts.indices where !isRepeated[index] { bytes += element(index) }
  }

  /// Whether a few elements are seen at a glance to be different; false says nothing.
  private func areDistinct(_ bytes: [UInt8]) -> Bool {
    guard elementStarts.count <= 8 else { return false }
    return bytes.withUnsafeBytes { bytes in
      for index in elementStarts.indices.dropFirst() {
        let end = index + 1 < elementStarts.count ? elementStarts[index + 1] : bytes.count
        let element = UnsafeRawBufferPointer(rebasing: bytes[elementStarts[index]..<end])
        for other in 0..<index {
          let place = elementStarts[other]..<elementStarts[other + 1]
          if equalBytes(element, UnsafeRawBufferPointer(rebasing: bytes[place])) { return false }
        }
      }
      return true
    }
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
