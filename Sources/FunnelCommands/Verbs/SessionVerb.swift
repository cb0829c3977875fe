import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import Glibc

/// `funnelc session`: makes a session token, by which a lead or somebody outside acts once on one journey.
enum SessionVerb: Verb {
  private static let lead = OptionSyntax(
    "--lead", .word("ID"), "the lead on whose journey the token is good", isRequired: true)
  private static let funnel = OptionSyntax(
    "--funnel", .word("NAME"), "the funnel of the journey, where the file holds several")
  private static let entry = OptionSyntax(
    "--entry", .number("N", 1...1_000_000_000), "which journey of the lead in the funnel it is", fallback: "1")
  private static let role = OptionSyntax("--role", .word("ROLE"), "the role in which is acted", fallback: "lead")
  private static let name = OptionSyntax(
    "--name", .word("NAME"), "the name of who acts; a lead's is its id where none is given")
  private static let start = OptionSyntax(
    "--at", .word("TIME"), "when the token's time begins: 2026-11-20T09:00:00Z", fallback: "now")
  private static let minutes = OptionSyntax(
    "--minutes", .number("N", 1...5_256_000), "how long it is good", fallback: "5")

  static let syntax = VerbSyntax(
    name: "session",
    summary: "make a session token, by which somebody acts once",
    explanation: [
      "Prints a token that proves who acts on a lead's journey: put it into a link, and into the event that comes of it, as \"by\": {\"session\": \"...\"}. It is good for one event, on one journey, until its time is over.",
      "\"funnelc run\" checks tokens with the same key. Whoever knows the key can act as anybody: keep it out of funnels and repositories.",
    ],
    operands: .init(name: "FILE", help: "the funnel, as source or compiled; - is standard input", count: 1...1),
    ownOptions: [
      lead, funnel, entry, role, name, start, minutes, SessionKey.file, SessionKey.variable, CommonOptions.root,
      CommonOptions.maxStages, CommonOptions.maxFunnels, CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    guard let key = try SessionKey.tokens(arguments) else {
      throw UsageError(
        "a token needs the key it is made with",
        help: "type \"\(SessionKey.file.usage)\" or \"\(SessionKey.variable.usage)\"")
    }
    var findings = Findings(arguments)
    let funnels = try ProgramLoader.load(
      arguments.operands[0], root: arguments.value(CommonOptions.root), limits: arguments.limits, into: &findings)
    if !findings.isEmpty || funnels == nil { try findings.show(on: console) }
    guard let funnels else { return findings.status }

    let claims = try claims(arguments, try program(arguments, funnels.workspace.workspace))
    guard let token = key.tokens.mint(claims) else {
      throw UsageError(
        "no token can be made of this: a name is empty, or longer than \(SessionClaims.longestName) bytes")
    }
    try console.output.write(token + [0x0A])
    return findings.status
  }

  /// The funnel that is named, or the only one.
  private static func program(_ arguments: Arguments, _ workspace: Workspace) throws(UsageError) -> Program {
    let names = workspace.funnels.map(\.name)
    guard let name = arguments.value(funnel) else {
      if names.count == 1 { return workspace.funnels[0] }
      throw UsageError(
        "nothing says in which funnel the journey is",
        help: "type \"\(funnel.usage)\"; the funnels are \(names.joined(separator: ", "))")
    }
    if let found = workspace.funnels.first(where: { $0.name == name }) { return found }
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
    throw UsageError(
      "there is no funnel \"\(name)\"", help: meant ?? "the funnels are \(names.joined(separator: ", "))")
  }

  private static func claims(_ arguments: Arguments, _ program: Program) throws(UsageError) -> SessionClaims {
    let role = try knownRole(arguments.value(role) ?? "lead", program)
    let lead = arguments.value(lead) ?? ""
    guard let name = arguments.value(name) ?? (role.base == .lead ? lead : nil) else {
      throw UsageError("nothing says who acts as \"\(role.name)\"", help: "type \"\(name.usage)\"")
    }
    let now = try RunTime.instant(start, in: arguments, program.zone) ?? wallClock
    let span = Int64(arguments.number(minutes) ?? 5).multipliedReportingOverflow(by: 60 * microsecondsPerSecond)
    let expiry = now.addingReportingOverflow(span.partialValue)
    guard !span.overflow, !expiry.overflow else {
      throw UsageError("the token would be good for longer than there is time", help: "type fewer minutes")
    }
    guard let nonce = RandomBytes.make(16) else { throw UsageError("the system has no random bytes to give") }
    return SessionClaims(
      journey: SessionClaims.journey(
        lead: Array(lead.utf8), funnel: program.name, entry: arguments.number(entry) ?? 1),
      actor: Array(name.utf8), role: Array(role.name.utf8), expiry: expiry.partialValue, nonce: nonce)
  }

  /// The role of that name, declared or built in.
  private static func knownRole(
    _ name: String, _ program: Program
  ) throws(UsageError) -> (name: String, base: Role.Base) {
    var roles = program.roles.map { (name: program.strings[$0.name], base: $0.base) }
    for base in [Role.Base.lead, .administrator, .manager, .automatic, .owner]
    where !roles.contains(where: { $0.name == base.rawValue }) {
      roles.append((base.rawValue, base))
    }
    if let role = roles.first(where: { $0.name == name }) { return role }
    let names = roles.map(\.name)
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
    throw UsageError(
      "\"\(name)\" is no role of this funnel", help: meant ?? "its roles are \(names.joined(separator: ", "))")
  }

  /// The time on the wall: a token is made for somebody who is there now.
  private static var wallClock: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * microsecondsPerSecond + Int64(time.tv_nsec) / 1000
  }
}
