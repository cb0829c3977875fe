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
  /// - Parameters:
  ///   - shares: how many runs have leads of their own, where the feed is one of lines.
  ///   - change: changes how the run is made.
  init(
    _ workspace: LoadedWorkspace, _ source: any ByteSource, _ limits: FeedLimits, shares: Int = 1,
    change: (inout RunSettings) -> Void = { _ in }
  ) {
    var settings = RunSettings(digest: Self.digest)
    settings.start = 1_700_000_000_000_000
    settings.keepsJournal = true
    settings.keepsEffects = true
    change(&settings)
    var reader = FeedReader(source, for: workspace, limits: limits)
    if shares > 1, (try? reader.isCuttable()) == true {
      deal(&reader, workspace, settings, limits, shares: shares)
    } else {
      read(&reader, FunnelRun(workspace, settings))
    }
  }

  private mutating func read(_ reader: inout FeedReader, _ start: consuming FunnelRun) {
    var run = start
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
          run.summary.count(refusal.reason)
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

  private mutating func deal(
    _ cutter: inout FeedReader, _ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits,
    shares count: Int
  ) {
    var sorter = LeadSorter(workspace, settings, limits)
    let shares = (0..<count).map { _ in RunShare(workspace, settings, limits, nil, isAlone: false) }
    let strands = shares.map { _ in Strand() }
    let piece = DealtPiece(shares: count, workspace, settings, limits, nil)
    cutting: while true {
      piece.removeAll()
      for strand in strands { strand.removeAll() }
      switch try? LeadSorter.take(piece, of: &cutter) {
      case .lines: try? sorter.deal(piece)
      case .reject(let reject): piece.take(reject)
      case .end, nil: break cutting
      }
      for (number, share) in shares.enumerated() {
        try? share.handle(piece, share: number, after: 0, into: strands[number])
      }
      Strand.weave(strands) { take($0, $1, $2) }
      rejects += (piece.rejects + strands.flatMap(\.rejects)).sorted { $0.offset < $1.offset }.map {
        "\($0.line) \($0.reason.rawValue)"
      }
    }
    RunShare.finish(shares, some: 2, { $0.forEach($1) }) { take($0, $1, $2) }
    summary = "\(RunShare.total(shares).summary)"
  }

  private mutating func take(
    _ journeys: UnsafeRawBufferPointer, _ journal: UnsafeRawBufferPointer, _ effects: UnsafeRawBufferPointer
  ) {
    self.journeys += journeys
    self.journal += journal
    self.effects += effects
  }

  /// A quick hash of 32 bytes: what is tried here does not rest on its strength.
  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<32).map { UInt8(truncatingIfNeeded: hash >> UInt64(($0 % 8) * 8)) }
  }
}
