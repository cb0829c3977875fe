import FunnelDiagnostics

/// One option of a verb: how it is written and what it means. Parsing, help and completions all come from this.
struct OptionSyntax: Hashable, Sendable {
  /// What stands behind an option.
  enum Value: Hashable, Sendable {
    /// Nothing: the option itself says it.
    case none
    /// Any word, such as a path; the name is shown in help.
    case word(String)
    /// One of a few words.
    case choice([String])
    /// A whole number within bounds.
    case number(String, ClosedRange<Int>)
  }

  /// The name with its dashes: `--leads`.
  let name: String
  /// A letter with its dash: `-o`.
  let short: String?
  /// What stands behind it.
  let value: Value
  /// What it does, for the help.
  let help: String
  /// Whether it may stand more than once.
  let isRepeated: Bool
  /// Whether the verb can't do without it.
  let isRequired: Bool
  /// What counts where it isn't given, for the help.
  let fallback: String?

  init(
    _ name: String, short: String? = nil, _ value: Value, _ help: String, isRepeated: Bool = false,
    isRequired: Bool = false, fallback: String? = nil
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.help = help
    self.isRepeated = isRepeated
    self.isRequired = isRequired
    self.fallback = fallback
  }

  /// The option as usage lines show it: `--leads FEED`.
  var usage: String {
    switch value {
    case .none: name
    case .word(let word), .number(let word, _): "\(name) \(word)"
    case .choice(let words): "\(name) \(words.joined(separator: "|"))"
    }
  }

  /// Why a value doesn't fit, or nil where it does.
  func complaint(about text: String) -> UsageError? {
    switch value {
    case .none, .word: return nil
    case .choice(let words):
      if words.contains(text) { return nil }
      let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
      let meant = Suggestion.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
      return UsageError("\"\(text)\" is no value for \"\(name)\", which takes one of \(list)", help: meant)
    case .number(_, let bounds):
      if let number = Int(text), bounds.contains(number) { return nil }
      return UsageError(
        "\"\(text)\" is no value for \"\(name)\", which takes a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      )
    }
  }
}
