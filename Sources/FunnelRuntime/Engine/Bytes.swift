/// Whether two runs of bytes are the same; eight at a time, since names and constants are mostly short.
@inline(__always)
func equalBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  guard a.count == b.count else { return false }
  var place = 0
  while a.count &- place >= 8 {
    let first = a.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    guard first == b.loadUnaligned(fromByteOffset: place, as: UInt64.self) else { return false }
    place &+= 8
  }
  while place < a.count {
    guard a[place] == b[place] else { return false }
    place &+= 1
  }
  return true
}

/// Orders two runs of bytes as a dictionary does: negative, zero or positive.
func compareBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
  for place in 0..<min(a.count, b.count) where a[place] != b[place] { return Int(a[place]) - Int(b[place]) }
  return a.count - b.count
}

/// Whether one run of bytes stands somewhere in another.
/// - Complexity: O(text + part), whatever the bytes: a feed can't make it crawl.
func contains(_ text: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer) -> Bool {
  guard let first = part.first else { return true }
  guard text.count >= part.count else { return false }
  guard part.count <= 64 else { return containsLong(text, part) }
  for place in 0...(text.count - part.count) where text[place] == first {
    if equalBytes(UnsafeRawBufferPointer(rebasing: text[place..<(place + part.count)]), part) { return true }
  }
  return false
}

/// The same for long parts (Knuth, Morris, Pratt 1977), which would take too long to compare at every place.
private func containsLong(_ text: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer) -> Bool {
  /// How much of the part's start still matches after so many of its bytes matched and the next did not.
  var shorter = [Int32](repeating: 0, count: part.count)
  var length = 0
  for index in 1..<part.count {
    while length > 0, part[index] != part[length] { length = Int(shorter[length - 1]) }
    if part[index] == part[length] { length += 1 }
    shorter[index] = Int32(truncatingIfNeeded: length)
  }
  var matched = 0
  for byte in text {
    while matched > 0, byte != part[matched] { matched = Int(shorter[matched - 1]) }
    if byte == part[matched] { matched += 1 }
    if matched == part.count { return true }
  }
  return false
}
