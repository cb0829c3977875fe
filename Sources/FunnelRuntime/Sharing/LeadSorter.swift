import FunnelIR

/// Sorts the lines of a feed by whom they are about, so that several runs can each have leads of their own.
///
/// What a plain line says is read once, and handed over with it. Any other line is read for the lead's id alone, and read again
/// by the run that gets it.
public struct LeadSorter: ~Copyable {
  private let plain: Held<FlightReader>?
  private var event = IncomingEvent()

  /// Makes a sorter for feeds of a run.
  public init(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits) {
    if let reader = FlightReader(workspace, settings, limits) { plain = Held(reader) } else { plain = nil }
  }

  /// Which of so many shares an event's lead belongs to.
  public static func share(of event: borrowing IncomingEvent, among count: Int) -> Int {
    event.bytes.withUnsafeBytes { DealtPiece.share(LeadHash()($0.part(event.lead)), of: count) }
  }

  /// Takes the next lines of a feed of lines into an empty piece, to be dealt next.
  /// - Returns: what there was: lines, one that can't be used, or the feed's end.
  public static func take(_ piece: DealtPiece, of feed: inout FeedReader) throws -> FeedPiece {
    try feed.nextPiece(for: &piece.reader)
  }

  /// Deals the lines of a piece.
  public mutating func deal(_ piece: DealtPiece) throws {
    while true {
      if let plain { try piece.addPlain(plain) }
      switch try piece.reader.next(into: &event) {
      case .end: return
      case .reject(let reject): piece.take(reject)
      case .event(let line, let offset):
        event.bytes.withUnsafeBytes { bytes in
          piece.reader.withItem {
            piece.add($0, about: bytes.part(event.lead), at: FeedPlace(offset: offset, line: line - 1))
          }
        }
      }
    }
  }
}
