import FunnelIR
import FunnelRuntime
import FunnelStore

/// `funnelc run --store`: the same run, kept in a store.
enum DurableRun {
  /// Runs feeds into a store; the results are exports of what is committed.
  static func run(
    _ funnels: LoadedFunnels, _ settings: RunSettings, feeds: [FeedFile], inputs: [FileIdentity], items: [String]?,
    limits: FeedLimits, _ sessions: SessionTokens?, _ arguments: Arguments, _ console: Console
  ) throws -> RunReport? {
    guard let path = arguments.value(RunOptions.store) else { return nil }
    let names = try feedNames(feeds, arguments)
    Interruption.watch()
    let store = try SQLiteStore(path)
    let (workspace, isNewVersion) = try StoredVersions.claim(store, for: funnels)
    if isNewVersion {
      let versions = workspace.funnels[workspace.current].map {
        "version \($0.program.version) of \"\($0.program.name)\""
      }
      console.say(
        "new with this store: \(versions.joined(separator: ", ")); journeys that began under another version stay under it\n"
      )
    }
    let anchor = try Anchor.ofRun(store, arguments.value(RunOptions.anchor), console)
    var settings = settings
    (settings.isDurable, settings.keepsJournal, settings.keepsEffects) = (true, true, true)
    if let text = arguments.value(RunOptions.fields) {
      settings.fields = try workspace.funnels.map { try FieldList.fields(text, of: $0.program) }
    }
    var session = try DurableSession(
      workspace, store, settings: settings, batch: arguments.number(RunOptions.batch) ?? 1_000,
      sessions: sessions, anchor: anchor, progress: Progress(console))
    let inputs =
      inputs
      + [path, path + "-wal", path + "-writer", arguments.value(RunOptions.anchor)].compactMap {
        $0.flatMap { FileIdentity(path: $0) }
      }
    let pace = try FollowOptions.pace(arguments)
    let printer = RecordPrinter(workspace)
    if let pace, let file = feeds.first?.bytes as? InputFile, let name = names.first {
      session.outputs = try exportOptions(arguments).map { path, lines in
        try AppendedFile(path, lines, of: store, by: printer, console, inputs: inputs)
      }
      try session.follow(file, named: name, limits: limits, pace)
    } else {
      for (feed, name) in zip(feeds, names) where Interruption.signal == nil {
        try session.read(feed, named: name, items: items, limits: limits)
      }
      if let until = settings.until { try session.advance(to: until) }
    }
    try session.compact()
    if pace != nil {
      if arguments.has(RunOptions.output) { try exportJourneys(&session, inputs: inputs, arguments, console) }
    } else if Interruption.signal == nil {
      for (path, lines) in exportOptions(arguments) {
        let file = try ExportFile(path, console, inputs: inputs)
        try store.forEachLine(lines, by: printer) { try file.write($0) }
        try file.finish()
      }
      try exportJourneys(&session, inputs: inputs, arguments, console)
    }
    session.progress.clear()
    try store.close()
    for feed in session.unfinished {
      console.say("the last line of \(feed) has no line end yet: it is read once it has\n")
    }
    if Interruption.signal != nil, pace == nil {
      console.say("stopped; everything read is committed, and the same command goes on from there\n")
      return nil
    }
    return RunReport(
      funnels: workspace.funnels.map(\.program), settings: settings, summary: session.run.summary,
      tables: Array(funnels.tables.joined()),
      lines: session.lines, issueFeeds: session.issueFeeds, rejects: session.rejectExamples,
      areRejectsKept: arguments.has(RunOptions.rejects), elapsed: session.progress.elapsed)
  }

  /// The names by which the store knows the feeds: as they are typed, unless the command says otherwise.
  private static func feedNames(_ feeds: [FeedFile], _ arguments: Arguments) throws(UsageError) -> [String] {
    let given = arguments.values(RunOptions.feedName)
    guard given.count <= feeds.count else {
      throw UsageError("there are more names than feeds", help: "give one \"--feed-name\" for each feed, leads first")
    }
    let names = given + feeds.dropFirst(given.count).map(\.path)
    guard Set(names).count == names.count else {
      throw UsageError("two feeds have the same name", help: "tell them apart with \"--feed-name\"")
    }
    return names
  }

  /// The outputs that hold lines of the store, and which.
  private static func exportOptions(_ arguments: Arguments) -> [(path: String, lines: StoredLines)] {
    let kinds: [(OptionSyntax, StoredLines)] = [
      (RunOptions.journal, .records), (RunOptions.effects, .effects), (RunOptions.rejects, .rejects),
    ]
    return kinds.compactMap { option, lines in arguments.value(option).map { ($0, lines) } }
  }

  private static func exportJourneys(
    _ session: inout DurableSession, inputs: [FileIdentity], _ arguments: Arguments, _ console: Console
  ) throws {
    let journeys = try ExportFile(arguments.value(RunOptions.output) ?? "-", console, inputs: inputs)
    while session.run.finishNext() {
      guard session.run.journeys.count >= 1 << 17 else { continue }
      try session.run.journeys.withBytes { bytes throws(FileError) in try journeys.write(bytes) }
      session.run.journeys.removeAll()
    }
    try session.run.journeys.withBytes { bytes throws(FileError) in try journeys.write(bytes) }
    try journeys.finish()
  }
}
