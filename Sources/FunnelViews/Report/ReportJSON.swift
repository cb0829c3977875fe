import FunnelIR
import FunnelRuntime

/// The report's numbers for programs: one JSON object.
public enum ReportJSON {
  /// The object.
  public static func text(_ funnels: [FunnelNumbers], at instant: Int64) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("asOf")
    writer.datetime(instant)
    writer.key("funnels")
    writer.array(funnels, write)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ numbers: FunnelNumbers, _ writer: inout JSONWriter) {
    writer.key("funnel")
    writer.string(numbers.name)
    writer.key("version")
    writer.integer(numbers.version)
    writer.key("journeys")
    writer.integer(numbers.journeys)
    writer.key("overdueJourneys")
    writer.integer(numbers.overdueJourneys)
    writer.key("statuses")
    writer.beginObject()
    for (status, count) in numbers.statuses {
      writer.key(status.rawValue)
      writer.integer(count)
    }
    writer.endObject()
    writer.key("stages")
    writer.array(numbers.stages, write)
    writer.key("activities")
    writer.array(numbers.activities, write)
    writer.key("losses")
    writer.array(numbers.losses) { loss, writer in
      writer.key("reason")
      writer.string(loss.reason)
      writer.key("status")
      writer.string(loss.status)
      writer.key("journeys")
      writer.integer(loss.count)
    }
    writer.key("people")
    writer.array(numbers.people) { person, writer in
      writer.key("assignee")
      writer.string(person.name)
      writer.key("open")
      writer.integer(person.open)
      writer.key("overdue")
      writer.integer(person.overdue)
      writer.key("longestOverdue")
      if person.overdue > 0 { writer.duration(person.longest) } else { writer.null() }
    }
    writer.key("scores")
    writer.array(numbers.scores, write)
    writer.key("splits")
    writer.array(numbers.splits, write)
  }

  private static func write(_ stage: FunnelNumbers.Stage, _ writer: inout JSONWriter) {
    writer.key("stage")
    writer.string(stage.name)
    writer.key("entered")
    writer.integer(stage.entered)
    writer.key("wentOn")
    writer.integer(stage.wentOn)
    writer.key("here")
    writer.integer(stage.here)
    writer.key("lost")
    writer.integer(stage.lost)
    writer.key("converted")
    writer.integer(stage.converted)
    writer.key("conversion")
    writer.share(Proportion(stage.converted, of: stage.entered)?.share)
    writer.key("stays")
    write(stage.stay, &writer)
  }

  private static func write(_ activity: FunnelNumbers.Activity, _ writer: inout JSONWriter) {
    writer.key("activity")
    writer.string(activity.name)
    writer.key("completed")
    writer.integer(activity.completed)
    writer.key("failed")
    writer.integer(activity.failed)
    writer.key("open")
    writer.integer(activity.open)
    writer.key("overdue")
    writer.integer(activity.overdue)
    writer.key("time")
    write(activity.time, &writer)
  }

  private static func write(_ quantiles: Quantiles, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("count")
    writer.integer(quantiles.count)
    for (key, value) in [("median", quantiles.median), ("p90", quantiles.ninety)] {
      writer.key(key)
      if quantiles.count > 0 { writer.duration(value) } else { writer.null() }
    }
    writer.endObject()
  }

  private static func write(_ score: FunnelNumbers.Score, _ writer: inout JSONWriter) {
    writer.key("score")
    writer.string(score.name)
    writer.key("median")
    writer.integer(score.median)
    writer.key("bins")
    writer.array(score.bins) { bin, writer in
      writer.key("from")
      writer.integer(bin.first)
      writer.key("to")
      writer.integer(bin.last)
      writer.key("journeys")
      writer.integer(bin.count)
    }
  }

  private static func write(_ split: FunnelNumbers.Split, _ writer: inout JSONWriter) {
    writer.key("split")
    writer.string(split.name)
    writer.key("branches")
    writer.array(split.branches) { branch, writer in
      let rate = Proportion(branch.converted, of: branch.dealt)
      writer.key("label")
      writer.string(branch.label)
      writer.key("share")
      writer.number(branch.share)
      writer.key("dealt")
      writer.integer(branch.dealt)
      writer.key("converted")
      writer.integer(branch.converted)
      writer.key("conversion")
      writer.share(rate?.share)
      writer.key("low")
      writer.share(rate?.low)
      writer.key("high")
      writer.share(rate?.high)
    }
  }
}

extension JSONWriter {
  /// Writes objects one after the other; the body writes what stands in one.
  fileprivate mutating func array<Element>(_ elements: [Element], _ body: (Element, inout JSONWriter) -> Void) {
    beginArray()
    for element in elements {
      beginObject()
      body(element, &self)
      endObject()
    }
    endArray()
  }

  /// Writes a share with four decimals, or null.
  fileprivate mutating func share(_ share: Double?) {
    if let share { number((share * 10_000).rounded() / 10_000) } else { null() }
  }
}
