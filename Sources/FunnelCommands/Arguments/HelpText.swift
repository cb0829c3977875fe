/// The help of the command and of each verb, made from the tables.
enum HelpText {
  private static let width = 100

  /// What `funnelc --help` shows.
  static func command(_ verbs: [VerbSyntax]) -> String {
    """
    funnelc checks, builds and runs customer-onboarding funnels.

    Usage: funnelc VERB [OPTION...] [FILE...]

    Verbs:
    \(table(verbs.map { ($0.name, $0.summary) }))
    Options:
    \(table([("-h, --help", "show this help; behind a verb, the verb's own"), ("--version", "show the version")]))
    Exit status:
    \(table(statuses))
    """
  }

  /// What `funnelc VERB --help` shows.
  static func verb(_ verb: VerbSyntax) -> String {
    let takesOperands = verb.operands.count.upperBound > 0
    let operands = verb.operands.shown
    let required = verb.options.filter(\.isRequired).map { " " + $0.usage }.joined()
    var text = "Usage: funnelc \(verb.name)\(takesOperands ? " " + operands : "")\(required) [OPTION...]\n\n"
    for paragraph in verb.explanation { text += wrapped(paragraph, indent: 0) + "\n\n" }
    if takesOperands { text += "Operands:\n" + table([(operands, verb.operands.help)]) + "\n" }
    text += "Options:\n" + table(verb.options.map { (heading($0), explanation(of: $0)) })
    return text
  }

  private static let statuses = [
    ("0", "clean"), ("1", "findings, or rejected feed lines under --strict"),
    ("2", "wrong usage, or a file that can't be read or written"),
    ("3", "stopped by a signal; what a store holds is whole, and the same command goes on from there"),
  ]

  private static func heading(_ option: OptionSyntax) -> String {
    (option.short.map { $0 + ", " } ?? "") + option.usage
  }

  private static func explanation(of option: OptionSyntax) -> String {
    option.help + (option.fallback.map { " (default: \($0))" } ?? "")
  }

  /// Rows of a heading and its explanation, the explanations below each other.
  private static func table(_ rows: [(heading: String, text: String)]) -> String {
    let indent = min(30, (rows.map { $0.heading.count }.max() ?? 0) + 4)
    return rows.map { row in
      let heading = "  " + row.heading
      let gap = heading.count + 2 > indent ? "\n" + blanks(indent) : blanks(indent - heading.count)
      return heading + gap + wrapped(row.text, indent: indent) + "\n"
    }
    .joined()
  }

  /// A text broken into lines, of which all but the first are indented.
  private static func wrapped(_ text: String, indent: Int) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if indent + line.count + 1 + word.count > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = line + " " + word
      }
    }
    return lines.joined(separator: "\n" + blanks(indent))
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
