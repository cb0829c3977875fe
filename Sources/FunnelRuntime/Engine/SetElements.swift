/// The elements of a set as `ValueType` lays them out, one after the other; ends at the first that is cut off.
struct SetElements {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  mutating func next() -> UnsafeRawBufferPointer? {
    guard rest.count >= 4 else { return nil }
    let length = Int(UInt32(littleEndian: rest.loadUnaligned(as: UInt32.self)))
    guard length <= rest.count - 4 else { return nil }
    let element = UnsafeRawBufferPointer(rebasing: rest[4..<(4 + length)])
    rest = UnsafeRawBufferPointer(rebasing: rest[(4 + length)...])
    return element
  }

  /// Whether an element is one of them.
  func contains(_ element: UnsafeRawBufferPointer) -> Bool {
    var elements = self
    while let other = elements.next() {
      if equalBytes(other, element) { return true }
    }
    return false
  }

  /// Whether both hold the same elements, in whatever order.
  /// - Complexity: O(n log n), for a feed may bring large sets.
  func isSame(as other: SetElements) -> Bool { sorted().elementsEqual(other.sorted(), by: equalBytes) }

  private func sorted() -> [UnsafeRawBufferPointer] {
    var elements: [UnsafeRawBufferPointer] = []
    var walk = self
    while let element = walk.next() { elements.append(element) }
    return elements.sorted { compareBytes($0, $1) < 0 }
  }
}
