import FunnelIR

/// The values by which a registration's lead may be known already, in the order of `duplicates by`; those missing are left out.
struct LeadKeys {
  /// The keys one behind the other, each with the number of its point in front.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many there are.
  var count: Int { ends.count }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds a value; e-mail addresses are the same where they differ only in blanks around them and in ASCII case.
  mutating func add(_ value: UnsafeRawBufferPointer, of type: ValueType, number: Int) {
    if number < 255 {
      bytes.append(UInt8(truncatingIfNeeded: number))
    } else {
      bytes.append(255)
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { bytes.append(contentsOf: $0) }
    }
    if type.base == .email {
      let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
      let start = value.firstIndex { !isBlank($0) } ?? value.endIndex
      let end = (value.lastIndex { !isBlank($0) } ?? start - 1) + 1
      for byte in value[start..<max(start, end)] { bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
    } else {
      bytes.append(contentsOf: value)
    }
    ends.append(bytes.count)
  }

  /// Gives a key's bytes to a function.
  func withKey<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]].withUnsafeBytes(body)
  }
}

/// Which subject is known by which keys: the first that had a key keeps it, so subjects never merge later.
struct SubjectKeys {
  private var registry = LeadRegistry()
  /// The subject of each key.
  private var subjects: [UInt32] = []

  /// The subject that has a key.
  func subject(having key: UnsafeRawBufferPointer) -> Int? { registry.find(key).map { Int(subjects[$0]) } }

  /// Gives a subject the keys that nobody has yet; false where there are too many keys.
  /// - Parameter added: is handed each key that is new.
  mutating func add(_ keys: LeadKeys, of subject: Int, added: (UnsafeRawBufferPointer) -> Void) -> Bool {
    for index in 0..<keys.count where keys.withKey(index, { registry.find($0) }) == nil {
      guard keys.withKey(index, { add($0, of: subject) }) else { return false }
      keys.withKey(index, added)
    }
    return true
  }

  /// Gives a subject a key; false where somebody has it, or there are too many.
  mutating func add(_ key: UnsafeRawBufferPointer, of subject: Int) -> Bool {
    guard registry.find(key) == nil, registry.add(key) != nil else { return false }
    subjects.append(UInt32(truncatingIfNeeded: subject))
    return true
  }
}
