import FunnelDiagnostics

/// What was typed behind a verb, checked against the verb's table.
struct Arguments: Sendable {
  /// The operands, in order.
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  /// Reads the words behind a verb.
  ///
  /// `--name value` and `--name=value` are the same; `--` ends the options; `-` is an operand.
  init(_ words: [String], for verb: VerbSyntax) throws(UsageError) {
    var rest = words[...]
    var isBehindOptions = false
    while let word = rest.popFirst() {
      if isBehindOptions || word == "-" || !word.hasPrefix("-") {
        operands.append(word)
      } else if word == "--" {
        isBehindOptions = true
      } else {
        try read(option: word, &rest, of: verb)
      }
    }
    if !has(CommonOptions.help) { try checkCompleteness(for: verb) }
  }

  /// Whether an option was given.
  func has(_ option: OptionSyntax) -> Bool { values[option.name] != nil }

  /// The value of an option, or its fallback.
  func value(_ option: OptionSyntax) -> String? { values[option.name]?.last ?? option.fallback }

  /// The value of an option that was typed; nil where only its fallback counts.
  func given(_ option: OptionSyntax) -> String? { values[option.name]?.last }

  /// All values of an option that may stand more than once.
  func values(_ option: OptionSyntax) -> [String] { values[option.name] ?? [] }

  /// The value of an option that takes a number.
  func number(_ option: OptionSyntax) -> Int? { value(option).flatMap { Int($0) } }

  private mutating func read(option word: String, _ rest: inout ArraySlice<String>, of verb: VerbSyntax)
    throws(UsageError)
  {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    guard let option = verb.options.first(where: { $0.name == name || $0.short == name }) else {
      throw unknown(option: name, of: verb)
    }
    if has(option), !option.isRepeated {
      throw UsageError("\"\(name)\" stands twice", help: "keep one of the two")
    }
    var value = parts.count > 1 ? parts[1] : nil
    if option.value == .none {
      if let value { throw UsageError("\"\(name)\" takes no value, but got \"\(value)\"") }
      values[option.name, default: []].append("")
      return
    }
    if value == nil, let next = rest.first, !isOption(next, of: verb) {
      value = rest.removeFirst()
    }
    guard let value, !value.isEmpty else {
      throw UsageError("\"\(name)\" needs a value", help: "type \"\(option.usage)\"")
    }
    if let complaint = option.complaint(about: value) { throw complaint }
    values[option.name, default: []].append(value)
  }

  private func isOption(_ word: String, of verb: VerbSyntax) -> Bool {
    let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
    return word.hasPrefix("--") || verb.options.contains { $0.name == name || $0.short == name }
  }

  private func unknown(option name: String, of verb: VerbSyntax) -> UsageError {
    let candidates = verb.options.map(\.name)
    let byPrefix = candidates.filter { name.count > 2 && $0.hasPrefix(name) }
    let meant = byPrefix.count == 1 ? byPrefix[0] : Suggestion.nearest(to: name, among: candidates)
    return UsageError(
      "\"funnelc \(verb.name)\" has no option \"\(name)\"",
      help: meant.map { "did you mean \"\($0)\"?" } ?? "\"funnelc \(verb.name) --help\" lists the options")
  }

  private func checkCompleteness(for verb: VerbSyntax) throws(UsageError) {
    let usage = "\"funnelc \(verb.name) --help\" shows how it is used"
    if operands.count < verb.operands.count.lowerBound {
      throw UsageError("\"funnelc \(verb.name)\" needs \(verb.operands.name)", help: usage)
    }
    if operands.count > verb.operands.count.upperBound {
      throw UsageError(
        "\"\(operands[verb.operands.count.upperBound])\" is one \(verb.operands.name.contains(" ") ? "word" : verb.operands.name) too many for \"funnelc \(verb.name)\"",
        help: usage)
    }
    for option in verb.options where option.isRequired && !has(option) {
      throw UsageError("\"funnelc \(verb.name)\" needs \"\(option.usage)\"", help: usage)
    }
  }
}
