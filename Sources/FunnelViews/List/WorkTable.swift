import FunnelIR
import FunnelRuntime

/// How rows of work are written.
public enum WorkFormat: String, CaseIterable, Sendable {
  /// Columns for people.
  case table
  /// One JSON object a line.
  case json
  /// RFC 4180, with names in the first row.
  case csv
}

/// Writes rows of work in one of the formats, row by row, so that there may be as many as one likes.
public struct WorkTable {
  private let format: WorkFormat
  private let hasSeveralFunnels: Bool
  private var columns: TextColumns
  private var isBegun = false
  /// How many rows were added.
  public private(set) var count = 0
  /// How many of them are overdue.
  public private(set) var overdueCount = 0

  /// Begins a table.
  public init(_ format: WorkFormat, hasSeveralFunnels: Bool) {
    self.format = format
    self.hasSeveralFunnels = hasSeveralFunnels
    columns = TextColumns(
      ["lead", hasSeveralFunnels ? "funnel" : "", "status", "stage", "since", "activity", "state", "assignee", "due"]
        + ["overdue", "reason"])
  }

  private static let names = [
    "lead", "journey", "funnel", "status", "stage", "since", "activity", "state", "assignee", "due", "overdue",
    "reason",
  ]

  /// Adds a row, and gives the text that can be written by now.
  public mutating func add(_ row: WorkRow) -> [UInt8] {
    count += 1
    if row.activity?.isOverdue == true { overdueCount += 1 }
    defer { isBegun = true }
    switch format {
    case .table: return Array(columns.add(cells(row)).utf8)
    case .json: return json(row)
    case .csv: return (isBegun ? [] : WorkTable.csv(WorkTable.names)) + WorkTable.csv(fields(row))
    }
  }

  /// The text that is left at the end.
  public mutating func finish() -> [UInt8] {
    switch format {
    case .table: count > 0 ? Array(columns.finish().utf8) : []
    case .json: []
    case .csv: isBegun ? [] : WorkTable.csv(WorkTable.names)
    }
  }

  private func cells(_ row: WorkRow) -> [String] {
    let view = row.view
    return [
      view.lead, hasSeveralFunnels ? view.program.program.name : "", view.journey.status.rawValue.words,
      view.stage?.name ?? "", view.shown(view.since), row.activity?.name ?? "", row.activity?.state.word.words ?? "",
      row.activity?.assignee ?? "", row.activity?.due.map(view.shown) ?? "", row.delay.map(Span.words) ?? "",
      view.reason ?? "",
    ]
  }

  private func fields(_ row: WorkRow) -> [String] {
    let view = row.view
    return [
      view.lead, view.id, view.program.program.name, view.journey.status.rawValue, view.stage?.name ?? "",
      Instant.text(view.since), row.activity?.name ?? "", row.activity?.state.word ?? "", row.activity?.assignee ?? "",
      row.activity?.due.map(Instant.text) ?? "", row.activity.map { $0.isOverdue ? "true" : "false" } ?? "",
      view.reason ?? "",
    ]
  }

  private func json(_ row: WorkRow) -> [UInt8] {
    let view = row.view
    var line = JSONWriter()
    line.beginObject()
    line.key("schemaVersion")
    line.integer(1)
    line.key("lead")
    view.writeLead(to: &line)
    line.key("journey")
    line.string(view.id)
    line.key("funnel")
    line.string(view.program.program.name)
    line.key("status")
    line.string(view.journey.status.rawValue)
    line.key("stage")
    line.string(optional: view.stage?.name)
    line.key("since")
    line.datetime(view.since)
    line.key("activity")
    line.string(optional: row.activity?.name)
    line.key("state")
    line.string(optional: row.activity?.state.word)
    line.key("assignee")
    line.string(optional: row.activity?.assignee)
    line.key("due")
    line.instant(row.activity?.due)
    line.key("overdue")
    line.boolean(row.activity?.isOverdue ?? false)
    line.key("reason")
    line.string(optional: view.reason)
    line.endObject()
    line.endLine()
    return line.bytes
  }

  private static func csv(_ fields: [String]) -> [UInt8] {
    let quoted = fields.map { field in
      field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
    }
    return Array((quoted.joined(separator: ",") + "\r\n").utf8)
  }
}

extension JSONWriter {
  /// Writes a text, or null.
  mutating func string(optional text: String?) {
    if let text { string(text) } else { null() }
  }

  /// Writes an instant, or null.
  mutating func instant(_ instant: Int64?) {
    if let instant { datetime(instant) } else { null() }
  }
}

/// Instants as texts.
enum Instant {
  /// RFC 3339 in UTC.
  static func text(_ instant: Int64) -> String {
    var bytes: [UInt8] = []
    return bytes.append(instant: instant) ? String(decoding: bytes, as: UTF8.self) : ""
  }
}
