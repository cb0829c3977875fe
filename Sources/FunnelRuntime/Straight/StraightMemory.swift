import CScan

/// What is known of the lead at hand, side by side in memory that is used again for each line.
///
/// - Invariant: a class of constants only, so that nobody counts references or watches accesses in the loop; the memory is
///   used by one run, on one thread at a time, and lives as long as this.
final class StraightMemory {
  /// Data points, labels of decisions, then what code works out, by slot; and whether each is known: 0, 1, or `unasked`.
  let words: UnsafeMutablePointer<UInt64>
  let known: UnsafeMutablePointer<UInt8>
  /// Where the last `@` of an email address stands in it, by slot.
  let ats: UnsafeMutablePointer<Int32>
  /// What both are before a line is read.
  private let firstWords: UnsafeMutablePointer<UInt64>
  private let firstKnown: UnsafeMutablePointer<UInt8>
  private let hasFirstWords: Bool
  private let count: Int
  /// The turns taken, by their number among all, and behind them the activities that are part of the stage.
  let trail: UnsafeMutablePointer<UInt16>
  /// Texts that were made of others.
  let scratch: UnsafeMutablePointer<UInt8>

  /// The value of `known` for a point that an event clears.
  static let null: UInt8 = 2
  /// The value of `known` for what was not worked out yet.
  static let unasked: UInt8 = 0xFF
  /// The most objects and arrays in one another, turns, activities, and bytes of a text made, that are dealt with here.
  static let depth = 64
  static let turns = 64
  static let parts = 64
  static let scratchSize = 4096

  init(words first: [UInt64], known firstKnown: [UInt8]) {
    count = first.count
    words = .filled(first, 0)
    ats = .filled(first.map { _ in 0 }, 0)
    firstWords = .filled(first, 0)
    hasFirstWords = firstKnown.contains(1)
    // Copies take sixteen bytes at once.
    known = .filled(firstKnown + [UInt8](repeating: 0, count: 16), 0)
    self.firstKnown = .filled(firstKnown + [UInt8](repeating: 0, count: 16), 0)
    trail = .filled([], 0, room: StraightMemory.turns + StraightMemory.parts)
    scratch = .filled(Array(repeating: 0, count: StraightMemory.scratchSize + 64), 0)
  }

  deinit {
    words.deallocate()
    firstWords.deallocate()
    known.deallocate()
    ats.deallocate()
    firstKnown.deallocate()
    trail.deallocate()
    scratch.deallocate()
  }

  /// Forgets the lead.
  @inline(__always)
  func reset() {
    cscan_copy(known, firstKnown, count)
    // What is not known is not asked for its word.
    if hasFirstWords { words.update(from: firstWords, count: count) }
  }
}

extension StraightMemory {
  /// Room for a text of so many bytes behind those made before; nil where there is none.
  func room(_ count: Int, behind made: Int) -> UnsafeMutablePointer<UInt8>? {
    made + count <= StraightMemory.scratchSize ? scratch + made : nil
  }

  /// Whether a reference is to a text that was made.
  @inline(__always)
  static func isMade(_ reference: UInt64) -> Bool { reference >> 62 == 3 }

  /// A reference to a text that was made.
  static func reference(made offset: Int, _ length: Int) -> UInt64 {
    UInt64(3) << 62 | UInt64(truncatingIfNeeded: length) << 32 | UInt64(truncatingIfNeeded: offset)
  }
}

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Memory that holds an array's elements, and one more behind them, or as many as there is to be room for.
  static func filled(_ elements: [Pointee], _ last: Pointee, room: Int = 1) -> Self {
    let memory = Self.allocate(capacity: elements.count + room)
    memory.initialize(repeating: last, count: elements.count + room)
    elements.withUnsafeBufferPointer { if let base = $0.baseAddress { memory.update(from: base, count: $0.count) } }
    return memory
  }
}
