import Foundation
import FunnelIR
import FunnelRuntime
import Testing

/// A journey as its line tells it.
struct JourneyLine: Decodable, Equatable {
  struct Task: Decodable, Equatable {
    var name: String
    var status: String
    var assignee: String?
    var due: String?
    var attempts: Int
  }

  struct Visit: Decodable, Equatable {
    var stage: String
    var entered: String
    var left: String?
    var how: String?
  }

  struct Counts: Decodable, Equatable {
    var done = 0
    var failed = 0
    var ignored = 0
    var late = 0
    var duplicates = 0
    var out_of_order = 0
  }

  var journey: String
  var status: String
  var stage: String?
  var path: [String]
  var activities: [Task]
  var history: [Visit]
  var end: String?
  var counts: Counts
  var scores: [String: Int]
  var data: [String: Int?]
  var started: String
  var ended: String?
  var reason: String?

  /// The stages visited and how each was left.
  var way: [String] { history.map { "\($0.stage) \($0.how ?? "-")" } }

  func status(of activity: String) -> String? { activities.first { $0.name == activity }?.status }
}

/// A record as its line tells it, as far as tests ask.
struct RecordLine: Decodable {
  var time: String
  var record: String
  var activity: String?
  var status: String?
  var attempt: Int?
  var stage: String?
  var reason: String?
  var outcome: String?
}

/// What came out of a run.
struct SmallRun {
  var journeys: [JourneyLine] = []
  var records: [RecordLine] = []
  var journal = ""
  var output = ""
  var refusals: [Refusal] = []
  /// Every line that could not be used, where session tokens are checked.
  var rejects: [FeedReject] = []
  var repeated = 0
  var summary: RunSummary

  /// Runs lines of a feed; a line is a registration, or an event in the native envelope.
  init(
    _ funnel: SmallFunnel, _ lines: [String], sessions: SessionTokens? = nil,
    _ change: (inout RunSettings) -> Void = { _ in }
  ) throws {
    try self.init(funnel.program(), lines, sessions: sessions, change)
  }

  init(
    _ program: Program, _ lines: [String], sessions: SessionTokens? = nil,
    _ change: (inout RunSettings) -> Void = { _ in }
  ) throws {
    let loaded = LoadedWorkspace(try VerifiedProgram(program))
    var settings = RunSettings(digest: { bytes in Array(repeating: UInt8(truncatingIfNeeded: bytes.count), count: 32) })
    settings.keepsJournal = true
    change(&settings)
    var run = FunnelRun(loaded, settings)
    var reader = FeedReader(
      MemorySource(lines.joined(separator: "\n")), plan: program.feed, choices: program.choices, zone: program.zone,
      sessions: sessions)
    var event = IncomingEvent()
    summary = run.summary
    reading: while true {
      switch try reader.next(into: &event) {
      case .event(let line, _):
        switch run.handle(event, line: line) {
        case .accepted: break
        case .repeated: repeated += 1
        case .refused(let refusal):
          refusals.append(refusal)
          rejects.append(reader.reject(refusal.reason, refusal.message))
          run.summary.count(refusal.reason)
        }
      case .reject(let reject) where sessions != nil: rejects.append(reject)
      case .reject(let reject): Issue.record("line \(reject.line): \(reject.message)")
      case .end: break reading
      }
    }
    while run.finishNext() {}
    summary = run.summary
    output = String(decoding: run.journeys.bytes, as: UTF8.self)
    journal = String(decoding: run.journal.bytes, as: UTF8.self)
    let decoder = JSONDecoder()
    journeys = try output.split(separator: "\n").map { try decoder.decode(JourneyLine.self, from: Data($0.utf8)) }
    records = try journal.split(separator: "\n").map { try decoder.decode(RecordLine.self, from: Data($0.utf8)) }
  }

  /// The one journey that came out.
  func only() throws -> JourneyLine {
    try #require(journeys.count == 1)
    return journeys[0]
  }
}

/// A line that registers lead `a` on a day of January 2026 at an hour.
func lead(_ id: String = "a", day: Int = 1, hour: Int = 0, _ fields: String = "") -> String {
  #"{"id":"\#(id)","time":"\#(moment(day, hour))"\#(fields.isEmpty ? "" : ",")\#(fields)}"#
}

/// A line with an event of lead `a` in the native envelope.
func event(
  _ type: String, _ activity: String? = nil, lead: String = "a", day: Int = 1, hour: Int = 0, _ fields: String = ""
) -> String {
  let activity = activity.map { #","activity":"\#($0)""# } ?? ""
  return
    #"{"type":"\#(type)","lead":"\#(lead)","time":"\#(moment(day, hour))"\#(activity)\#(fields.isEmpty ? "" : ",")\#(fields)}"#
}

/// A line with a numbered event of lead `a` in the funnel's own envelope, in which `event` stands for the type.
func numbered(_ number: Int, _ type: String, day: Int, _ fields: String) -> String {
  #"{"event":"\#(type)","lead":"a","time":"\#(moment(day))","sequence":\#(number),\#(fields)}"#
}

/// A time in January 2026 as results print it.
func moment(_ day: Int, _ hour: Int = 0) -> String {
  "2026-01-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00Z"
}
