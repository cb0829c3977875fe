/// A piece of a feed whose lines are dealt to several runs, each lead's lines to the same one.
///
/// One thread at a time deals; then each run's lines are read by one thread.
public final class DealtPiece: @unchecked Sendable {
  /// How many lines it has, blank ones not among them.
  public private(set) var lineCount = 0
  /// The lines of which nobody knows whom they are about.
  public private(set) var rejects: [FeedReject] = []
  let shares: [DealtLines]
  private let hash = LeadHash()

  /// Makes an empty piece.
  /// - Parameter size: about how many bytes it will have.
  public init(shares: Int, size: Int) {
    self.shares = (0..<shares).map { _ in DealtLines(size: max(256, size / shares)) }
  }

  /// Adds a line.
  func add(_ line: UnsafeRawBufferPointer, about lead: UnsafeRawBufferPointer, at place: FeedPlace) {
    shares[DealtPiece.share(hash(lead), of: shares.count)].append(line, at: place)
    lineCount += 1
  }

  /// Adds a line that can't be used.
  public func take(_ reject: FeedReject) {
    rejects.append(reject)
    lineCount += 1
  }

  /// Forgets everything, and keeps the memory.
  public func removeAll() {
    lineCount = 0
    rejects.removeAll()
    for lines in shares { lines.removeAll() }
  }

  /// Which of so many shares has a lead.
  static func share(_ hash: UInt64, of count: Int) -> Int { Int((hash >> 32) * UInt64(count) >> 32) }
}
