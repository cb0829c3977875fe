#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether two runs of bytes are the same.
@inline(__always)
func equalBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  guard a.count == b.count else { return false }
  guard a.count > 0, let first = a.baseAddress, let second = b.baseAddress else { return true }
  return memcmp(first, second, a.count) == 0
}

/// Orders two runs of bytes as a dictionary does: negative, zero or positive.
func compareBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
  let common = min(a.count, b.count)
  if common > 0, let first = a.baseAddress, let second = b.baseAddress {
    let order = memcmp(first, second, common)
    if order != 0 { return Int(order) }
  }
  return a.count - b.count
}

/// Whether one run of bytes stands somewhere in another.
/// - Complexity: O(text + part), whatever the bytes: a feed can't make it crawl.
func contains(_ text: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer) -> Bool {
  guard let first = part.first else { return true }
  guard text.count >= part.count, let start = text.baseAddress else { return false }
  guard part.count <= 64 else { return containsLong(text, part) }
  var from = 0
  let last = text.count - part.count
  while from <= last, let found = memchr(start + from, Int32(first), last - from + 1) {
    let place = start.distance(to: UnsafeRawPointer(found))
    if equalBytes(UnsafeRawBufferPointer(rebasing: text[place..<(place + part.count)]), part) { return true }
    from = place + 1
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
