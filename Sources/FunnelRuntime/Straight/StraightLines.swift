import CScan

/// The lines of journeys that went the same ways, as far as they are the same: all but the lead's id.
///
/// Few ways are gone by most journeys. A line is kept at a place that its way names, until another one takes that place.
struct StraightLines: ~Copyable {
  /// How many bytes are copied at once.
  static let step = 64
  /// The most turns and activities of a line that is kept.
  private static let trail = 12
  private static let places = 1024
  private static let size = 256 << 10

  /// A way: where it came to and how, and all its turns and activities.
  private struct Way: BitwiseCopyable {
    var head: UInt64 = .max
    var trail: (UInt64, UInt64, UInt64) = (0, 0, 0)
  }

  /// A line: a way, and where the text stands.
  private struct Entry: BitwiseCopyable {
    var way = Way()
    var place: Int32 = 0
    var before: Int32 = 0
    var behind: Int32 = 0
  }

  /// What of a line stands before the id and behind it.
  struct Line {
    let start: UnsafeMutablePointer<UInt8>
    let before: Int
    let behind: Int
  }

  private let entries: UnsafeMutablePointer<Entry>
  /// The texts, one behind the other; what is behind the last one is not touched before it is used, but for one step.
  private let bytes: UnsafeMutablePointer<UInt8>
  private var used = 0

  init() {
    entries = .filled([], Entry(), room: StraightLines.places)
    bytes = .allocate(capacity: StraightLines.size + StraightLines.step)
  }

  deinit {
    entries.deallocate()
    bytes.deallocate()
  }

  @inline(__always)
  private static func way(_ outcome: StraightMachine.Outcome, _ trail: UnsafeMutablePointer<UInt16>) -> Way {
    // What stands behind the trail is no part of it.
    let count = Int(outcome.turns &+ outcome.parts)
    let words = UnsafeRawPointer(trail).assumingMemoryBound(to: UInt8.self)
    let head =
      UInt64(truncatingIfNeeded: outcome.place) << 16 | UInt64(truncatingIfNeeded: outcome.turns) << 8
      | UInt64(truncatingIfNeeded: outcome.parts)
    return Way(
      head: head,
      trail: (
        cscan_part_of_word(words, min(2 &* count, 8)), cscan_part_of_word(words + 8, min(max(2 &* count &- 8, 0), 8)),
        cscan_part_of_word(words + 16, min(max(2 &* count &- 16, 0), 8))
      ))
  }

  @inline(__always)
  private func entry(_ way: Way) -> UnsafeMutablePointer<Entry> {
    let mixed =
      (way.head ^ way.trail.0 &* 0xC2B2_AE3D_27D4_EB4F ^ way.trail.1 &* 0x1656_67B1_9E37_79F9 &+ way.trail.2)
      &* 0x9E37_79B9_7F4A_7C15
    return entries + Int(truncatingIfNeeded: mixed >> 54)
  }

  /// The line of a way, where it is kept.
  @inline(__always)
  func find(_ outcome: StraightMachine.Outcome, _ trail: UnsafeMutablePointer<UInt16>) -> Line? {
    let way = StraightLines.way(outcome, trail)
    let entry = entry(way)
    guard
      (entry.pointee.way.head ^ way.head) | (entry.pointee.way.trail.0 ^ way.trail.0)
        | (entry.pointee.way.trail.1 ^ way.trail.1) | (entry.pointee.way.trail.2 ^ way.trail.2) == 0
    else { return nil }
    return Line(
      start: bytes + Int(entry.pointee.place), before: Int(entry.pointee.before), behind: Int(entry.pointee.behind))
  }

  /// Keeps a line, that stands from `start` to `end`, without its id.
  mutating func keep(
    _ outcome: StraightMachine.Outcome, _ trail: UnsafeMutablePointer<UInt16>, _ start: UnsafeMutablePointer<UInt8>,
    _ before: UnsafeMutablePointer<UInt8>, _ behind: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>
  ) {
    let length = (before - start) + (end - behind)
    guard Int(outcome.turns &+ outcome.parts) <= StraightLines.trail, length < StraightLines.size / 16 else { return }
    if used + length > StraightLines.size {
      entries.update(repeating: Entry(), count: StraightLines.places)
      used = 0
    }
    let way = StraightLines.way(outcome, trail)
    (bytes + used).update(from: start, count: before - start)
    (bytes + used + (before - start)).update(from: behind, count: end - behind)
    entry(way).pointee = Entry(
      way: way, place: Int32(used), before: Int32(before - start), behind: Int32(end - behind))
    used += length
    // The last copy of a text reads on behind it.
    (bytes + used).update(repeating: 0, count: StraightLines.step)
  }
}
