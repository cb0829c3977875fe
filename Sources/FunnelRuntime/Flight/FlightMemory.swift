/// Rows of one size that stay where they are: memory is taken in blocks, and nothing is copied as it grows.
///
/// - Invariant: `blocks` holds memory for at least `count` rows; a row below `count` may be read and written.
struct FlightMemory: ~Copyable {
  /// How many rows a block has, as a power of two.
  private static let shift = 10

  private var blocks: [UnsafeMutableRawPointer] = []
  private let stride: Int
  /// How many rows there are.
  private(set) var count = 0

  init(stride: Int) { self.stride = stride }

  deinit { for block in blocks { block.deallocate() } }

  @inline(__always)
  subscript(number: Int) -> UnsafeMutableRawPointer {
    blocks[number >> FlightMemory.shift] + (number & (1 << FlightMemory.shift - 1)) &* stride
  }

  /// Adds a row that holds anything.
  @inline(__always)
  mutating func append() -> UnsafeMutableRawPointer {
    if count >> FlightMemory.shift == blocks.count {
      blocks.append(.allocate(byteCount: stride << FlightMemory.shift, alignment: 64))
    }
    count &+= 1
    return self[count &- 1]
  }

  /// Forgets the rows behind so many; their memory is used again.
  @inline(__always)
  mutating func truncate(_ count: Int) { self.count = count }
}

/// The texts and sets of all journeys in flight, one behind the other.
///
/// - Invariant: the first `count` of `capacity` bytes are written, and a reference into them lies below `count`.
struct FlightTexts: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity = 1024
  private(set) var count = 0
  /// How many bytes nothing refers to any more.
  var waste = 0

  init() { memory = .allocate(byteCount: 1024, alignment: 16) }

  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

  /// Whether most of them is waste, so that sweeping pays.
  var isWasteful: Bool { waste > 1 << 16 && waste > count / 2 }

  /// Whether so many bytes fit.
  func hasRoom(for length: Int) -> Bool { length < 1 << 30 && count &+ length < Int(UInt32.max) }

  /// Adds a text; there must be room for it.
  @inline(__always)
  mutating func append(_ text: UnsafeRawBufferPointer) -> UInt32 {
    if capacity &- count < text.count { grow(text.count) }
    let start = count
    if let base = text.baseAddress { (memory + start).copyMemory(from: base, byteCount: text.count) }
    count &+= text.count
    return UInt32(truncatingIfNeeded: start)
  }

  private mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
  }

  /// Forgets the texts behind so many bytes.
  mutating func truncate(_ count: Int) { self.count = count }

  /// Takes over the texts of another memory.
  mutating func replace(by other: consuming FlightTexts) { self = other }
}
