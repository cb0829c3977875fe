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
    try claim(store, for: funnels.workspace.workspace)
    var settings = settings
    (settings.isDurable, settings.keepsJournal, settings.keepsEffects) = (true, true, true)
    let workspace = funnels.loaded
    var session = try DurableSession(
      workspace, store, settings: settings, batch: arguments.number(RunOptions.batch) ?? 1_000,
      sessions: sessions, progress: Progress(console))
    for (feed, name) in zip(feeds, names) where Interruption.signal == nil {
      try session.read(feed, named: name, items: items, limits: limits)
    }
    if let until = settings.until { try session.advance(to: until) }
    try session.compact()
    if Interruption.signal == nil {
      let inputs = inputs + [path, path + "-wal", path + "-writer"].compactMap { FileIdentity(path: $0) }
      try export(&session, inputs: inputs, arguments, console)
    }
    session.progress.clear()
    try store.close()
    for feed in session.unfinished {
      console.say("the last line of \(feed) has no line end yet: it is read once it has\n")
    }
    if Interruption.signal != nil {
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

  /// Makes sure that the store's journeys run under these very funnels.
  private static func claim(_ store: any JourneyStore, for workspace: Workspace) throws {
    let own = StoredProgram(
      name: workspace.funnels.map(\.name).joined(separator: ", "),
      version: workspace.funnels.map { "\($0.version)" }.joined(separator: ", "), json: try workspace.canonicalJSON())
    if let other = store.programs.first(where: { $0.name != own.name }) {
      throw StoreError(
        "the store holds journeys of funnel \"\(other.name)\", not of \"\(own.name)\"",
        help: "name another file for the store of this funnel")
    }
    if let other = store.programs.last, other.hash != own.hash {
      guard other.version == own.version else {
        throw StoreError(
          "the store's journeys began under version \(other.version) of \"\(own.name)\", and this is version \(own.version)",
          help:
            "run the funnel of version \(other.version) with this store, or begin a store for version \(own.version)")
      }
      throw StoreError(
        "version \(own.version) of \"\(own.name)\" is not what it was when the store's journeys began",
        help:
          "a version never changes: restore it, or give the changed funnel the next \"version\" and a store of its own")
    }
    try store.add(own)
  }

  private static func export(
    _ session: inout DurableSession, inputs: [FileIdentity], _ arguments: Arguments, _ console: Console
  ) throws {
    let kinds: [(OptionSyntax, StoredLines)] = [
      (RunOptions.journal, .records), (RunOptions.effects, .effects), (RunOptions.rejects, .rejects),
    ]
    for (option, kind) in kinds {
      guard let path = arguments.value(option) else { continue }
      let file = try ExportFile(path, console, inputs: inputs)
      try session.store.forEach(kind) { try file.write($0) }
      try file.finish()
    }
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
