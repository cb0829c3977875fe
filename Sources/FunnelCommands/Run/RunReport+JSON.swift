import FunnelIR
import FunnelRuntime

extension RunReport {
  /// The summary as one line of JSON; it holds no duration, so that the same run gives the same bytes.
  /// - Parameter sha256: the hash of the compiled funnels.
  func json(sha256: String) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("sha256")
    writer.string(sha256)
    if !tables.isEmpty { writeTables(&writer) }
    writer.key("lines")
    counts(
      [
        ("read", lines), ("accepted", summary.accepted), ("repeated", summary.repeated), ("rejected", summary.rejected),
      ],
      &writer)
    writer.key("leads")
    writer.integer(summary.leads)
    writer.key("journeys")
    writer.integer(summary.journeys)
    writer.key("funnels")
    writer.beginArray()
    for (program, numbers) in zip(funnels, summary.funnels) { write(numbers, of: program, &writer) }
    writer.endArray()
    writer.key("dataIssues")
    writer.integer(summary.dataIssues)
    writer.key("rejects")
    counts(summary.rejectReasons.map { ($0.reason.rawValue, $0.count) }, &writer)
    writer.key("clock")
    if let end = summary.endClock { writer.datetime(end) } else { writer.null() }
    writer.endObject()
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func writeTables(_ writer: inout JSONWriter) {
    writer.key("tables")
    writer.beginArray()
    for table in tables {
      writer.beginObject()
      writer.key("file")
      writer.string(table.name)
      writer.key("sha256")
      writer.string(table.hash)
      writer.key("rows")
      writer.integer(table.table.count)
      writer.key("rowsWithoutKey")
      writer.integer(table.table.rowsWithoutKey)
      writer.key("bytes")
      writer.integer(table.table.memory)
      writer.endObject()
    }
    writer.endArray()
  }

  private func write(_ numbers: FunnelSummary, of program: Program, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("funnel")
    writer.string(program.name)
    writer.key("version")
    writer.integer(program.version)
    writer.key("journeys")
    writer.integer(numbers.journeys)
    writer.key("statuses")
    counts(numbers.statusCounts.map { ($0.status.rawValue, $0.count) }, &writer)
    writer.key("ends")
    writeEnds(numbers, of: program, &writer)
    writer.key("activities")
    counts(numbers.activityCounts.map { ($0.state.word, $0.count) }, &writer)
    writer.endObject()
  }

  private func writeEnds(_ numbers: FunnelSummary, of program: Program, _ writer: inout JSONWriter) {
    writer.beginArray()
    for (end, count) in zip(program.ends, numbers.ends) where count > 0 {
      writer.beginObject()
      writer.key("end")
      writer.string(program.strings[end.name])
      writer.key("outcome")
      writer.string(end.outcome.rawValue)
      if let reason = end.reason {
        writer.key("reason")
        writer.string(program.strings[reason])
      }
      writer.key("count")
      writer.integer(count)
      writer.endObject()
    }
    writer.endArray()
  }

  private func counts(_ counts: [(name: String, count: Int)], _ writer: inout JSONWriter) {
    writer.beginObject()
    for (name, count) in counts {
      writer.key(name)
      writer.integer(count)
    }
    writer.endObject()
  }
}
