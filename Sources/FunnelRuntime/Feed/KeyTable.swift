/// Groups of words, each with a number: keys of objects, members of choices, names of events.
///
/// Each group is an open-addressed table of its own, at most half full. A word is told by its length and by two 64-bit words
/// made of its first and last bytes, which hold all of a word of up to sixteen bytes; only longer ones are compared byte by
/// byte. A look-up allocates nothing.
struct KeyTable: Sendable {
  /// Where a group's slots are.
  struct Group: Sendable, BitwiseCopyable {
    /// The first slot.
    fileprivate var start: Int32 = 0
    /// The number of slots less one; -1 for an empty group.
    fileprivate var mask: Int32 = -1

    /// Whether no word can be found.
    var isEmpty: Bool { mask < 0 }
  }

  /// A word in its slot.
  struct Entry: Sendable, BitwiseCopyable {
    fileprivate var marks = Marks(first: 0, last: 0)
    fileprivate var offset: Int32 = 0
    /// The word's length; -1 for an empty slot.
    fileprivate var length: Int32 = -1
    fileprivate var value = 0
  }

  /// What a word begins and ends with.
  struct Marks: Sendable, Equatable, BitwiseCopyable {
    var first: UInt64
    var last: UInt64

    /// Takes the marks of a word; reads no byte outside it.
    @inline(__always)
    init(_ word: UnsafeRawPointer, _ count: Int) {
      if count >= 8 {
        first = word.loadUnaligned(as: UInt64.self)
        last = word.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      } else if count >= 4 {
        let front = word.loadUnaligned(as: UInt32.self)
        let back = word.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
        first = UInt64(front) | UInt64(back) << 32
        last = 0
      } else if count > 0 {
        let front = word.load(as: UInt8.self)
        let middle = word.load(fromByteOffset: count >> 1, as: UInt8.self)
        let back = word.load(fromByteOffset: count &- 1, as: UInt8.self)
        first = UInt64(front) | UInt64(middle) << 8 | UInt64(back) << 16
        last = 0
      } else {
        first = 0
        last = 0
      }
    }

    init(first: UInt64, last: UInt64) {
      self.first = first
      self.last = last
    }

    @inline(__always)
    func slot(_ length: Int, _ mask: Int32) -> Int32 {
      let mixed = (first ^ last &* 0xD6E8_FEB8_6659_FD93 ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
      return Int32(truncatingIfNeeded: mixed >> 33) & mask
    }
  }

  /// The bytes of all words, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// The slots of all groups.
  private(set) var entries: [Entry] = []

  /// Adds a group; where a word stands twice, its first number counts.
  mutating func add(_ words: [(word: String, value: Int)]) -> Group {
    add(words.map { (word: Array($0.word.utf8), value: $0.value) })
  }

  /// Adds a group of words that are there as bytes.
  mutating func add(_ words: [(word: [UInt8], value: Int)]) -> Group {
    guard !words.isEmpty else { return Group() }
    var size = 2
    while size < words.count * 2 { size *= 2 }
    let group = Group(start: Int32(entries.count), mask: Int32(size - 1))
    entries += repeatElement(Entry(), count: size)
    for (word, value) in words {
      word.withUnsafeBytes { text in
        guard find(text, in: group) == nil else { return }
        let marks = text.baseAddress.map { Marks($0, text.count) } ?? Marks(first: 0, last: 0)
        var slot = marks.slot(text.count, group.mask)
        while entries[Int(group.start + slot)].length >= 0 { slot = (slot + 1) & group.mask }
        entries[Int(group.start + slot)] = Entry(
          marks: marks, offset: Int32(bytes.count), length: Int32(text.count), value: value)
      }
      bytes += word
    }
    return group
  }

  /// The number of a word in a group.
  func find(_ word: UnsafeRawBufferPointer, in group: Group) -> Int? {
    entries.withUnsafeBufferPointer { entries in
      bytes.withUnsafeBytes { bytes in
        guard let slots = entries.baseAddress else { return nil }
        let value = KeyTable.find(word, in: group, slots, bytes.baseAddress ?? UnsafeRawPointer(slots))
        return value >= 0 ? value : nil
      }
    }
  }

  /// The number of a word in a group of a table that stands elsewhere; -1 where it is not there.
  /// - Parameters:
  ///   - entries: the table's `entries`.
  ///   - bytes: the table's `bytes`.
  @inline(__always)
  static func find(
    _ word: UnsafeRawBufferPointer, in group: Group, _ entries: UnsafePointer<Entry>, _ bytes: UnsafeRawPointer
  ) -> Int {
    guard !group.isEmpty else { return -1 }
    let marks = word.baseAddress.map { Marks($0, word.count) } ?? Marks(first: 0, last: 0)
    var slot = marks.slot(word.count, group.mask)
    // A group is at most half full, so an empty slot ends the search.
    while true {
      let entry = entries + Int(group.start &+ slot)
      if entry.pointee.length < 0 { return -1 }
      if entry.pointee.marks == marks, Int(entry.pointee.length) == word.count,
        word.count <= 16
          || equalBytes(word, UnsafeRawBufferPointer(start: bytes + Int(entry.pointee.offset), count: word.count))
      {
        return entry.pointee.value
      }
      slot = (slot &+ 1) & group.mask
    }
  }
}
