import FunnelDiagnostics
import Glibc

/// The three standard streams and what a verb may know of the terminal behind them.
final class Console {
  /// Where results go.
  let output: OutputFile
  /// Where everything else goes.
  let errors: OutputFile
  /// Whether messages are coloured.
  private(set) var hasColour: Bool
  private var colourChoice: String?

  /// Takes the process's own streams.
  init() {
    output = OutputFile(standard: STDOUT_FILENO)
    errors = OutputFile(standard: STDERR_FILENO)
    hasColour = false
    colourChoice = "auto"
    setColour("auto")
  }

  /// Decides on colour: `always`, `never`, or `auto`, which asks the terminal and `NO_COLOR` (no-color.org).
  func setColour(_ choice: String?) {
    colourChoice = choice
    hasColour = colours(errors)
  }

  /// Whether a stream is coloured, by the choice that was made.
  func colours(_ stream: OutputFile) -> Bool {
    switch colourChoice {
    case "always": true
    case "never": false
    default: stream.isTerminal && !isSet("NO_COLOR") && environment("TERM") != "dumb"
    }
  }

  /// Says something to people; who has closed standard error doesn't want to know.
  func say(_ text: String) {
    try? errors.write(text)
    try? errors.flush()
  }

  /// Reports what made a verb give up.
  func complain(_ message: String, help: String? = nil) {
    let word = hasColour ? "\u{1B}[1;31merror\u{1B}[0m" : "error"
    say("\(word): \(message.printable)\n" + (help.map { "  help: \($0.printable)\n" } ?? ""))
  }

  private func isSet(_ name: String) -> Bool { environment(name)?.isEmpty == false }

  private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
