/// The command was typed in a way that means nothing.
struct UsageError: Error, Hashable {
  /// What is wrong, as one phrase.
  let message: String
  /// What to type instead.
  let help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}
