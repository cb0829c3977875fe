import FunnelIR

/// Sorts the lines of a feed by whom they are about, so that several runs can each have leads of their own.
///
/// Only the reader knows for certain what a line says. So a line that isn't plain is read whole for the lead's id alone, and
/// read again by the run that gets it.
public struct LeadSorter: ~Copyable {
  private var reader: FeedReader
  private let finder: Held<LeadFinder>?
  private var event = IncomingEvent()

  /// Makes a sorter for feeds of a run.
  public init(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits, _ sessions: SessionTokens?) {
    reader = FeedReader(
      MemorySource(""), for: workspace, limits: limits, sessions: sessions, showsPersonal: settings.showsPersonal,
      redactsRejects: settings.redacts)
    if let plain = LeadFinder(workspace, settings, limits) { finder = Held(plain) } else { finder = nil }
  }

  /// Which of so many shares an event's lead belongs to.
  public static func share(of event: borrowing IncomingEvent, among count: Int) -> Int {
    event.bytes.withUnsafeBytes { DealtPiece.share(LeadHash()($0.part(event.lead)), of: count) }
  }

  /// Takes the next lines of a feed of lines, to be dealt next.
  public mutating func takePiece(of feed: inout FeedReader) throws -> FeedPiece { try feed.nextPiece(for: &reader) }

  /// Deals the lines taken last.
  public mutating func deal(to piece: DealtPiece) throws {
    while true {
      if let finder {
        let place = reader.place()
        _ = try reader.withLines { finder.value.deal($0, from: place, to: piece) }
      }
      switch try reader.next(into: &event) {
      case .end: return
      case .reject(let reject): piece.take(reject)
      case .event(let line, let offset):
        let lead = event.lead
        event.bytes.withUnsafeBytes { bytes in
          reader.withItem { piece.add($0, about: bytes.part(lead), at: FeedPlace(offset: offset, line: line - 1)) }
        }
      }
    }
  }
}
