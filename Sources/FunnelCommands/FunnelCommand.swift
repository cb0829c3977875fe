import FunnelDiagnostics
import FunnelIR
import FunnelStore
import Glibc

/// The command `funnelc`: finds the verb and runs it.
public enum FunnelCommand {
  /// The version of the command.
  static let version = "0.1.0"

  private static let verbs: [any Verb.Type] = [
    CheckVerb.self, BuildVerb.self, RunVerb.self, SessionVerb.self, TestVerb.self, ExplainVerb.self,
    ListVerb.self, ShowVerb.self, WhyVerb.self, ReportVerb.self, VerifyVerb.self, DumpVerb.self, EraseVerb.self,
    DeliverVerb.self, DiffVerb.self, MigrateVerb.self,
  ]

  /// Runs the process's own command line and ends the process.
  public static func main() -> Never {
    // Writing to a pipe that nobody reads becomes an error of `write`, which ends the verb quietly.
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst()), Console()).rawValue)
  }

  /// Runs the verb named by the first word.
  static func run(_ words: [String], _ console: Console) -> ExitStatus {
    do {
      let status = try dispatch(words, console)
      try console.output.flush()
      return status
    } catch let error as UsageError {
      console.complain(error.message, help: error.help)
    } catch let error as FileError {
      // Whoever reads standard output has enough: that is no failure, and there is nobody to tell.
      if error.reason == .closedPipe, error.path == "-" { return .clean }
      console.complain(error.message, help: error.help)
    } catch let error as StoreError {
      console.complain(error.message, help: error.help)
    } catch let error as RefusedProgram {
      // Only the compiler's own work gets here: a program from a file is a finding.
      console.complain(
        "funnelc compiled this funnel into something it refuses to run: \(error.message)",
        help: "this is a mistake in funnelc, not in the funnel; please report it")
    } catch {
      console.complain("\(error)")
    }
    return .failure
  }

  private static func dispatch(_ words: [String], _ console: Console) throws -> ExitStatus {
    guard let first = words.first else {
      throw UsageError("no verb given", help: "\"funnelc --help\" lists the verbs")
    }
    switch first {
    case "--help", "-h", "help":
      try console.output.write(HelpText.command(verbs.map { $0.syntax }))
      return .clean
    case "--version":
      try console.output.write("funnelc \(version)\n")
      return .clean
    default:
      guard let verb = verbs.first(where: { $0.syntax.name == first }) else { throw unknown(verb: first) }
      let arguments = try Arguments(Array(words.dropFirst()), for: verb.syntax)
      console.setColour(arguments.value(CommonOptions.colour))
      if arguments.has(CommonOptions.help) {
        try console.output.write(HelpText.verb(verb.syntax))
        return .clean
      }
      return try verb.run(arguments, console)
    }
  }

  private static func unknown(verb word: String) -> UsageError {
    let isOption = word.hasPrefix("-")
    let names = verbs.map { $0.syntax.name } + ["--help", "--version"]
    let meant = Suggestion.nearest(to: word, among: names).map { "did you mean \"\($0)\"?" }
    return UsageError(
      isOption ? "there is no option \"\(word)\"" : "there is no verb \"\(word)\"",
      help: meant ?? "\"funnelc --help\" lists the verbs")
  }
}
