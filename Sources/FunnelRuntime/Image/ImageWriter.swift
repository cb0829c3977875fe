import FunnelIR

/// Writes fields: numbers with as few bytes as they need, seven bits in each (LEB128, the sign folded into the lowest bit),
/// bytes behind their number, instants by how far they are from the one before, and behind everything the flags, one bit each.
///
/// Each event writes some hundred fields, so bytes go straight into memory.
/// - Invariant: a writer is never copied to write with both; `count` is at most the room's capacity.
struct ImageWriter: FieldCoder {
  /// Memory that grows.
  /// - Invariant: `base` has `capacity` bytes.
  private final class Room {
    @exclusivity(unchecked) var base = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
    @exclusivity(unchecked) var capacity = 512

    deinit { base.deallocate() }

    func grow(to least: Int, keeping count: Int) {
      capacity = max(least, capacity * 2)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      larger.update(from: base, count: count)
      base.deallocate()
      base = larger
    }
  }

  private let room = Room()
  /// How many bytes were written so far, without the flags of an image.
  private(set) var count = 0
  /// The flags that fill bytes, and those of the byte that is not full yet.
  private var flags: [UInt8] = []
  private var flagByte: UInt8 = 0
  private var flagCount: UInt8 = 0
  private var packsFlags = false
  /// The instant before.
  private var instant: Int64 = 0

  static var isReading: Bool { false }

  /// What was written so far.
  var image: [UInt8] { Array(UnsafeBufferPointer(start: room.base, count: count)) }

  mutating func begin(version: UInt8) { packsFlags = true }

  /// Begins an image behind those that were written before.
  mutating func beginImage() {
    if !flags.isEmpty { flags.removeAll(keepingCapacity: true) }
    (flagByte, flagCount, instant) = (0, 0, 0)
  }

  /// Ends the image: its flags come behind it, and behind them how many bytes they are: one byte, or 0x80 and the number in the
  /// four bytes before it.
  mutating func finish() {
    guard packsFlags else { return }
    if flagCount > 0 { flags.append(flagByte) }
    flags.withUnsafeBytes { append($0) }
    if flags.count < 0x80 {
      byte(UInt8(flags.count))
    } else {
      for shift in stride(from: 0, to: 32, by: 8) { byte(UInt8(truncatingIfNeeded: flags.count >> shift)) }
      byte(0x80)
    }
  }

  /// Begins a part that can be read without what stands before it.
  mutating func beginPart() { instant = 0 }

  /// Takes what was written away; as much room is there for what comes next.
  mutating func take() -> [UInt8] {
    let taken = image
    count = 0
    beginImage()
    return taken
  }

  /// A byte as it is.
  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    makeRoom(for: 1)
    room.base[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func instant(_ value: inout Int64) {
    let distance = value &- instant
    let seconds = distance / 1_000_000
    if seconds &* 1_000_000 == distance {
      append(UInt64(bitPattern: (seconds << 1) ^ (seconds >> 63)) << 1)
    } else {
      byte(1)
      append(folded: distance)
    }
    if value != .min { instant = value }
  }

  @inline(__always)
  mutating func flag(_ value: inout Bool) {
    guard packsFlags else { return byte(value ? 1 : 0) }
    if value { flagByte |= 1 << flagCount }
    flagCount &+= 1
    guard flagCount == 8 else { return }
    flags.append(flagByte)
    (flagByte, flagCount) = (0, 0)
  }

  @inline(__always)
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
    value.withUnsafeBytes { append($0) }
  }

  mutating func text(_ value: inout [UInt8]) { bytes(&value) }

  mutating func text(_ value: inout TextReference?, in heap: inout [UInt8]) {
    var isThere = value != nil
    flag(&isThere)
    if let value { append(value, in: heap) }
  }

  mutating func value(_ bits: inout UInt64, _ type: ValueType, in heap: inout [UInt8], _ program: Program) {
    guard type.isReference else { return append(folded: Int64(bitPattern: bits)) }
    append(TextReference(bits: bits), in: heap)
  }

  /// How many elements of a list follow.
  mutating func count(of list: some Collection) { append(UInt64(list.count)) }

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
    heap.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    makeRoom(for: bytes.count)
    UnsafeMutableRawPointer(room.base + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  @inline(__always)
  private mutating func append(folded number: Int64) { append(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

  @inline(__always)
  private mutating func append(_ number: UInt64) {
    makeRoom(for: 10)
    guard number >= 0x80 else {
      room.base[count] = UInt8(truncatingIfNeeded: number)
      return count &+= 1
    }
    appendLong(number)
  }

  /// A number of several bytes, ten at most, for which there is room.
  private mutating func appendLong(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      room.base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count &+= 1
      rest >>= 7
    }
    room.base[count] = UInt8(truncatingIfNeeded: rest)
    count &+= 1
  }

  @inline(__always)
  private mutating func makeRoom(for more: Int) {
    if count &+ more > room.capacity { room.grow(to: count + more, keeping: count) }
  }
}
