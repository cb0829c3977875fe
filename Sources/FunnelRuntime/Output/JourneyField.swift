/// One field of a journey's line: what it shows, and what it is called there.
public struct JourneyField: Sendable, Hashable {
  /// What a field can show.
  public enum Source: Sendable, Hashable {
    /// The version of the line's form.
    case schemaVersion
    /// The journey's id: lead, funnel and entry number.
    case journey
    case lead, funnel, version, status
    /// The stage it is in, null when it is in none.
    case stage
    /// The stage it is in, or the end it came to.
    case place
    case path, end, counts, scores, data, started, ended, reason
    /// The activities; of each only these parts, where some are given.
    case activities([ActivityPart])
    /// The visits of stages; of each only these parts, where some are given.
    case history([VisitPart])
    /// One of the counts.
    case count(CountPart)
    /// One data point, by its slot.
    case point(Int)
    /// One score, by its index.
    case score(Int)
  }

  /// What is shown of an activity.
  public enum ActivityPart: String, Sendable, Hashable, CaseIterable {
    case name, status, assignee, due, attempts
  }

  /// What is shown of a visit.
  public enum VisitPart: String, Sendable, Hashable, CaseIterable {
    case stage, entered, left, how
  }

  /// What is counted.
  public enum CountPart: String, Sendable, Hashable, CaseIterable {
    case done, failed, ignored, late, duplicates
    case outOfOrder = "out_of_order"
  }

  /// What the field is called.
  public var name: String
  /// What it shows.
  public var source: Source
  /// What it shows in place of null, a text.
  public var fallback: String?

  /// Makes a field.
  public init(_ name: String, _ source: Source, fallback: String? = nil) {
    self.name = name
    self.source = source
    self.fallback = fallback
  }

  /// The fields that a line has unless others are asked for, in their order.
  public static let all = [
    JourneyField("schemaVersion", .schemaVersion), JourneyField("journey", .journey), JourneyField("lead", .lead),
    JourneyField("funnel", .funnel), JourneyField("version", .version), JourneyField("status", .status),
    JourneyField("stage", .stage), JourneyField("path", .path), JourneyField("activities", .activities([])),
    JourneyField("history", .history([])), JourneyField("end", .end), JourneyField("counts", .counts),
    JourneyField("scores", .scores), JourneyField("data", .data), JourneyField("started", .started),
    JourneyField("ended", .ended), JourneyField("reason", .reason),
  ]
}
