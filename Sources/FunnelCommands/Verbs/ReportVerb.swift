import FunnelRuntime
import FunnelStore
import FunnelViews

/// `funnelc report`: the numbers of a store on one page.
enum ReportVerb: Verb {
  static let output = OptionSyntax(
    "--output", short: "-o", .word("FILE"), "where the page goes; - is standard output", fallback: "-")

  static let syntax = VerbSyntax(
    name: "report",
    summary: "make a page of a store's numbers: the funnel, times, losses, overdue work",
    explanation: [
      "Writes one HTML page that needs nothing else, neither network nor script: how many journeys reach each stage and convert, how long activities take, why leads go, what is overdue and with whom, how scores are distributed, how the branches of splits fare. It is made for the screen, for a phone and for paper.",
      "The same store gives the same bytes. With \"--json\" the same numbers are written as one JSON object. Neither holds data points or leads; assignees are named, and personal names among them masked.",
    ],
    operands: .none,
    ownOptions: [StoreReading.store, output, StoreReading.until, StoreReading.json, CommonOptions.showPersonal])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let reading = try StoreReading(arguments)
    var counter = ReportCounter(reading.opened.workspace, at: reading.instant)
    try reading.forEachSubject { _, _, journeys in
      for journey in journeys { counter.add(journey) }
    }
    do {
      try reading.opened.store.forEach(.records) { try counter.add(records: $0, by: reading.opened.printer) }
    } catch let refusal as RefusedImage {
      throw StoreError("the store's records can't be read: \(refusal.message)")
    }
    let store = arguments.value(StoreReading.store) ?? ""
    let inputs = [store, store + "-wal", store + "-shm"].compactMap { FileIdentity(path: $0) }
    let file = try OutputFile(arguments.value(output) ?? "-", .personal, inputs: inputs)
    if arguments.has(StoreReading.json) {
      try file.write(ReportJSON.text(counter.numbers, at: reading.instant))
    } else {
      try file.write(ReportPage.html(counter.numbers, at: reading.instant))
    }
    try file.flush()
    return .clean
  }
}
