import FunnelIR

/// `funnelc build`: compiles a funnel.
enum BuildVerb: Verb {
  private static let output = OptionSyntax(
    "--output", short: "-o", .word("FILE"), "where the compiled funnel goes; - is standard output", fallback: "-")

  static let syntax = VerbSyntax(
    name: "build",
    summary: "compile a funnel",
    explanation: [
      "Compiles a funnel into one JSON document that \"funnelc run\" takes in its place. The same source always gives the same bytes.",
      "With --output, the document's SHA-256 is printed, which names this very version of the funnel.",
    ],
    operands: .init(name: "FILE", help: "a funnel, as source or compiled; - is standard input", count: 1...1),
    ownOptions: [output, CommonOptions.format])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    var findings = Findings(arguments)
    let path = arguments.operands[0]
    let program = try ProgramLoader.load(path, into: &findings)?.program
    findings.show(on: console)
    guard let program else { return findings.status }

    let bytes = try program.canonicalJSON()
    let target = arguments.value(output) ?? "-"
    let file = try OutputFile(target, .shared, inputs: [FileIdentity(path: path)].compactMap { $0 })
    try file.write(bytes)
    try file.write("\n")
    try file.flush()
    if target != "-" { try console.output.write("sha256:\(SHA256.hex(of: bytes))  \(target)\n") }
    return findings.status
  }
}
