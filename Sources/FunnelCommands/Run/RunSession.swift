import FunnelIR
import FunnelRuntime

/// A run with its files: hands the lines of the feeds to the funnel, and writes what comes out of it.
struct RunSession: ~Copyable {
  /// What is written at once.
  private static let block = 1 << 17

  private let workspace: LoadedWorkspace
  private let tables: [LoadedTable]
  private let settings: RunSettings
  private let outputs: RunOutputs
  private let sessions: SessionTokens?
  private let jobs: Int
  private var run: FunnelRun
  private var event = IncomingEvent()
  private var rejectLine = JSONWriter()
  private var progress: Progress
  private var lines = 0
  private var rejectExamples = RejectExamples()
  /// The feed in which each of the summary's first misfits stands.
  private var issueFeeds: [String] = []

  init(
    _ funnels: LoadedFunnels, settings: RunSettings, outputs: RunOutputs, sessions: SessionTokens?, jobs: Int,
    progress: Progress
  ) {
    tables = Array(funnels.tables.joined())
    workspace = funnels.loaded
    self.settings = settings
    self.outputs = outputs
    self.sessions = sessions
    self.jobs = jobs
    self.progress = progress
    run = FunnelRun(workspace, settings)
  }

  /// Reads a feed to its end.
  mutating func read(_ feed: FeedFile, items: [String]?, limits: FeedLimits) throws {
    var reader = FeedReader(
      feed.bytes, for: workspace, items: items, limits: limits, sessions: sessions,
      showsPersonal: settings.showsPersonal, redactsRejects: settings.redacts)
    if jobs > 1, FunnelRun.isDivisible(workspace, settings), try reader.isCuttable() {
      return try share(reader, feed, limits)
    }
    while true {
      let plain = try run.takePlain(from: &reader, limit: RunSession.block)
      if plain > 0 {
        lines += plain
        progress.show(lines: lines)
        let isFull = run.journeys.count >= RunSession.block
        try writeOutputs(from: RunSession.block)
        if isFull { continue }
      }
      switch try reader.next(into: &event) {
      case .end: return
      case .reject(let reject): try write(reject, of: feed)
      case .event(let line, _):
        if case .refused(let refusal) = run.handle(event, line: line) {
          try write(reader.reject(refusal.reason, refusal.message), of: feed)
        } else {
          while issueFeeds.count < run.summary.examples.count { issueFeeds.append(feed.path) }
        }
      }
      lines += 1
      if lines & 0x3FF == 0 { progress.show(lines: lines) }
      try writeOutputs(from: RunSession.block)
    }
  }

  /// Reads a feed on several threads.
  private mutating func share(_ reader: consuming FeedReader, _ feed: FeedFile, _ limits: FeedLimits) throws {
    let terms = SharedFeed.Terms(workspace: workspace, settings: settings, sessions: sessions, limits: limits)
    let harvest = Harvest()
    let outputs = outputs
    let shared = SharedFeed(terms, reader, jobs: jobs) { yield in
      try RunSession.write(yield, to: outputs)
      harvest.lines += yield.lines
      harvest.summary?.add(yield.summary)
      if harvest.summary == nil { harvest.summary = yield.summary }
      for reject in yield.rejects { try harvest.write(reject, of: feed, to: outputs.rejects) }
    }
    try shared.read()
    lines += harvest.lines
    if let summary = harvest.summary { run.summary.add(summary) }
    while issueFeeds.count < run.summary.examples.count { issueFeeds.append(feed.path) }
    rejectExamples.add(harvest.rejectExamples)
  }

  /// What a shared feed brings.
  private final class Harvest {
    var summary: RunSummary?
    var lines = 0
    var rejectExamples = RejectExamples()
    private var rejectLine = JSONWriter()

    func write(_ reject: FeedReject, of feed: FeedFile, to file: OutputFile?) throws {
      rejectExamples.add(reject, feed: feed.path)
      guard let file else { return }
      rejectLine.removeAll()
      rejectLine.reject(reject, feed: feed.path)
      try rejectLine.withBytes { bytes throws(FileError) in try file.write(bytes) }
    }
  }

  private static func write(_ yield: SharedFeed.Yield, to outputs: RunOutputs) throws(FileError) {
    try yield.journeys.withBytes { bytes throws(FileError) in try outputs.journeys.write(bytes) }
    try yield.journal.withBytes { bytes throws(FileError) in try outputs.journal?.write(bytes) }
    try yield.effects.withBytes { bytes throws(FileError) in try outputs.effects?.write(bytes) }
  }

  /// Moves all clocks to the end and writes what is left.
  mutating func finish() throws {
    while run.finishNext() { try writeOutputs(from: RunSession.block) }
    try writeOutputs(from: 1)
    try outputs.flush()
    progress.clear()
  }

  /// The numbers of the run.
  var report: RunReport {
    RunReport(
      funnels: workspace.funnels.map(\.program), settings: settings, summary: run.summary, tables: tables, lines: lines,
      issueFeeds: issueFeeds,
      rejects: rejectExamples, areRejectsKept: outputs.rejects != nil, elapsed: progress.elapsed)
  }

  private mutating func writeOutputs(from least: Int) throws {
    if run.journeys.count >= least {
      try run.journeys.withBytes { bytes throws(FileError) in try outputs.journeys.write(bytes) }
      run.journeys.removeAll()
    }
    if run.journal.count >= least {
      try run.journal.withBytes { bytes throws(FileError) in try outputs.journal?.write(bytes) }
      run.journal.removeAll()
    }
    if run.effects.count >= least {
      try run.effects.withBytes { bytes throws(FileError) in try outputs.effects?.write(bytes) }
      run.effects.removeAll()
    }
  }

  private mutating func write(_ reject: FeedReject, of feed: FeedFile) throws {
    run.summary.count(reject.reason)
    rejectExamples.add(reject, feed: feed.path)
    guard let file = outputs.rejects else { return }
    rejectLine.removeAll()
    rejectLine.reject(reject, feed: feed.path)
    try rejectLine.withBytes { bytes throws(FileError) in try file.write(bytes) }
  }
}
