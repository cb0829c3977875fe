import FunnelIR
import FunnelRuntime

/// A run with its files: hands the lines of the feeds to the funnel, and writes what comes out of it.
struct RunSession: ~Copyable {
  /// What is written at once.
  private static let block = 1 << 17

  private let program: LoadedProgram
  private let tables: [LoadedTable]
  private let settings: RunSettings
  private let outputs: RunOutputs
  private let sessions: SessionTokens?
  private let isStrict: Bool
  private var run: FunnelRun
  private var event = IncomingEvent()
  private var rejectLine = JSONWriter()
  private var progress: Progress
  private var lines = 0
  private var rejectExamples = RejectExamples()
  /// The feed in which each of the summary's first misfits stands.
  private var issueFeeds: [String] = []

  init(
    funnel: LoadedFunnel, settings: RunSettings, outputs: RunOutputs, sessions: SessionTokens?, isStrict: Bool,
    progress: Progress
  ) {
    tables = funnel.tables
    program = LoadedProgram(funnel.program, tables: funnel.tables.map(\.table))
    self.settings = settings
    self.outputs = outputs
    self.sessions = sessions
    self.isStrict = isStrict
    self.progress = progress
    run = FunnelRun(program, settings)
  }

  /// Reads a feed to its end.
  mutating func read(_ feed: FeedFile, items: [String]?, limits: FeedLimits) throws {
    let plan = program.program
    var reader = FeedReader(
      feed.bytes, plan: plan.feed, choices: plan.choices, zone: plan.zone, items: items, limits: limits,
      sessions: sessions,
      privacy: FeedPrivacy(
        program.personal, showsPersonal: settings.showsPersonal, redactsRejects: settings.redacts))
    while true {
      switch try reader.next(into: &event) {
      case .end: return
      case .reject(let reject): try write(reject, of: feed)
      case .event(let line, _):
        if isStrict, let issue = event.issues.first {
          let point = plan.points[issue.slot]
          let isHidden = point.isPersonal && !settings.showsPersonal
          let reason = isHidden ? "a personal value does not fit its type" : issue.reason
          try write(reader.reject(.dataIssue, "\(plan.strings[point.name]): \(reason)"), of: feed)
        } else if case .refused(let refusal) = run.handle(event, line: line) {
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
      program: program.program, settings: settings, summary: run.summary, tables: tables, lines: lines,
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
