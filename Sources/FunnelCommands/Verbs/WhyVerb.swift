import FunnelIR
import FunnelRuntime
import FunnelStore
import FunnelViews

/// `funnelc why`: how a lead came to be where it is.
enum WhyVerb: Verb {
  static let funnel = OptionSyntax(
    "--funnel", .word("FUNNEL"), "the journey in this funnel, where the lead has several")
  static let all = OptionSyntax("--all", .none, "tell every step and every branch, however long it gets")

  static let syntax = VerbSyntax(
    name: "why",
    summary: "tell why a lead is where it is, and what would have led elsewhere",
    explanation: [
      "What happened when and by whom; for each decision its branches, with each part of their conditions and the values as they were. All of it comes from the records in the store: nothing is run again.",
      "Then the smallest change of one data point that would have led elsewhere. It is tried before it is told, on a copy of the journey as it was at its last decision: the constants of the conditions and their neighbours, the members of choices, a value in place of none and none in place of a value.",
      "Of the lead's journeys the last one that goes on is told, else the last one. Personal values are masked.",
    ],
    operands: .init(name: "LEAD", help: "the lead's id, as the feed has it", count: 1...1),
    ownOptions: [StoreReading.store, funnel, all, StoreReading.json, CommonOptions.showPersonal])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let reading = try StoreReading(arguments, isAboutOne: true)
    let (subject, journeys) = try reading.find(arguments.operands[0])
    let name = try arguments.value(funnel).map { try reading.funnel(named: $0) }
    let meant = journeys.filter { name == nil || $0.program.program.name == name }
    guard let index = meant.lastIndex(where: { !$0.journey.isEnded }) ?? meant.indices.last else {
      throw UsageError(
        "the lead has no journey in funnel \"\(name ?? "")\"", help: "\"funnelc show\" lists the lead's journeys")
    }
    let records = try reading.opened.printer.lines(reading.opened.store.records(of: subject), .records)
    let story = WhyStory(meant[index], records, reading.reader)
    let answer = WhyAnswer(story)
    if arguments.has(StoreReading.json) {
      try console.output.write(WhyJSON.text(story, answer, at: reading.instant))
    } else {
      let others = journeys.filter { $0.id != meant[index].id }
      try console.output.write(
        WhyPage.text(story, answer, others: others, at: reading.instant, isWhole: arguments.has(all)))
    }
    return .clean
  }
}
