import CScan

/// Texts and what each stands for, found by their length and their words of eight bytes.
///
/// A group is a run of places of which at least three in four are free; a text stands at the place that its hash names, or behind it.
struct WordTable {
  /// A place.
  struct Entry: BitwiseCopyable {
    /// The first eight bytes, those that are missing zero.
    var first: UInt64 = 0
    /// The last eight bytes where there are more than eight.
    var last: UInt64 = 0
    /// How many bytes there are; -1 where the place is free.
    var length: Int32 = -1
    var value: Int32 = -1
    /// Where the whole text stands in `bytes`.
    var place = 0
  }

  /// Where a group lies.
  struct Group: BitwiseCopyable {
    var start: Int32 = 0
    /// The number of its places less one, a power of two less one.
    var mask: Int32 = 0
  }

  /// The first place belongs to the group without texts.
  private(set) var entries = [Entry()]
  private(set) var bytes: [UInt8] = []

  /// Adds texts with their values; of equal texts the first one counts.
  mutating func add(_ words: [(text: [UInt8], value: Int)]) -> Group {
    guard !words.isEmpty else { return Group() }
    var size = 16
    while size < 4 * words.count { size *= 2 }
    let group = Group(start: Int32(entries.count), mask: Int32(size - 1))
    entries += Array(repeating: Entry(), count: size)
    for word in words {
      // Eight bytes can be looked at wherever a text ends.
      let padded = word.text + [UInt8](repeating: 0, count: 8)
      padded.withUnsafeBufferPointer { text in
        guard let start = text.baseAddress else { return }
        let key = WordTable.key(start, word.text.count)
        var place = WordTable.hash(key.first, key.last, word.text.count) & (size - 1)
        while entries[Int(group.start) + place].length >= 0 {
          let entry = entries[Int(group.start) + place]
          if Int(entry.length) == word.text.count, bytes[entry.place...].starts(with: word.text) { return }
          place = (place + 1) & (size - 1)
        }
        entries[Int(group.start) + place] = Entry(
          first: key.first, last: key.last, length: Int32(word.text.count), value: Int32(word.value), place: bytes.count
        )
        bytes += word.text
      }
    }
    return group
  }

  @inline(__always)
  private static func key(_ text: UnsafePointer<UInt8>, _ length: Int) -> (first: UInt64, last: UInt64) {
    (cscan_part_of_word(text, length), cscan_last_word(text, length))
  }

  @inline(__always)
  private static func hash(_ first: UInt64, _ last: UInt64, _ length: Int) -> Int {
    let mixed = (first ^ (last &* 0xC2B2_AE3D_27D4_EB4F) &+ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 40)
  }

  /// The value of a text; -1 where it is not in the group.
  /// - Precondition: eight bytes from any byte of the text on may be read.
  @inline(__always)
  static func find(
    _ text: UnsafePointer<UInt8>, _ length: Int, in group: Group, _ entries: UnsafePointer<Entry>,
    _ bytes: UnsafePointer<UInt8>
  ) -> Int32 {
    let (first, last) = key(text, length)
    let mask = Int(group.mask)
    let start = entries + Int(group.start)
    var place = hash(first, last, length) & mask
    while true {
      let entry = start + place
      let other =
        (entry.pointee.first ^ first) | (entry.pointee.last ^ last)
        | UInt64(truncatingIfNeeded: Int(entry.pointee.length) ^ length)
      // A free place has the value -1.
      if other == 0 || entry.pointee.length < 0,
        length <= 16 || other != 0 || isSame(text, bytes + entry.pointee.place, length)
      {
        return entry.pointee.value
      }
      place = (place &+ 1) & mask
    }
  }

  @inline(never)
  private static func isSame(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    equalBytes(
      UnsafeRawBufferPointer(start: a, count: length), UnsafeRawBufferPointer(start: b, count: length))
  }
}
