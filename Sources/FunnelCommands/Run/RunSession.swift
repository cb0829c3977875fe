import FunnelIR
import FunnelRuntime

/// A run with its files: hands the lines of the feeds to the funnel, and writes what comes out of it.
struct RunSession: ~Copyable {
  /// What is written at once.
  private static let block = 1 << 17
  /// How many journeys each of several runs brings to their end at once.
  private static let journeys = 4096

  private let terms: SharedFeed.Terms
  private let tables: [LoadedTable]
  private let outputs: RunOutputs
  private let rejects: RejectSink
  private let jobs: Int
  /// The run; several, each with leads of its own, where several threads handle events.
  private let shares: [RunShare]
  private var event = IncomingEvent()
  private var progress: Progress
  private var lines = 0
  /// Up to where each feed goes in the order of all lines.
  private var ends: [(order: Int, path: String)] = []
  private var order = 0

  init(_ funnels: LoadedFunnels, _ terms: SharedFeed.Terms, outputs: RunOutputs, jobs: Int, progress: Progress) {
    self.terms = terms
    tables = Array(funnels.tables.joined())
    self.outputs = outputs
    self.jobs = jobs
    self.progress = progress
    rejects = RejectSink(outputs.rejects)
    let count = jobs > 1 && FunnelRun.isDealable(terms.workspace, terms.settings) ? jobs : 1
    shares = (0..<count).map { _ in
      RunShare(terms.workspace, terms.settings, terms.limits, terms.sessions, isAlone: count == 1)
    }
  }

  /// Reads a feed to its end.
  mutating func read(_ feed: FeedFile, items: [String]?) throws {
    var reader = FeedReader(
      feed.bytes, for: terms.workspace, items: items, limits: terms.limits, sessions: terms.sessions,
      showsPersonal: terms.settings.showsPersonal, redactsRejects: terms.settings.redacts)
    if jobs > 1, try reader.isCuttable(), shares.count > 1 {
      try deal(reader, feed)
    } else if jobs > 1, try reader.isCuttable(), FunnelRun.isDivisible(terms.workspace, terms.settings) {
      try share(reader, feed)
    } else {
      try readAlone(&reader, feed)
    }
    ends.append((order, feed.path))
  }

  /// Reads a feed on one thread, whichever runs its events are for.
  private mutating func readAlone(_ reader: inout FeedReader, _ feed: FeedFile) throws {
    let isDealt = shares.count > 1
    while true {
      if !isDealt {
        let plain = try shares[0].withRun { try $0.takePlain(from: &reader, limit: RunSession.block) }
        if plain > 0 {
          (lines, order) = (lines + plain, order + plain)
          shares[0].noteMisfits(order: order)
          progress.show(lines: lines)
          if try writeOutputs(of: shares[0], from: RunSession.block) { continue }
        }
      }
      let item = try reader.next(into: &event)
      (lines, order) = (lines + 1, order + 1)
      switch item {
      case .end:
        lines -= 1
        return
      case .reject(let reject): try write(reject, of: feed, countedBy: shares[0])
      case .event(let line, _):
        let share = isDealt ? shares[LeadSorter.share(of: event, among: shares.count)] : shares[0]
        if case .refused(let refusal) = share.handle(event, line: line, order: order) {
          try write(reader.reject(refusal.reason, refusal.message), of: feed, countedBy: share)
        }
        // What comes out of several runs stands in the order of the events.
        try writeOutputs(of: share, from: isDealt ? 1 : RunSession.block)
      }
      if lines & 0x3FF == 0 { progress.show(lines: lines) }
    }
  }

  /// Reads a feed on several threads, each line for itself.
  private mutating func share(_ reader: consuming FeedReader, _ feed: FeedFile) throws {
    let harvest = Harvest(shares[0].withRun { $0.takeSummary() })
    let (outputs, rejects) = (outputs, rejects)
    let shared = SharedFeed(terms, reader, jobs: jobs) { yield in
      try RunSession.write(yield.journeys, yield.journal, yield.effects, to: outputs)
      harvest.lines += yield.lines
      harvest.summary?.add(yield.summary)
      for reject in yield.rejects { try rejects.write(reject, of: feed) }
    }
    try shared.read()
    (lines, order) = (lines + harvest.lines, order + harvest.lines)
    if let summary = harvest.summary { shares[0].withRun { $0.summary.add(summary) } }
    shares[0].noteMisfits(order: order)
  }

  /// What a feed that several threads read brings.
  private final class Harvest {
    var summary: RunSummary?
    var lines = 0
    init(_ summary: RunSummary? = nil) { self.summary = summary }
  }

  /// Reads a feed on several threads, each lead's lines for the run that has the lead.
  private mutating func deal(_ reader: consuming FeedReader, _ feed: FeedFile) throws {
    let harvest = Harvest()
    let (outputs, rejects) = (outputs, rejects)
    let dealt = DealtFeed(terms, shares, reader, after: order) { job in
      harvest.lines += job.piece.lineCount
      try Strand.weave(job.strands) { try outputs.write($0, $1, $2) }
      let refused = job.piece.rejects + job.strands.flatMap(\.rejects)
      for reject in refused.sorted(by: { $0.offset < $1.offset }) { try rejects.write(reject, of: feed) }
    }
    order += try dealt.read()
    lines += harvest.lines
  }

  /// Moves all clocks to the end and writes what is left.
  mutating func finish() throws {
    if shares.count > 1 {
      try RunShare.finish(shares, some: RunSession.journeys, Crew.each) { try outputs.write($0, $1, $2) }
    } else {
      while shares[0].withRun({ $0.finishNext() }) { try writeOutputs(of: shares[0], from: RunSession.block) }
      try writeOutputs(of: shares[0], from: 1)
    }
    try outputs.flush()
    progress.clear()
  }

  /// The numbers of the run.
  var report: RunReport {
    let (summary, orders) = RunShare.total(shares)
    return RunReport(
      funnels: terms.workspace.funnels.map(\.program), settings: terms.settings, summary: summary, tables: tables,
      lines: lines, issueFeeds: orders.map { order in ends.first { order <= $0.order }?.path ?? "" },
      rejects: rejects.examples, areRejectsKept: outputs.rejects != nil, elapsed: progress.elapsed)
  }

  // MARK: Writing

  /// Writes what has come out of a run, once there is so much of it; says whether there was.
  @discardableResult
  private func writeOutputs(of share: RunShare, from least: Int) throws -> Bool {
    try share.withRun { run in
      guard max(run.journeys.count, run.journal.count, run.effects.count) >= least else { return false }
      try RunSession.write(run.journeys, run.journal, run.effects, to: outputs)
      run.journeys.removeAll()
      run.journal.removeAll()
      run.effects.removeAll()
      return true
    }
  }

  private static func write(
    _ journeys: borrowing JSONWriter, _ journal: borrowing JSONWriter, _ effects: borrowing JSONWriter,
    to outputs: RunOutputs
  ) throws(FileError) {
    try journeys.withBytes { bytes throws(FileError) in try outputs.journeys.write(bytes) }
    try journal.withBytes { bytes throws(FileError) in try outputs.journal?.write(bytes) }
    try effects.withBytes { bytes throws(FileError) in try outputs.effects?.write(bytes) }
  }

  private func write(_ reject: FeedReject, of feed: FeedFile, countedBy share: RunShare) throws {
    share.withRun { $0.summary.count(reject.reason) }
    try rejects.write(reject, of: feed)
  }
}
