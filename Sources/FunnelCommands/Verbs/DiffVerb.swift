import FunnelDiagnostics
import FunnelLint
import FunnelRuntime
import FunnelSemantics
import FunnelStore

/// `funnelc diff`: says what a later version of a funnel changes.
enum DiffVerb: Verb {
  private static let store = OptionSyntax(
    "--store", .word("DB"), "tell which journeys of this store are touched while they are under way")

  static let syntax = VerbSyntax(
    name: "diff",
    summary: "say what a later version of a funnel changes, and for whom",
    explanation: [
      "Compares two versions of a funnel by what they mean, not by their words: stages, activities, choices and automations that are gone, types, requirements and deadlines that changed, and leads that go elsewhere.",
      "Of each place from which leads go on, the prover shows a lead that goes elsewhere now, or proves that there is none. \"renamed from NAME\" says that a thing is the same under another name.",
      "Each change is a finding; \"funnelc explain\" shows the pages of their rules. The formats are those of \"funnelc check\".",
    ],
    operands: .init(name: "OLD NEW", help: "the earlier version, then the later one, both as sources", count: 2...2),
    ownOptions: [
      store, CommonOptions.showPersonal, CommonOptions.root, CommonOptions.maxStages, CommonOptions.maxFunnels,
      CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    var findings = Findings(arguments)
    var versions: [ResolvedProgram] = []
    for path in arguments.operands {
      let funnels = try ProgramLoader.load(
        path, root: arguments.value(CommonOptions.root), limits: arguments.limits, into: &findings)
      guard funnels == nil || funnels?.resolved != nil else {
        throw UsageError("\"\(path)\" is a compiled funnel, which can't be compared", help: "give its source")
      }
      if let resolved = funnels?.resolved { versions.append(resolved) }
    }
    guard versions.count == 2 else {
      try findings.show(on: console, areResult: true)
      return findings.status
    }
    let journeys = try arguments.value(store).map {
      try JourneysUnderWay($0, showsPersonal: arguments.has(CommonOptions.showPersonal))
    }
    var routes = 0
    var isProved = true
    for (old, new) in try pairs(versions[0], versions[1]) {
      let context = VersionContext(old, new, findings.sources)
      let changes = context.changes()
      routes += context.routeCount
      isProved = isProved && !changes.contains { $0.finding.rule == .routingChanged }
      try journeys?.check(old)
      findings.add(
        changes.map { change in
          var finding = change.finding
          if let note = journeys?.note(change.touched, of: old) { finding.notes.append(note) }
          return finding
        })
    }
    try findings.show(on: console, areResult: true)
    if isProved, findings.isForPeople {
      console.say("no lead goes elsewhere: that is proved for \(routes.of("place")) from which leads go on\n")
    }
    return findings.status
  }

  /// The funnels of two files, each with its later version.
  private static func pairs(_ old: ResolvedProgram, _ new: ResolvedProgram) throws(UsageError) -> [(
    ResolvedFunnel, ResolvedFunnel
  )] {
    var pairs: [(ResolvedFunnel, ResolvedFunnel)] = []
    for funnel in old.funnels {
      guard let later = new.funnels.first(where: { $0.name == funnel.name }) else {
        throw UsageError(
          "the later file has no funnel \"\(funnel.name)\"", help: "a funnel keeps its name; give two versions of one")
      }
      pairs.append((funnel, later))
    }
    return pairs
  }
}
