/// Groups of words, each with a number: keys of objects, members of choices, names of events.
///
/// Words are compared as bytes, by length first; a look-up is a binary search and allocates nothing.
struct KeyTable: Sendable {
  private struct Entry {
    let offset: Int
    let length: Int
    let value: Int
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  /// Adds a group; where a word stands twice, its first number counts.
  /// - Returns: the group's range, for `find`.
  mutating func add(_ words: [(word: String, value: Int)]) -> Range<Int> {
    let sorted = words.enumerated().map {
      (bytes: Array($0.element.word.utf8), value: $0.element.value, order: $0.offset)
    }
    .sorted { a, b in
      switch KeyTable.compare(a.bytes, b.bytes) {
      case 0: a.order < b.order
      case let order: order < 0
      }
    }
    let start = entries.count
    var previous: [UInt8]?
    for word in sorted where word.bytes != previous {
      previous = word.bytes
      entries.append(Entry(offset: bytes.count, length: word.bytes.count, value: word.value))
      bytes += word.bytes
    }
    return start..<entries.count
  }

  /// The number of a word in a group.
  func find(_ word: UnsafeRawBufferPointer, in group: Range<Int>) -> Int? {
    var low = group.lowerBound
    var high = group.upperBound
    while low < high {
      let middle = (low + high) / 2
      let order = compare(word, to: entries[middle])
      if order == 0 { return entries[middle].value }
      if order > 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func compare(_ word: UnsafeRawBufferPointer, to entry: Entry) -> Int {
    if word.count != entry.length { return word.count - entry.length }
    for index in 0..<entry.length {
      let difference = Int(word[index]) - Int(bytes[entry.offset + index])
      if difference != 0 { return difference }
    }
    return 0
  }

  private static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.count != b.count { return a.count - b.count }
    for (x, y) in zip(a, b) where x != y { return Int(x) - Int(y) }
    return 0
  }
}
