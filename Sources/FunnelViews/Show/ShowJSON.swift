import FunnelIR
import FunnelRuntime

/// All that is known of one lead, for programs: one JSON object.
public enum ShowJSON {
  /// The journeys of a lead, in order of registration; `at` is the instant as of which they stand.
  public static func text(_ views: [JourneyView], at instant: Int64) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("lead")
    if let first = views.first { first.writeLead(to: &writer) } else { writer.null() }
    writer.key("asOf")
    writer.datetime(instant)
    writer.key("journeys")
    writer.beginArray()
    for view in views { write(view, to: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ view: JourneyView, to writer: inout JSONWriter) {
    writer.beginObject()
    writeStanding(of: view, to: &writer)
    writer.key("source")
    writer.string(optional: view.source)
    writer.key("owner")
    writer.string(optional: view.owner)
    writer.key("path")
    writer.beginArray()
    for turn in view.path { writer.string(turn) }
    writer.endArray()
    writer.key("activities")
    writer.beginArray()
    for activity in view.activities { write(activity, to: &writer) }
    writer.endArray()
    writer.key("timers")
    writer.beginArray()
    for timer in view.timers { write(timer, to: &writer) }
    writer.endArray()
    writer.key("history")
    writer.beginArray()
    for visit in view.visits {
      writer.beginObject()
      writer.key("stage")
      writer.string(visit.stage.name)
      writer.key("entered")
      writer.datetime(visit.entered)
      writer.key("left")
      writer.instant(visit.left)
      writer.key("how")
      writer.string(optional: visit.how?.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.key("scores")
    writer.beginObject()
    for score in view.scores {
      writer.key(score.name)
      writer.integer(score.shown)
    }
    writer.endObject()
    writer.key("data")
    writer.beginObject()
    for point in view.points {
      writer.key(point.name)
      view.writePoint(point.slot, to: &writer)
    }
    writer.endObject()
    writeCounts(view.journey.counts, to: &writer)
    writer.endObject()
  }

  /// Writes what a journey is and where it stands.
  static func writeStanding(of view: JourneyView, to writer: inout JSONWriter) {
    writer.key("journey")
    writer.string(view.id)
    writer.key("funnel")
    writer.string(view.program.program.name)
    writer.key("version")
    writer.integer(view.program.program.version)
    writer.key("status")
    writer.string(view.journey.status.rawValue)
    writer.key("stage")
    writer.string(optional: view.stage?.name)
    writer.key("end")
    writer.string(optional: view.end?.name)
    writer.key("reason")
    writer.string(optional: view.reason)
    writer.key("since")
    writer.datetime(view.since)
    writer.key("started")
    writer.datetime(view.journey.started)
    writer.key("ended")
    writer.instant(view.journey.ended)
  }

  private static func write(_ activity: JourneyView.Activity, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("name")
    writer.string(activity.name)
    writer.key("stage")
    writer.string(activity.stage)
    writer.key("status")
    writer.string(activity.state.word)
    writer.key("assignee")
    writer.string(activity.assignee)
    writer.key("role")
    writer.string(activity.role)
    writer.key("opened")
    writer.instant(activity.opened)
    writer.key("due")
    writer.instant(activity.due)
    writer.key("overdue")
    writer.boolean(activity.isOverdue)
    writer.key("attempts")
    writer.integer(activity.attempts)
    writer.endObject()
  }

  private static func write(_ timer: JourneyView.Timer, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("timer")
    writer.string(timer.kind.rawValue)
    writer.key("due")
    writer.datetime(timer.due)
    writer.key("activity")
    writer.string(optional: timer.activity)
    writer.key("target")
    writer.string(optional: timer.target?.name)
    writer.endObject()
  }

  private static func writeCounts(_ counts: Journey.Counts, to writer: inout JSONWriter) {
    writer.key("counts")
    writer.beginObject()
    for (name, count) in [
      ("done", counts.done), ("failed", counts.failed), ("ignored", counts.ignored), ("late", counts.late),
      ("duplicates", counts.duplicates), ("out_of_order", counts.outOfOrder),
    ] {
      writer.key(name)
      writer.integer(count)
    }
    writer.endObject()
  }
}
