import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelTools

/// `funnelc test`: runs the tests that funnels carry.
enum TestVerb: Verb {
  private static let filter = OptionSyntax(
    "--filter", .word("TEXT"), "run only the tests with this text in their title")
  private static let junit = OptionSyntax(
    "--junit", .word("FILE"), "also write the results there in JUnit's XML, for build servers")

  static let syntax = VerbSyntax(
    name: "test",
    summary: "run the tests that funnels carry",
    explanation: [
      "Runs every \"test\" in the funnels, each with a lead and a clock of its own, on the very rules that \"funnelc run\" follows. A folder stands for all funnels in it and below it; without any name, it is the folder you are in.",
      "What fails is shown with its place, what was found instead, and the way the lead took. The status is 1 where a test failed.",
    ],
    operands: .init(name: "FILE", help: "a funnel, or a folder of funnels; - is standard input", count: 0...10_000),
    ownOptions: [
      filter, junit, CommonOptions.showPersonal, CommonOptions.root, CommonOptions.maxStages, CommonOptions.maxFunnels,
      CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let isJSON = arguments.value(CommonOptions.format) == "json"
    let filter = arguments.value(filter)
    var findings = Findings(arguments)
    var report = TestReport()
    var inputs: [FileIdentity] = []
    for path in try paths(arguments.operands.isEmpty ? ["."] : arguments.operands) {
      if let identity = FileIdentity(path: path) { inputs.append(identity) }
      guard
        let tested = try ProgramLoader.loadTests(
          path, root: arguments.value(CommonOptions.root), limits: arguments.limits, into: &findings)
      else {
        report.broken.append(path)
        continue
      }
      let workspace = tested.loaded
      for scenario in tested.tests where filter.map({ scenario.title.contains($0) }) ?? true {
        let failures = ScenarioRun.findings(
          of: scenario, in: workspace, digest: SHA256.digest, showsPersonal: arguments.has(CommonOptions.showPersonal))
        // As JSON, failures stand in the report; nothing is said twice.
        findings.add(failures, isShown: !isJSON)
        let line = findings.sources[scenario.span.file].lineIndex(of: Int(scenario.span.start)) + 1
        report.results.append(
          TestReport.Result(
            file: path, title: title(of: scenario, in: workspace), line: line,
            failures: failures))
      }
    }
    if let filter, report.results.isEmpty, report.broken.isEmpty {
      throw UsageError("no test has \"\(filter)\" in its title", help: "leave \"--filter\" out to run all of them")
    }
    if !isJSON || !findings.isEmpty { try findings.show(on: console) }
    if let path = arguments.value(junit) {
      let file = path == "-" ? console.output : try OutputFile(path, .shared, inputs: inputs)
      try file.write(report.junit(findings.sources))
      try file.flush()
      if path == "-" { return findings.status }
    }
    try console.output.write(
      isJSON ? report.json(findings.sources) : Array(report.text(colour: console.colours(console.output)).utf8))
    return findings.status
  }

  /// The files that the operands name; those of a folder that declare no funnel are libraries, and hold no tests.
  private static func paths(_ operands: [String]) throws -> [String] {
    try operands.flatMap { operand -> [String] in
      guard FunnelFolder.isFolder(operand) else { return [operand] }
      let found = try FunnelFolder.funnels(in: operand)
      guard !found.isEmpty else {
        throw UsageError("there is no funnel in \"\(operand)\"", help: "funnels are files that end in .funnel")
      }
      // What another file of the folder imports is tested with it.
      let imported = Set(found.flatMap { ProgramLoader.imports(of: $0) })
      return found.filter { file in
        !ProgramLoader.isLibrary(file) && !(FileIdentity(path: file).map { imported.contains($0) } ?? false)
      }
    }
  }

  /// A test's title; where several funnels run together, with the name of its funnel in front.
  private static func title(of scenario: TestScenario, in workspace: LoadedWorkspace) -> String {
    let name = workspace.funnels.count > 1 ? "\(workspace.funnels[scenario.funnel].program.name): " : ""
    return name + scenario.title + (scenario.row.map { ", row \($0)" } ?? "")
  }
}
