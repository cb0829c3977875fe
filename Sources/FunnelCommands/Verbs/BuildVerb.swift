import FunnelIR

/// `funnelc build`: compiles a funnel.
enum BuildVerb: Verb {
  private static let output = OptionSyntax(
    "--output", short: "-o", .word("FILE"), "where the compiled funnel goes; - is standard output", fallback: "-")

  private static let form = OptionSyntax(
    "--emit", .choice(["json", "text"]), "the document for \"funnelc run\", or a listing for people", fallback: "json")

  static let syntax = VerbSyntax(
    name: "build",
    summary: "compile a funnel",
    explanation: [
      "Compiles a funnel into one JSON document that \"funnelc run\" takes in its place. The same source always gives the same bytes.",
      "With --output, the document's SHA-256 is printed, which names this very version of the funnel.",
    ],
    operands: .init(name: "FILE", help: "a funnel, as source or compiled; - is standard input", count: 1...1),
    ownOptions: [
      output, form, CommonOptions.root, CommonOptions.maxStages, CommonOptions.maxFunnels, CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    var findings = Findings(arguments)
    let path = arguments.operands[0]
    let funnels = try ProgramLoader.load(
      path, root: arguments.value(CommonOptions.root), limits: arguments.limits, into: &findings)
    try findings.show(on: console)
    guard let verified = funnels?.workspace else { return findings.status }

    let isListing = arguments.value(form) == "text"
    let bytes = isListing ? Array(verified.listing.utf8) : try verified.workspace.canonicalJSON()
    let target = arguments.value(output) ?? "-"
    let file = try OutputFile(target, .shared, inputs: findings.inputs)
    try file.write(bytes)
    if !isListing { try file.write("\n") }
    try file.flush()
    if target != "-", !isListing { try console.output.write("sha256:\(SHA256.hex(of: bytes))  \(target)\n") }
    return findings.status
  }
}
