import FunnelIR
import FunnelRuntime

extension RunReport {
  /// The summary for people.
  var text: String {
    var page = SummaryPage()
    page.separate()
    for program in funnels { page.add(heading(of: program)) }
    page.separate()
    page.add("lines read", lines)
    if summary.repeated > 0 { page.add("repeated, ignored", summary.repeated, depth: 1) }
    page.add("leads", summary.leads)
    for (program, numbers) in zip(funnels, summary.funnels) { add(numbers, of: program, to: &page) }
    addTables(to: &page)
    addIssues(to: &page)
    addRejects(to: &page)
    addTimes(to: &page)
    return "\n" + page.text
  }

  private func heading(of program: Program) -> String {
    "\(program.title ?? program.name), version \(program.version)"
  }

  /// The journeys of one funnel; where it is the only one, its name needs not be said again.
  private func add(_ numbers: FunnelSummary, of program: Program, to page: inout SummaryPage) {
    if funnels.count > 1 {
      page.separate()
      page.add(heading(of: program))
    }
    page.add("journeys", numbers.journeys)
    for (status, count) in numbers.statusCounts {
      page.add(words(status.rawValue), count, remark: count.share(of: numbers.journeys), depth: 1)
    }
    let ends = zip(program.ends, numbers.ends).filter { $1 > 0 }
    if !ends.isEmpty {
      page.separate()
      page.add("journeys ended", ends.reduce(0) { $0 + $1.1 })
      for (end, count) in ends { page.add(name(of: end, in: program), count, depth: 1) }
    }
    addActivities(numbers, to: &page)
  }

  private func addTables(to page: inout SummaryPage) {
    guard !tables.isEmpty else { return }
    page.separate()
    page.add("tables looked up in", tables.count)
    for table in tables {
      let keyless = table.table.rowsWithoutKey
      let rest = keyless == 0 ? "" : ", \(keyless.of("row")) without a key, never found"
      page.add(
        "\(table.name): \(table.table.count.of("row"))\(rest), \(table.table.memory.of("byte")) of memory", depth: 1)
      page.add("sha256:\(table.hash)", depth: 2)
    }
  }

  private func addActivities(_ numbers: FunnelSummary, to page: inout SummaryPage) {
    guard !numbers.activityCounts.isEmpty else { return }
    page.separate()
    page.add("activities", numbers.activityCounts.reduce(0) { $0 + $1.count })
    for (state, count) in numbers.activityCounts { page.add(words(state.word), count, depth: 1) }
  }

  private func addIssues(to page: inout SummaryPage) {
    guard summary.dataIssues > 0 else { return }
    page.separate()
    page.add("values that do not fit", summary.dataIssues, remark: "they count as missing")
    for (example, feed) in zip(summary.examples, issueFeeds) {
      page.add("\(feed) line \(example.line): \(example.point): \(example.reason)", depth: 1)
    }
    addRest(summary.dataIssues - summary.examples.count, to: &page)
  }

  private func addRejects(to page: inout SummaryPage) {
    guard summary.rejected > 0 else { return }
    page.separate()
    page.add(
      "lines rejected", summary.rejected, remark: areRejectsKept ? "" : "\"--rejects FILE\" collects them")
    for (reason, count) in summary.rejectReasons {
      page.add(reason.rawValue, count, depth: 1)
      let examples = rejects.of(reason)
      for example in examples {
        page.add("\(example.feed) line \(example.line): \(example.message)", depth: 2)
      }
      addRest(count - examples.count, to: &page, depth: 2)
      if reason == .noTime, funnels.first?.feed.leads.time == nil, settings.start == nil {
        page.add("say where leads have their time: \"feed leads { time from ... }\", or give --start", depth: 2)
      }
    }
  }

  private func addRest(_ count: Int, to page: inout SummaryPage, depth: Int = 1) {
    if count > 0 { page.add("and \(count.grouped) more", depth: depth) }
  }

  private func addTimes(to page: inout SummaryPage) {
    page.separate()
    if let end = summary.endClock { page.add("the clock ends at \(RunReport.shown(end))") }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Int(exactly: (Double(lines) / seconds).rounded()) : nil
    page.add("took \(elapsed.spoken)" + (rate.map { ", \($0.of("line")) a second" } ?? ""))
  }

  /// A time as RFC 3339 has it.
  static func shown(_ instant: Int64) -> String {
    var bytes: [UInt8] = []
    return bytes.append(instant: instant) ? String(decoding: bytes, as: UTF8.self) : "an unknown time"
  }

  /// `lost: went silent`, `nurture (lost: not ready yet)`, `converted`.
  private func name(of end: End, in program: Program) -> String {
    let name = program.strings[end.name]
    let outcome = end.outcome.rawValue + (end.reason.map { ": \(program.strings[$0])" } ?? "")
    if let title = end.title { return "\(program.strings[title]) (\(outcome))" }
    return name == end.outcome.rawValue ? outcome : "\(name) (\(outcome))"
  }

  private func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }
}
