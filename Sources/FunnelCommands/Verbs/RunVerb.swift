import FunnelIR
import FunnelRuntime

/// `funnelc run`: sends leads through a funnel.
enum RunVerb: Verb {
  static let syntax = VerbSyntax(
    name: "run",
    summary: "send leads through a funnel",
    explanation: [
      "Reads the leads, then their events, moves each lead through the funnel, and writes a line for each journey. A summary follows on standard error.",
      "With \"--store DB\" the journeys live on in a file: a run goes on where the last one stopped or was killed, each line counts once, and the outputs show all that is committed. Without \"--until\", journeys, summary and lists show how everything stands at the latest time read, and the store keeps what the feeds said.",
      "With \"--follow\" the run waits at the feed's end for lines to come, and in the file that takes the feed's place when it is renamed, until SIGTERM or SIGINT ends it. Deadlines are then met by the clock on the wall, as soon as everything is read; journal, effects and rejects grow as lines come, and the journeys are written at the end, where \"--output\" names a file for them.",
      "Time is what the feeds say, never the clock on the wall: the same funnel and feeds always give the same bytes. A line that can't be used changes nothing and stops nothing.",
    ],
    operands: .init(name: "FILE", help: "a funnel, as source or compiled; - is standard input", count: 1...1),
    ownOptions: RunOptions.all)

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let items = try ItemsPath.keys(arguments)
    try FollowOptions.check(arguments)
    try refuseSharedStreams(arguments)
    let key = try SessionKey.tokens(arguments)
    try refuseStoreOptionsWithoutStore(arguments)
    var findings = Findings(arguments)
    // What the conditions say in words is kept with a store, for "funnelc why", and counts in the program's digest.
    let funnels = try ProgramLoader.load(
      arguments.operands[0], root: arguments.value(CommonOptions.root), limits: arguments.limits,
      words: arguments.has(RunOptions.store) || arguments.has(RunOptions.jsonSummary), into: &findings)
    // With the summary as JSON, standard error holds that document alone unless there is something to say.
    if !findings.isEmpty || funnels == nil { try findings.show(on: console) }
    guard let funnels else { return findings.status }

    let workspace = funnels.workspace.workspace
    let zone = funnels.workspace.funnels[0].program.zone
    var settings = RunSettings(digest: SHA256.digest)
    settings.start = try RunTime.instant(RunOptions.start, in: arguments, zone)
    settings.until = try RunTime.instant(RunOptions.until, in: arguments, zone)
    settings.earliest = try RunTime.instant(RunOptions.earliest, in: arguments, zone) ?? settings.earliest
    settings.latest = try RunTime.instant(RunOptions.latest, in: arguments, zone) ?? settings.latest
    settings.idWindow = Int64(arguments.number(RunOptions.idWindow) ?? 30) * microsecondsPerDay
    settings.redacts = arguments.has(RunOptions.redact)
    settings.showsPersonal = arguments.has(CommonOptions.showPersonal)
    if let text = arguments.value(RunOptions.fields) {
      settings.fields = try workspace.funnels.map { try FieldList.fields(text, of: $0) }
    }
    let leads = workspace.funnels[0].feed.leads
    if leads.isDeclared, leads.time == nil, settings.start == nil {
      throw UsageError(
        "\"feed leads\" does not say where a lead's time stands, so nobody knows when leads are registered",
        help: "write \"feed leads { time from PATH }\", or type \"--start TIME\"")
    }
    settings.isStrict = arguments.has(RunOptions.strict)
    settings.keepsJournal = arguments.has(RunOptions.journal)
    settings.keepsEffects = arguments.has(RunOptions.effects)

    // Inputs are opened first: nothing is written over where there is nothing to read.
    let feeds = try [RunOptions.leads, RunOptions.events].compactMap { arguments.value($0) }.map { try FeedFile($0) }
    let inputs =
      findings.inputs
      + ([key?.file] + feeds.map(\.identity) + funnels.tables.joined().map(\.identity)).compactMap(\.self)
    let limits = FeedLimits(
      lineLength: arguments.number(RunOptions.lineBytes) ?? 16 << 20,
      nesting: arguments.number(RunOptions.nesting) ?? 512)
    let report: RunReport
    if arguments.has(RunOptions.store) {
      let inputs = inputs + [FileIdentity(path: arguments.operands[0])].compactMap(\.self)
      let durable = try DurableRun.run(
        funnels, settings, feeds: feeds, inputs: inputs, items: items, limits: limits, key?.tokens, arguments, console)
      guard let durable else { return .interrupted }
      report = durable
    } else {
      let outputs = try RunOutputs(arguments, console, inputs: inputs)
      let terms = SharedFeed.Terms(
        workspace: funnels.loaded, settings: settings, sessions: key?.tokens, limits: limits)
      var session = RunSession(
        funnels, terms, outputs: outputs, jobs: arguments.number(RunOptions.jobs) ?? Crew.cores,
        progress: Progress(console))
      for feed in feeds { try session.read(feed, items: items) }
      try session.finish()
      report = session.report
    }
    if arguments.has(RunOptions.jsonSummary) {
      console.say(report.json(sha256: SHA256.hex(of: try workspace.canonicalJSON())))
    } else {
      console.say(report.text)
    }
    let isRefused = arguments.has(RunOptions.strict) && report.summary.rejected + report.summary.dataIssues > 0
    return isRefused ? max(findings.status, .findings) : findings.status
  }

  private static func refuseStoreOptionsWithoutStore(_ arguments: Arguments) throws(UsageError) {
    guard !arguments.has(RunOptions.store) else {
      guard !arguments.has(RunOptions.redact) else {
        throw UsageError(
          "\"--redact\" can't be given with a store, which keeps everything whole",
          help: "leave \"--redact\" out; the store and the outputs can be read by you only")
      }
      return
    }
    let options = [
      RunOptions.batch, RunOptions.feedName, RunOptions.anchor, FollowOptions.follow, FollowOptions.tick,
      FollowOptions.lateness,
    ]
    for option in options where arguments.has(option) {
      throw UsageError("\"\(option.name)\" means nothing without a store", help: "add \"\(RunOptions.store.usage)\"")
    }
  }

  /// Standard input can be read once only, and one output at most goes to standard output.
  private static func refuseSharedStreams(_ arguments: Arguments) throws(UsageError) {
    let inputs = arguments.operands + [RunOptions.leads, RunOptions.events].compactMap { arguments.value($0) }
    if inputs.filter({ $0 == "-" }).count > 1 {
      throw UsageError("standard input can be read once only, but \"-\" stands for two files", help: "name one of them")
    }
    let outputs = [RunOptions.output, RunOptions.journal, RunOptions.effects, RunOptions.rejects].compactMap {
      arguments.value($0)
    }
    if outputs.filter({ $0 == "-" }).count > 1 {
      throw UsageError(
        "two outputs would be mixed on standard output", help: "name a file for the journeys: \"--output FILE\"")
    }
  }
}
