import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelStore

/// `funnelc migrate`: moves journeys under way to a later version of their funnel.
enum MigrateVerb: Verb {
  private static let store = OptionSyntax(
    "--store", .word("DB"), "the store whose journeys are moved", isRequired: true)
  private static let dryRun = OptionSyntax("--dry-run", .none, "say what would happen, and change nothing")
  private static let leaveOthers = OptionSyntax(
    "--leave-others", .none, "let journeys that can't be moved stay where they are, and move the others")
  private static let anchor = OptionSyntax(
    "--anchor", .word("FILE"),
    "the file in which \"run --anchor\" remembers the last commit: this one is remembered there too")
  private static let json = OptionSyntax("--json", .none, "write one JSON object for each journey to standard output")

  static let syntax = VerbSyntax(
    name: "migrate",
    summary: "move journeys under way to a later version of their funnel",
    explanation: [
      "A journey ends under the version it began with, unless it is moved. Says for each journey of the earlier version what happens: it is moved, it finished under the earlier version and stays there, or it can't be moved, and why.",
      "Things are found again by their names, and by \"renamed from NAME\" where they have another one now. A moved journey keeps what it knows, where it is, and when its timers are due; activities that came with the later version are skipped in the stage it is in.",
      "All journeys under way are moved, or none: where one can't be, nothing is changed unless --leave-others is given. It is one commit, so a process that dies leaves all of it done or nothing.",
    ],
    operands: .init(
      name: "OLD NEW", help: "the version under which the journeys began, then the one to which they are moved",
      count: 2...2),
    ownOptions: [
      store, dryRun, leaveOthers, anchor, json, CommonOptions.showPersonal, CommonOptions.root, CommonOptions.maxStages,
      CommonOptions.maxFunnels, CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    var findings = Findings(arguments)
    var versions: [LoadedFunnels] = []
    for path in arguments.operands {
      let funnels = try ProgramLoader.load(
        path, root: arguments.value(CommonOptions.root), limits: arguments.limits, into: &findings)
      if let funnels { versions.append(funnels) }
    }
    if !findings.isEmpty { try findings.show(on: console) }
    guard versions.count == 2 else { return findings.status }
    let path = arguments.value(store) ?? ""
    let isDry = arguments.has(dryRun)
    let opened = try SQLiteStore(path, isReadOnly: isDry, mustExist: true)
    let kept = isDry ? nil : try Anchor.ofRun(opened, arguments.value(anchor), console, readsOn: false)
    let (migrations, changes, isPersonal) = try migrate(versions[0], versions[1], opened)
    let hindered = migrations.count { if case .hindered = $0.fate { true } else { false } }
    let moves = hindered == 0 || arguments.has(leaveOthers)
    for migration in migrations {
      try console.output.write(
        arguments.has(json) ? line(migration) : text(migration, arguments.has(CommonOptions.showPersonal)))
    }
    let moved = migrations.count { $0.fate == .moved }
    if !isDry {
      if moves, moved > 0 {
        let later = versions[1].workspace.workspace
        try opened.add(StoredVersions.program(of: later, json: try later.canonicalJSON()))
        try opened.commit(Commit(changes, positions: opened.positions, isPersonal: isPersonal))
        try kept?.write(opened.head)
      }
      try opened.close()
    }
    let finished = migrations.count - moved - hindered
    let verdict =
      !moves
      ? "nothing is changed: \(moved.of("journey")) could be moved, \(hindered.grouped) can't; \"--leave-others\" lets those stay under the earlier version"
      : "\(moved.of("journey")) \(isDry ? "would be moved" : "moved"), \(finished.grouped) finished under the earlier version, \(hindered.grouped) left there"
    console.say(verdict + "\n")
    return hindered > 0 ? .findings : .clean
  }

  /// Tries all journeys, in memory alone.
  private static func migrate(
    _ old: LoadedFunnels, _ new: LoadedFunnels, _ store: SQLiteStore
  ) throws -> ([Migration], RunChanges, isPersonal: Bool) {
    let earlier = StoredVersions.program(
      of: old.workspace.workspace, json: try old.workspace.workspace.canonicalJSON())
    guard let version = store.programs.firstIndex(where: { $0.hash == earlier.hash }) else {
      throw StoreError(
        "no journey of the store began under version \(earlier.version) of \"\(earlier.name)\" as it stands in the file",
        help: "give the file as it was when they began: \"funnelc dump\" tells versions and hashes")
    }
    let workspace = try StoredVersions.claim(store, for: new, adds: false).workspace
    guard workspace.firstFunnel(ofVersion: version) != workspace.current.lowerBound else {
      throw UsageError("both files are the same version", help: "give the later version as the second file")
    }
    var settings = RunSettings(digest: SHA256.digest)
    (settings.isDurable, settings.keepsJournal, settings.keepsEffects) = (true, true, true)
    var run = FunnelRun(workspace, settings)
    do {
      try store.forEachSubject { _, images in try run.restore(images) }
      try run.finishRestoring(latest: store.latest, clock: store.clock)
    } catch let refusal as RefusedImage {
      throw StoreError(
        "the store's subjects can't be taken up: \(refusal.message)",
        help: "\"funnelc verify\" tells what is wrong with it")
    }
    let migrations = run.migrate(from: workspace.firstFunnel(ofVersion: version))
    return (migrations, run.takeChanges(), workspace.holdsPersonalData)
  }

  private static func text(_ migration: Migration, _ showsPersonal: Bool) -> [UInt8] {
    let isHidden = migration.isPersonal && !showsPersonal
    let lead =
      isHidden ? migration.lead.withUnsafeBytes { Masking.mask($0, as: .init(.email)) } : migration.lead
    let fate =
      switch migration.fate {
      case .moved: "moved"
      case .finished: "finished under the earlier version"
      case .hindered(let reason): "can't be moved: \(reason)"
      }
    let name = "\(String(decoding: lead, as: UTF8.self))/\(migration.funnel)/\(migration.entry)"
    return Array("\(name.printable)  \(fate.printable)\n".utf8)
  }

  private static func line(_ migration: Migration) -> [UInt8] {
    var line = JSONWriter()
    line.beginObject()
    line.key("schemaVersion")
    line.integer(1)
    line.key("journey")
    line.string("\(String(decoding: migration.lead, as: UTF8.self))/\(migration.funnel)/\(migration.entry)")
    line.key("fate")
    switch migration.fate {
    case .moved: line.string("moved")
    case .finished: line.string("finished")
    case .hindered: line.string("hindered")
    }
    line.key("reason")
    if case .hindered(let reason) = migration.fate { line.string(reason) } else { line.null() }
    line.endObject()
    line.endLine()
    return line.bytes
  }
}
