import FunnelViews

/// `funnelc show`: all that is known of one lead.
enum ShowVerb: Verb {
  static let syntax = VerbSyntax(
    name: "show",
    summary: "show where a lead is, and all that is known of it",
    explanation: [
      "For each journey of the lead: where it is, its activities with who does them and when they are due, what happens next by itself, the stages visited, its scores and data, and what became of its events. How it came to be there is told by \"funnelc why\".",
      "Personal values are masked, and ids that are personal become \"#\" and a hash, which is understood as LEAD too.",
    ],
    operands: .init(name: "LEAD", help: "the lead's id, as the feed has it", count: 1...1),
    ownOptions: [StoreReading.store, StoreReading.until, StoreReading.json, CommonOptions.showPersonal])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let reading = try StoreReading(arguments, isAboutOne: true)
    let journeys = try reading.find(arguments.operands[0]).journeys
    if arguments.has(StoreReading.json) {
      try console.output.write(ShowJSON.text(journeys, at: reading.instant))
    } else {
      try console.output.write(ShowPage.text(journeys, at: reading.instant))
    }
    return .clean
  }
}
