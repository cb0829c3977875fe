import FunnelDiagnostics
import FunnelIR

/// One verb of the command: its words, its operands and its options.
struct VerbSyntax: Sendable {
  /// What stands behind the verb besides options.
  struct Operands: Sendable {
    /// What they are called in help: `FILE`, or one word for each: `OLD NEW`.
    let name: String
    /// What they are, for the help.
    let help: String
    /// How many there may be.
    let count: ClosedRange<Int>

    /// How they are written in help.
    var shown: String { count.upperBound > 1 && !name.contains(" ") ? name + "..." : name }
    /// Nothing: options say it all.
    static let none = Operands(name: "word", help: "", count: 0...0)
  }

  /// The word.
  let name: String
  /// What it does, on one line.
  let summary: String
  /// What it does, in a few sentences; each element is a paragraph.
  let explanation: [String]
  /// Its operands.
  let operands: Operands
  /// Its own options, without those that every verb has.
  let ownOptions: [OptionSyntax]

  /// All its options, in the order of the help.
  var options: [OptionSyntax] { ownOptions + [CommonOptions.colour, CommonOptions.help] }
}

/// The options that several verbs share.
enum CommonOptions {
  static let help = OptionSyntax("--help", short: "-h", .none, "show this help")
  static let colour = OptionSyntax(
    "--color", .choice(["auto", "always", "never"]),
    "colour in messages; auto colours on a terminal unless NO_COLOR is set", fallback: "auto")
  static let root = OptionSyntax(
    "--root", .word("FOLDER"), "the folder that holds all files of a funnel; no other file is read")
  static let format = OptionSyntax(
    "--format", .choice(DiagnosticFormat.allCases.map(\.rawValue)),
    "how findings are shown: with the source, one line each, or in a form that other programs read", fallback: "text")
  static let showPersonal = OptionSyntax(
    "--show-personal", .none, "show personal values in messages and summaries, which mask them otherwise")
  static let maxStages = OptionSyntax(
    "--max-stages", .number("N", 4...100_000), "how many stages a funnel may have, those of the system included",
    fallback: "100")
  static let maxFunnels = OptionSyntax(
    "--max-funnels", .number("N", 1...Workspace.mostFunnels), "how many funnels may run together", fallback: "50")
}
