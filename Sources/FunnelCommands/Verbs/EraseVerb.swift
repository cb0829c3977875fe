import FunnelIR
import FunnelRuntime
import FunnelStore

/// `funnelc erase`: makes what a store knows of a lead's person unreadable.
enum EraseVerb: Verb {
  static let syntax = VerbSyntax(
    name: "erase",
    summary: "destroy what a store holds of a lead's personal values",
    explanation: [
      "What a store knows of a lead is encrypted under a key of its own. This destroys the key, in the store's file and in its log, so that the lead's records, effects and refused lines can't be read by anybody any more. What is left is where the lead's journeys stand, how they got there, and what was counted: without any value of a point that is declared \"personal\", without ids and names that are e-mail addresses.",
      "Journeys that are open stay open; withdraw the lead first if they should end. The lead is still known, by a hash where its id or the value of \"duplicates by\" is personal, so that the same lines again change nothing. Feeds, output files and copies of the store are yours to clean; a run writes its outputs anew without the lead.",
    ],
    operands: .init(name: "LEAD", help: "the lead's id", count: 1...1), ownOptions: [store])

  private static let store = OptionSyntax(
    "--store", .word("DB"), "a store that \"funnelc run --store\" wrote", isRequired: true)

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let path = arguments.value(store) ?? ""
    let store = try SQLiteStore(path, mustExist: true, as: "funnelc erase")
    guard !store.programs.isEmpty else {
      throw StoreError("the store \"\(path)\" is empty", help: "\"funnelc run --store\" fills it")
    }
    let workspace = LoadedWorkspace(versions: try StoredVersions.load(store), current: store.programs.count - 1)
    let id = Array(arguments.operands[0].utf8)
    var found: (subject: Int, image: SubjectImage)?
    do {
      try compact(store, workspace)
      try store.forEachSubject { number, images in
        guard found == nil else { return }
        let image = try SubjectImage(images, workspace)
        if image.holds(lead: id, SHA256.digest) { found = (number, image) }
      }
    } catch let refusal as RefusedImage {
      throw StoreError(
        "the store's subjects can't be taken up: \(refusal.message)",
        help: "\"funnelc verify\" tells what is wrong with it")
    }
    guard let (subject, image) = found else {
      throw StoreError("the store knows no lead of this id", help: "type the id as the feed has it")
    }
    let records = try RecordPrinter(workspace).lines(store.records(of: subject), .records)
    let texts = image.tellingTexts(workspace) + earlier(workspace, records) + [id]
    let telling = TellingTexts(texts)
    var rejects = 0
    try store.erase(subject, leaving: image.erased(workspace, SHA256.digest).bytes(workspace)) { line in
      guard telling.stand(in: line) else { return false }
      rejects += 1
      return true
    }
    try store.close()
    try console.output.write(
      "erased: \(image.leadIDs.count.of("lead id")), \(image.journeys.count.of("journey")) without personal values, \(rejects.of("refused line"))\n"
    )
    return .clean
  }

  /// The values that personal points of a lead had before, as its records tell.
  private static func earlier(_ workspace: LoadedWorkspace, _ records: [UInt8]) -> [[UInt8]] {
    let names = Set(
      workspace.funnels.flatMap { funnel in
        funnel.program.points.filter(\.isPersonal).map { funnel.program.strings[$0.name] }
      })
    return records.split(separator: UInt8(ascii: "\n")).flatMap { line -> [[UInt8]] in
      let parts = TellingTexts.strings(in: line)
      guard let place = parts.firstIndex(of: Array("point".utf8)), place + 1 < parts.count,
        names.contains(String(decoding: parts[place + 1], as: UTF8.self))
      else { return [] }
      return parts[(place + 2)...].filter { $0.count > 1 && $0 != Array("before".utf8) && $0 != Array("after".utf8) }
    }
  }

  /// Writes each subject as a whole, so that there is one image of the lead only.
  private static func compact(_ store: SQLiteStore, _ workspace: LoadedWorkspace) throws {
    var settings = RunSettings(digest: SHA256.digest)
    settings.isDurable = true
    var run = FunnelRun(workspace, settings)
    try store.forEachSubject { _, images in try run.restore(images) }
    try run.finishRestoring(latest: store.latest, clock: store.clock)
    try store.compact({ run.wholeImage(of: $0) }, leads: { run.leadIDs(of: $0, after: $1) })
  }
}
