/// A piece of a feed whose lines are dealt to several runs, each lead's lines to the same one.
///
/// One thread at a time deals; then each run's lines are handled by one thread.
public final class DealtPiece: @unchecked Sendable {
  /// How many lines it has, blank ones not among them.
  public private(set) var lineCount = 0
  /// The lines of which nobody knows whom they are about.
  public private(set) var rejects: [FeedReject] = []
  /// The lines for each run.
  private(set) var shares: [[DealtLine]]
  /// Reads the lines, and has their memory.
  @exclusivity(unchecked) var reader: FeedReader
  private let plain = FlightLines()
  private let hash = LeadHash()

  /// Makes an empty piece of a run's feeds.
  public init(
    shares: Int, _ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits, _ sessions: SessionTokens?
  ) {
    self.shares = (0..<shares).map { _ in [] }
    reader = FeedReader(piecesFor: workspace, settings, limits, sessions)
  }

  /// Adds a line that can't be used.
  public func take(_ reject: FeedReject) {
    rejects.append(reject)
    lineCount += 1
  }

  /// Adds a line.
  func add(
    _ bytes: UnsafeRawBufferPointer, about lead: UnsafeRawBufferPointer, at place: FeedPlace,
    plain: UnsafeMutablePointer<FlightLine>? = nil
  ) {
    let hash = hash(lead)
    plain?.pointee.hash = hash
    shares[DealtPiece.share(hash, of: shares.count)].append(DealtLine(bytes: bytes, place: place, plain: plain))
    lineCount += 1
  }

  /// Adds the lines at the front of what is left that are plain.
  func addPlain(_ lines: Held<FlightReader>) throws {
    var place = reader.place()
    _ = try reader.withLines { bytes, _ in
      guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
      let end = start + bytes.count
      lines.value.begin(at: start)
      var (text, count) = (start, 0)
      while text < end {
        let line = plain.next(lines.value)
        guard let next = lines.value.next(text, to: end, into: line) else { break }
        plain.keep()
        add(
          UnsafeRawBufferPointer(start: text, count: next - text), about: line.pointee.id,
          at: place, plain: line)
        place = FeedPlace(offset: place.offset + (next - text), line: place.line + 1)
        text = next
        count += 1
      }
      return (count, text - start)
    }
  }

  /// Forgets everything, and keeps the memory.
  public func removeAll() {
    lineCount = 0
    rejects.removeAll()
    for share in shares.indices { shares[share].removeAll(keepingCapacity: true) }
    plain.removeAll()
  }

  /// Which of so many shares has a lead.
  static func share(_ hash: UInt64, of count: Int) -> Int { Int(((hash >> 32) &* UInt64(count)) >> 32) }
}
