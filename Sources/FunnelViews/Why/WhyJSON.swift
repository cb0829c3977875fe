import FunnelIR
import FunnelRuntime

/// How a lead came to be where it is, for programs: one JSON object.
public enum WhyJSON {
  /// The object.
  public static func text(_ story: WhyStory, _ answer: WhyAnswer, at instant: Int64) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("lead")
    story.view.writeLead(to: &writer)
    writer.key("asOf")
    writer.datetime(instant)
    ShowJSON.writeStanding(of: story.view, to: &writer)
    writer.key("steps")
    writer.beginArray()
    for step in story.steps { write(step.step, at: step.time, to: &writer) }
    writer.endArray()
    writer.key("alternatives")
    writer.beginArray()
    for look in answer.looks { write(look, story.view, to: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ step: WhyStory.Step, at time: Int64, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("time")
    writer.datetime(time)
    switch step {
    case .note(let text):
      writer.key("text")
      writer.string(text)
    case .decision(let asked):
      writer.key("decision")
      writer.string(asked.name)
      writer.key("label")
      writer.string(optional: asked.label)
      writer.key("branches")
      writer.beginArray()
      for branch in asked.branches { write(branch, to: &writer) }
      writer.endArray()
    }
    writer.endObject()
  }

  private static func write(_ branch: WhyStory.Branch, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("label")
    writer.string(branch.label)
    writer.key("target")
    writer.string(branch.target)
    writer.key("when")
    writer.string(optional: branch.text)
    writer.key("is")
    writer.string(branch.truth.rawValue)
    writer.key("taken")
    writer.boolean(branch.isTaken)
    writer.key("parts")
    writer.beginArray()
    for part in branch.parts {
      writer.beginObject()
      writer.key("depth")
      writer.integer(part.depth)
      writer.key("text")
      writer.string(part.text)
      writer.key("is")
      writer.string(part.truth.rawValue)
      writer.key("read")
      writer.beginObject()
      for value in part.values {
        writer.key(value.name)
        writer.string(optional: value.value)
      }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private static func write(_ look: WhyAnswer.Look, _ view: JourneyView, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("at")
    writer.string(look.moment.name)
    writer.key("time")
    writer.datetime(look.moment.time)
    writer.key("tried")
    writer.integer(look.alternatives?.tried ?? 0)
    writer.key("complete")
    writer.boolean(look.alternatives?.isComplete ?? false)
    writer.key("changes")
    writer.beginArray()
    for change in look.alternatives?.changes ?? [] {
      let point = view.program.program.points[change.slot]
      writer.beginObject()
      writer.key("point")
      writer.string(view.program.program.strings[point.name])
      writer.key("before")
      view.write(change.before, isPersonal: point.isPersonal, to: &writer)
      writer.key("after")
      view.write(change.after, isPersonal: point.isPersonal, to: &writer)
      writer.key("leadsTo")
      writer.string(WhyPage.words(for: change.outcome, view))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
