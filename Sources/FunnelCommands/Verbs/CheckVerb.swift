import FunnelDiagnostics
import FunnelLint

/// `funnelc check`: says what is wrong in funnels.
enum CheckVerb: Verb {
  private static let feed = OptionSyntax(
    "--feed", .word("SAMPLE"), "check the funnel against real leads, read as \"funnelc run\" reads them")
  private static let showConfig = OptionSyntax(
    "--show-config", .none, "show what is asked of the files, and where each value comes from; check nothing")

  static let syntax = VerbSyntax(
    name: "check",
    summary: "say what is wrong in funnels, and mend it",
    explanation: [
      "Reads each funnel, checks it, and shows every mistake with the place it is at and what to type instead. A folder stands for all funnels in it and below it. Nothing is run, and nothing is written but with --fix.",
      "Which rules are asked is said by the options, then by the nearest funnel.json: in the funnel's folder or one above it. \"funnelc explain --all\" lists the rules.",
      "The formats for programs are written to standard output, those for people to standard error.",
    ],
    operands: .init(
      name: "FILE", help: "a funnel, as source or compiled, or a folder of funnels; - is standard input",
      count: 1...10_000),
    ownOptions: [
      RuleOptions.preset, RuleOptions.select, RuleOptions.ignore, FailOptions.failLevel, FailOptions.maxWarnings,
      FailOptions.baseline, FailOptions.writeBaseline, FixOptions.fix, FixOptions.unsafe, FixOptions.diff, feed,
      RunOptions.items, showConfig, CommonOptions.root, CommonOptions.maxStages, CommonOptions.maxFunnels,
      CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    try Self.checkCombination(arguments)
    var findings = Findings(arguments)
    var search = ConfigurationSearch()
    var files: [(path: String, check: FunnelCheck)] = []
    let sample = try arguments.value(feed).map { (path: $0, items: try ItemsPath.keys(arguments)) }
    for operand in arguments.operands {
      for path in try paths(operand, &search, &findings) {
        let configuration = try search.configuration(for: path, into: &findings)
        let settings = try CheckSettings(arguments, configuration, findings.sources)
        files.append(
          (path, FunnelCheck(root: arguments.value(CommonOptions.root), settings: settings, feed: sample)))
      }
    }
    if arguments.has(showConfig) {
      try findings.show(on: console, areResult: true)
      for file in files {
        if files.count > 1 { try console.output.write("\(file.path):\n") }
        try console.output.write(file.check.settings.text)
      }
      return findings.status
    }
    // Nothing is checked by a configuration that does not say what was meant.
    if findings.status == .failure {
      try findings.show(on: console, areResult: true)
      return findings.status
    }
    if arguments.has(FixOptions.fix) || arguments.has(FixOptions.diff) {
      for file in files { try mend(file.path, file.check, arguments, console) }
      if arguments.has(FixOptions.diff) { return .clean }
    }
    for file in files { try file.check.check(file.path, into: &findings) }
    try apply(baseline: arguments.value(FailOptions.baseline), arguments, to: &findings)
    try findings.show(on: console, areResult: true)
    return findings.status == .failure ? .failure : FailOptions.status(of: findings.count, arguments)
  }

  private static func checkCombination(_ arguments: Arguments) throws(UsageError) {
    if arguments.has(FailOptions.writeBaseline), !arguments.has(FailOptions.baseline) {
      throw UsageError("\"--write-baseline\" needs \"--baseline FILE\", which says where to")
    }
    if arguments.has(FixOptions.unsafe), !arguments.has(FixOptions.fix), !arguments.has(FixOptions.diff) {
      throw UsageError("\"--unsafe-fixes\" goes with \"--fix\" or \"--diff\"", help: "add one of the two")
    }
    if arguments.has(FixOptions.fix), arguments.operands.contains("-") {
      throw UsageError("standard input can't be mended", help: "write \"--diff\" to see what would be changed")
    }
  }

  /// The files that an operand names; what a configuration leaves out is left out of folders.
  private static func paths(
    _ operand: String, _ search: inout ConfigurationSearch, _ findings: inout Findings
  ) throws -> [String] {
    guard FunnelFolder.isFolder(operand) else { return [operand] }
    let found = try FunnelFolder.funnels(in: operand)
    guard !found.isEmpty else {
      throw UsageError("there is no funnel in \"\(operand)\"", help: "funnels are files that end in .funnel")
    }
    var kept: [String] = []
    for path in found {
      let configuration = try search.configuration(for: path, into: &findings)
      guard let configuration, let real = ConfigurationSearch.real(path), configuration.excludes(real) else {
        kept.append(path)
        continue
      }
    }
    return kept
  }

  private static func mend(
    _ path: String, _ check: FunnelCheck, _ arguments: Arguments, _ console: Console
  ) throws {
    guard let (old, run) = try check.mend(path, allowsUnsafe: arguments.has(FixOptions.unsafe)) else { return }
    if arguments.has(FixOptions.diff) {
      let texts = (String(decoding: old, as: UTF8.self), String(decoding: run.checked.bytes, as: UTF8.self))
      try console.output.write(LineDifference(texts.0, texts.1, name: path).unified)
    } else if !run.applied.isEmpty {
      let file = try OutputFile(path, .shared)
      try file.write(run.checked.bytes)
      try file.flush()
      console.say("mended \(path): \(run.applied.joined(separator: "; "))\n")
    }
    for refusal in run.refused {
      console.say("kept \(path) as it is: \"\(refusal.title)\" was refused, because \(refusal.reason)\n")
    }
  }

  private static func apply(baseline path: String?, _ arguments: Arguments, to findings: inout Findings) throws {
    guard let path else { return }
    if arguments.has(FailOptions.writeBaseline) {
      let file = try OutputFile(path, .shared, inputs: findings.inputs)
      try file.write(Baseline.document(findings.fingerprints, findings.sources))
      try file.flush()
    }
    findings.setAside(by: try Baseline(path))
  }
}
