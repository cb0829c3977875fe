import FunnelRuntime

@testable import FunnelCompiler

/// What comes out where several runs share a feed and each has leads of its own, as threads do it that take turns.
struct DealtRun {
  var journeys: [UInt8] = []
  var journal: [UInt8] = []
  var effects: [UInt8] = []
  var rejects: [FeedReject] = []
  var summary = ""

  /// Runs a feed to its end.
  init(
    _ workspace: LoadedWorkspace, _ settings: RunSettings, _ feed: [UInt8], _ limits: FeedLimits,
    sessions: SessionTokens? = nil, shares count: Int
  ) throws {
    var cutter = FeedReader(MemorySource(feed), for: workspace, limits: limits, sessions: sessions)
    guard try cutter.isCuttable() else { return }
    var sorter = LeadSorter(workspace, settings, limits)
    let shares = (0..<count).map { _ in RunShare(workspace, settings, limits, sessions, isAlone: false) }
    let piece = DealtPiece(shares: count, workspace, settings, limits, sessions)
    let strands = shares.map { _ in Strand() }
    cutting: while true {
      piece.removeAll()
      for strand in strands { strand.removeAll() }
      switch try LeadSorter.take(piece, of: &cutter) {
      case .end: break cutting
      case .reject(let reject): piece.take(reject)
      case .lines: try sorter.deal(piece)
      }
      for (number, share) in shares.enumerated() {
        try share.handle(piece, share: number, after: 0, into: strands[number])
      }
      Strand.weave(strands) { take($0, $1, $2) }
      rejects += (piece.rejects + strands.flatMap(\.rejects)).sorted { $0.offset < $1.offset }
    }
    RunShare.finish(shares, some: 3, { $0.forEach($1) }) { take($0, $1, $2) }
    summary = "\(RunShare.total(shares).summary)"
  }

  private mutating func take(
    _ journeys: UnsafeRawBufferPointer, _ journal: UnsafeRawBufferPointer, _ effects: UnsafeRawBufferPointer
  ) {
    self.journeys += journeys
    self.journal += journal
    self.effects += effects
  }
}
