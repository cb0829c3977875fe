import CScan

/// Marks on the lines at hand: where strings end or break off, and where escapes stand.
///
/// - Invariant: the marks lie on whole lines from `origin` on, and each line ends with a stop: nobody who begins within a line
///   and looks for the next stop leaves it.
struct StraightMarks: BitwiseCopyable {
  typealias Text = UnsafePointer<UInt8>

  fileprivate(set) var stops: UnsafeMutablePointer<UInt8>
  fileprivate(set) var escapes: UnsafeMutablePointer<UInt8>
  /// The first byte that has marks.
  fileprivate(set) var origin: Text

  /// The first stop from a place on.
  @inline(__always)
  func stop(_ text: Text) -> Text { cscan_stop(stops, origin, text) }

  /// Whether escapes stand among so many bytes.
  @inline(__always)
  func hasEscapes(_ text: Text, _ count: Int) -> Bool { cscan_has_marks(escapes, origin, text, count) != 0 }
}

/// Makes marks, on some lines at a time, in memory that is used again.
struct StraightMarker: ~Copyable {
  /// How many bytes are marked at once at first, where the lines before were not plain, and later; and the longest line.
  private static let least = 2 << 10
  private static let most = 8 << 10
  private static let longest = 1 << 20

  private(set) var marks: StraightMarks
  /// How many bytes there is room for.
  private var capacity = StraightMarker.most
  private var size = StraightMarker.least

  init() {
    let stops = StraightMarker.memory(capacity)
    marks = StraightMarks(stops: stops, escapes: StraightMarker.memory(capacity), origin: UnsafePointer(stops))
  }

  deinit {
    marks.stops.deallocate()
    marks.escapes.deallocate()
  }

  private static func memory(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    .filled([], 0, room: cscan_marks_size(capacity))
  }

  /// Begins anew with few lines at once.
  mutating func begin() { size = StraightMarker.least }

  /// Marks the next lines.
  /// - Returns: the end of the last one marked; nil where there is none whole, or where it is very long.
  mutating func mark(_ line: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    while true {
      let count = min(size, end - line)
      let lines = cscan_lines(line, count)
      if lines > 0 {
        if lines > capacity { makeRoom(lines) }
        marks.origin = line
        cscan_mark(line, lines, marks.stops, marks.escapes)
        size = min(size * 2, max(size, StraightMarker.most))
        return line + lines
      }
      guard count < end - line, size < StraightMarker.longest else { return nil }
      size *= 2
    }
  }

  private mutating func makeRoom(_ count: Int) {
    marks.stops.deallocate()
    marks.escapes.deallocate()
    capacity = count
    marks.stops = StraightMarker.memory(capacity)
    marks.escapes = StraightMarker.memory(capacity)
  }
}
