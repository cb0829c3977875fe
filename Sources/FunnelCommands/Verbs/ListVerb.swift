import FunnelIR
import FunnelRuntime
import FunnelViews

/// `funnelc list`: what is open, blocked and overdue, and for whom.
enum ListVerb: Verb {
  static let status = OptionSyntax(
    "--status", .choice(Journey.Status.allCases.filter { $0 != .new }.map(\.rawValue)), "only journeys that stand so")
  static let stage = OptionSyntax("--stage", .word("STAGE"), "only journeys in this stage")
  static let funnel = OptionSyntax("--funnel", .word("FUNNEL"), "only journeys in this funnel")
  static let assignee = OptionSyntax(
    "--assignee", .word("NAME"), "only activities that this person, or whoever has this role, is to do")
  static let overdue = OptionSyntax("--overdue", .none, "only activities beyond their due time")
  static let format = OptionSyntax(
    "--format", .choice(WorkFormat.allCases.map(\.rawValue)),
    "how rows are written: in columns, one JSON object a line, or as RFC 4180 has it", fallback: "table")

  static let syntax = VerbSyntax(
    name: "list",
    summary: "list what is open, blocked and overdue in a store, and for whom",
    explanation: [
      "A row for each activity that is open or waits, in order of the leads' registration; a journey in which nobody has anything to do has a row of its own. Without \"--status\" only journeys that have not ended are listed.",
      "Rows are written as they are found, however many there are. In columns, times are those of the funnel's zone; in the other formats they are UTC.",
    ],
    operands: .none,
    ownOptions: [
      StoreReading.store, status, stage, funnel, assignee, overdue, StoreReading.until, format,
      CommonOptions.showPersonal,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let reading = try StoreReading(arguments)
    let filter = try filter(arguments, reading)
    let format = arguments.value(format).flatMap(WorkFormat.init(rawValue:)) ?? .table
    var table = WorkTable(format, hasSeveralFunnels: reading.funnels.count > 1)
    try reading.forEachSubject { _, _, journeys in
      for journey in journeys {
        for row in filter.rows(of: journey) { try console.output.write(table.add(row)) }
      }
    }
    try console.output.write(table.finish())
    if format == .table { try console.output.flush() }
    if format == .table { console.say(remark(on: table, reading)) }
    return .clean
  }

  private static func filter(_ arguments: Arguments, _ reading: StoreReading) throws(UsageError) -> WorkFilter {
    var filter = WorkFilter()
    filter.status = arguments.value(status).flatMap(Journey.Status.init(rawValue:))
    filter.assignee = arguments.value(assignee)
    filter.isOverdue = arguments.has(overdue)
    let funnels = reading.funnels
    filter.funnel = try arguments.value(funnel).map { name throws(UsageError) in try reading.funnel(named: name) }
    filter.stage = try arguments.value(stage).map { name throws(UsageError) in
      let stages = funnels.filter { filter.funnel == nil || $0.name == filter.funnel }.flatMap { funnel in
        funnel.stages.map { funnel.strings[$0.name] }
      }
      return try StoreReading.known(name, among: stages, "there is no stage", "the stages are")
    }
    return filter
  }

  private static func remark(on table: WorkTable, _ reading: StoreReading) -> String {
    let time = "as of \(reading.reader.shown(reading.instant))"
    guard table.count > 0 else { return "nothing matches, \(time)\n" }
    return "\n\(table.count.of("row")), \(table.overdueCount.grouped) overdue, \(time)\n"
  }
}
