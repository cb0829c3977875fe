import FunnelIR
import FunnelRuntime

/// Everything that comes out of a run.
struct FuzzRun: Equatable {
  private var journeys: [UInt8] = []
  private var journal: [UInt8] = []
  private var effects: [UInt8] = []
  private var rejects: [String] = []
  private var summary = ""

  /// Runs a feed to its end.
  /// - Parameter change: changes how the run is made.
  init(
    _ workspace: LoadedWorkspace, _ source: any ByteSource, _ limits: FeedLimits,
    change: (inout RunSettings) -> Void = { _ in }
  ) {
    var settings = RunSettings(digest: Self.digest)
    settings.start = 1_700_000_000_000_000
    settings.keepsJournal = true
    settings.keepsEffects = true
    change(&settings)
    var run = FunnelRun(workspace, settings)
    var reader = FeedReader(source, for: workspace, limits: limits)
    var event = IncomingEvent()
    reading: while true {
      guard (try? run.takePlain(from: &reader, limit: .max)) != nil, let item = try? reader.next(into: &event) else {
        break
      }
      switch item {
      case .end: break reading
      case .reject(let reject):
        run.summary.count(reject.reason)
        rejects.append("\(reject.line) \(reject.reason.rawValue)")
      case .event(let line, _):
        if case .refused(let refusal) = run.handle(event, line: line) {
          rejects.append("\(line) \(refusal.reason.rawValue)")
        }
      }
    }
    while run.finishNext() {}
    journeys = run.journeys.bytes
    journal = run.journal.bytes
    effects = run.effects.bytes
    summary = "\(run.summary)"
  }

  /// A quick hash of 32 bytes: what is tried here does not rest on its strength.
  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<32).map { UInt8(truncatingIfNeeded: hash >> UInt64(($0 % 8) * 8)) }
  }
}
