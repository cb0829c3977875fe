import FunnelIR
import FunnelRuntime

@testable import FunnelCompiler

/// What a run gives that may take the short way, or may not.
struct StraightRun {
  var journeys: [UInt8]
  var rejects: [FeedReject] = []
  var summary: String
  /// How many lines took the short way.
  var plain = 0

  /// The fields of a journey's line that the short way for leads can write.
  static let fields = [
    [
      JourneyField("id", .lead), JourneyField("path", .path), JourneyField("place", .place, fallback: "none"),
      JourneyField("stage", .stage, fallback: "\"gone\""), JourneyField("status", .status), JourneyField("end", .end),
      JourneyField("why", .reason), JourneyField("activities", .activities([.name])),
      JourneyField("late", .count(.late)),
      JourneyField("version", .version), JourneyField("funnel", .funnel),
    ]
  ]

  /// Runs a feed to its end, or until a time.
  init(
    _ product: ProductRun, _ feed: [UInt8], isStraight: Bool, readSize: Int, fields: [[JourneyField]] = fields,
    until: Int64? = nil
  ) throws {
    let settings = StraightRun.settings(isStraight: isStraight, fields: fields, until: until)
    var run = FunnelRun(product.workspace, settings)
    var reader = FeedReader(
      MemorySource(feed), for: product.workspace, limits: StraightRun.limits(readSize: readSize))
    var event = IncomingEvent()
    reading: while true {
      plain += try run.takePlain(from: &reader, limit: .max)
      switch try reader.next(into: &event) {
      case .end: break reading
      case .reject(let reject):
        run.summary.count(reject.reason)
        rejects.append(reject)
      case .event(let line, _):
        if case .refused(let refusal) = run.handle(event, line: line) {
          run.summary.count(refusal.reason)
          rejects.append(reader.reject(refusal.reason, refusal.message))
        }
      }
    }
    while run.finishNext() {}
    journeys = run.journeys.bytes
    summary = "\(run.summary)"
  }

  /// How a feed is run.
  static func settings(isStraight: Bool, fields: [[JourneyField]] = fields, until: Int64? = nil) -> RunSettings {
    var settings = RunSettings { TestRun.digest($0) }
    settings.isStraight = isStraight
    settings.fields = fields
    settings.until = until
    return settings
  }

  /// Limits that the generated feeds go beyond now and then.
  static func limits(readSize: Int) -> FeedLimits { FeedLimits(lineLength: 900, nesting: 20, readSize: readSize) }
}
