/// The options of a run that follows its feed.
enum FollowOptions {
  static let follow = OptionSyntax(
    "--follow", .none, "wait at the feed's end for more, until SIGTERM or SIGINT; for runs with a store")
  static let tick = OptionSyntax(
    "--tick", .word("DURATION"), "how often what is due is looked for while no line comes", fallback: "1 minute")
  static let lateness = OptionSyntax(
    "--lateness", .word("DURATION"), "how long a deadline waits for lines that come late", fallback: "0 s")

  /// How a run follows its feed; nil where it does not.
  static func pace(_ arguments: Arguments) throws(UsageError) -> Pace? {
    guard arguments.has(follow) else { return nil }
    let tick = try duration(tick, in: arguments)
    guard tick > 0 else {
      throw UsageError("\"--tick\" can't be nothing", help: "type a duration such as 10 s, 1 minute or 1 h")
    }
    return Pace(tick: tick, lateness: try duration(lateness, in: arguments))
  }

  /// Refuses what can't be told together with following, or means nothing without it.
  static func check(_ arguments: Arguments) throws(UsageError) {
    guard arguments.has(follow) else {
      for option in [tick, lateness] where arguments.has(option) {
        throw UsageError("\"\(option.name)\" means nothing without \"--follow\"", help: "add \"--follow\"")
      }
      return
    }
    _ = try pace(arguments)
    if arguments.has(RunOptions.events) {
      throw UsageError(
        "\"--follow\" reads one feed, and here are two",
        help: "give leads and their events as one feed, in the order in which they come")
    }
    if arguments.has(RunOptions.until) {
      throw UsageError(
        "\"--until\" can't be given with \"--follow\", which goes by the clock on the wall",
        help: "leave one of them out")
    }
    if arguments.has(RunOptions.items) {
      throw UsageError(
        "\"--items\" can't be given with \"--follow\": nobody can append to a JSON document",
        help: "leave \"--follow\" out, or write one object a line")
    }
    if arguments.value(RunOptions.leads)?.hasSuffix(".gz") == true {
      throw UsageError("a compressed feed can't be followed", help: "name the file before it is compressed")
    }
    let outputs = [RunOptions.output, RunOptions.journal, RunOptions.effects, RunOptions.rejects].compactMap {
      arguments.given($0)
    }
    guard Set(outputs).count == outputs.count else {
      throw UsageError("two outputs would be mixed in one file", help: "name a file for each")
    }
    if [RunOptions.journal, RunOptions.effects, RunOptions.rejects].contains(where: { arguments.value($0) == "-" }) {
      throw UsageError(
        "with \"--follow\" lines go to files, which can be put right after a crash, and not to standard output",
        help: "name a file; \"tail -F\" shows it as it grows")
    }
  }

  /// A duration as it is typed: a number and its unit, in microseconds.
  private static func duration(_ option: OptionSyntax, in arguments: Arguments) throws(UsageError) -> Int64 {
    let text = arguments.value(option) ?? ""
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    let seconds: Int64? =
      switch unit {
      case "s", "second", "seconds": 1
      case "m", "min", "minute", "minutes": 60
      case "h", "hour", "hours": 3_600
      case "d", "day", "days": 86_400
      default: nil
      }
    guard let number = Int64(digits), let seconds, number <= 1_000_000_000 else {
      throw UsageError(
        "\"\(text)\" is no duration for \"\(option.name)\"", help: "type one such as 10 s, 1 minute or 2 h")
    }
    return number * seconds * 1_000_000
  }
}
