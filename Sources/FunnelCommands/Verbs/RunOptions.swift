/// The table of `funnelc run`.
enum RunOptions {
  static let leads = OptionSyntax(
    "--leads", .word("FEED"),
    "the leads: one JSON object a line, or a JSON array; .gz is read as what it holds, - is standard input",
    isRequired: true)
  static let events = OptionSyntax(
    "--events", .word("FEED"), "what happened to them, read after all of the leads; - is standard input")
  static let output = OptionSyntax(
    "--output", short: "-o", .word("FILE"), "where the journeys go, one JSON object a line; - is standard output",
    fallback: "-")
  static let journal = OptionSyntax(
    "--journal", .word("FILE"), "where every record goes: who did what when, and why a decision fell as it did")
  static let effects = OptionSyntax(
    "--effects", .word("FILE"), "where everything goes that somebody else is to do: notify, e-mail, call, open a task")
  static let rejects = OptionSyntax(
    "--rejects", .word("FILE"), "where the lines go that can't be used, each with its reason")
  static let start = OptionSyntax(
    "--start", .word("TIME"), "when leads register that name no time themselves: 2026-11-20 or 2026-11-20T09:00:00Z")
  static let until = OptionSyntax(
    "--until", .word("TIME"), "how far the clock runs on behind the last line", fallback: "the latest time in the feeds"
  )
  static let earliest = OptionSyntax(
    "--earliest", .word("TIME"), "lines from before are refused as implausible", fallback: "1970-01-01")
  static let latest = OptionSyntax(
    "--latest", .word("TIME"), "lines from after are refused as implausible", fallback: "2100-01-01")
  static let items = OptionSyntax(
    "--items", .word("PATH"), "where the array of leads stands in the feed's JSON object: $._embedded.leads")
  static let lineBytes = OptionSyntax(
    "--max-line-bytes", .number("N", 1...(1 << 28)), "longer lines are refused", fallback: "16777216")
  static let nesting = OptionSyntax(
    "--max-nesting", .number("N", 1...100_000), "lines with objects and arrays nested deeper are refused",
    fallback: "512")
  static let strict = OptionSyntax(
    "--strict", .none, "end with status 1 when a line was refused or a value did not fit its type")
  static let fields = OptionSyntax(
    "--fields", .word("LIST"),
    "which fields a journey's line has, in which order and called what: id=lead,path,activities=activities.name")
  static let jobs = OptionSyntax(
    "--jobs", .number("N", 1...256), "how many threads share the work; the results are the same for any number",
    fallback: "as many as the machine runs at once")
  static let jsonSummary = OptionSyntax("--json-summary", .none, "write the summary as one JSON object")

  static let idWindow = OptionSyntax(
    "--id-window", .number("DAYS", 0...36_500), "how many days after its journey's end an event's id is remembered",
    fallback: "30")

  static let redact = OptionSyntax(
    "--redact", .none,
    "mask personal values in journeys, records and effects, and keep of rejected lines only what can't be personal")

  static let store = OptionSyntax(
    "--store", .word("DB"),
    "keep journeys in this file, and go on from where it was left; outputs then show all that it holds")
  static let batch = OptionSyntax(
    "--batch", .number("N", 1...1_000_000), "how many lines are committed to the store at once", fallback: "1000")
  static let feedName = OptionSyntax(
    "--feed-name", .word("NAME"),
    "by what name the store remembers how far a feed was read; once for each feed, leads first (default: its path)",
    isRepeated: true)

  static let anchor = OptionSyntax(
    "--anchor", .word("FILE"),
    "remember the store's last commit in this file too, best on another disk; \"verify\" finds by it whether commits are lost"
  )

  static let all = [
    leads, events, output, journal, effects, rejects, store, batch, feedName, FollowOptions.follow,
    FollowOptions.tick, FollowOptions.lateness, anchor, start, until, earliest, latest, items, lineBytes, nesting,
    strict, fields, jobs, jsonSummary, idWindow, redact, CommonOptions.showPersonal, SessionKey.file,
    SessionKey.variable,
    CommonOptions.root, CommonOptions.maxStages, CommonOptions.maxFunnels, CommonOptions.format,
  ]
}
