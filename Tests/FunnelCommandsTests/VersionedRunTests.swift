import Foundation
import Testing

/// Several versions of a funnel in one store: a journey ends under the version it began with.
@Suite("Runs of a later version with the same store")
struct VersionedRunTests {
  static let first = """
    funnel welcome "Welcome" {
      version 1
      feed leads { time from at }
      data { email: email  size: integer in 0..  slot: text }
      intake { require email }
      start -> sort
      decision sort { when size >= 100 -> talk  otherwise -> small }
      stage talk { activity call by lead { collects slot  due 2 days }  limit 7 days -> lost "silent"  then -> converted }
      stage small { activity form by lead  limit 3 days -> lost "too small"  then -> converted }
    }
    """
  static let second = """
    funnel welcome "Welcome" {
      version 2
      feed leads { time from at }
      data { kind: choice { firm, person }  size: integer in 0..  email: email }
      intake { require email }
      start -> first
      stage first { activity intro by lead  limit 2 days -> talk  then -> talk }
      stage talk { activity call by lead { due 9 days }  limit 20 days -> lost "never"  then -> converted }
    }
    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.first.utf8, to: "one.funnel")
    try folder.write(Self.second.utf8, to: "two.funnel")
  }

  func write(_ lines: String...) throws {
    try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: "feed.ndjson")
  }

  func run(_ funnel: String, _ arguments: String...) throws -> CommandProcess {
    try CommandProcess(["run", funnel, "--leads", "feed.ndjson", "--store", "s.db"] + arguments, in: folder.path)
  }

  /// Lead, version, status and stage of each journey.
  func journeys(_ process: CommandProcess) throws -> [String] {
    #expect(process.status == 0, "\(process.errors)")
    return try process.output.split(separator: "\n").map {
      let line = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
      let words = ["journey", "version", "status", "stage"].map { key in line[key].map { "\($0)" } ?? "" }
      return words.joined(separator: " ")
    }
  }

  static let leads = [
    #"{"id":"a","at":"2026-03-01T09:00:00Z","email":"a@x.example","size":500}"#,
    #"{"id":"b","at":"2026-03-01T09:00:00Z","email":"b@x.example","size":5}"#,
  ]

  @Test("journeys stay under the version they began with; new leads go through the new one")
  func journeysStay() throws {
    try write(Self.leads[0], Self.leads[1])
    #expect(
      try journeys(run("one.funnel")) == ["a/welcome/1 1 in_progress talk", "b/welcome/1 1 in_progress small"])
    try write(
      Self.leads[0], Self.leads[1],
      #"{"id":"c","at":"2026-03-02T09:00:00Z","email":"c@x.example","kind":"firm"}"#,
      #"{"type":"activity.completed","lead":"a","time":"2026-03-02T10:00:00Z","activity":"call","data":{"slot":"noon"}}"#,
      #"{"type":"activity.completed","lead":"c","time":"2026-03-02T10:00:00Z","activity":"intro"}"#,
      #"{"id":"b","at":"2026-03-02T11:00:00Z","email":"b@x.example","size":5}"#)
    let later = try run("two.funnel", "--rejects", "rejects")
    #expect(later.errors.contains("new with this store: version 2 of \"welcome\""), "\(later.errors)")
    #expect(
      try journeys(later) == [
        "a/welcome/1 1 converted <null>", "b/welcome/1 1 in_progress small", "c/welcome/1 2 in_progress talk",
      ])
    #expect(later.output.contains(#""slot":"noon""#))
    #expect(try String(contentsOfFile: folder.path + "/rejects", encoding: .utf8) == "")
    // Timers of the old version go on: "small" has its limit of three days, "talk" of the new one twenty.
    let end = try run("two.funnel", "--until", "2026-03-12")
    #expect(!end.errors.contains("new with this store"))
    #expect(
      try journeys(end) == [
        "a/welcome/1 1 converted <null>", "b/welcome/1 1 lost <null>", "c/welcome/1 2 in_progress talk",
      ])
    #expect(try CommandProcess(["verify", folder.path + "/s.db"]).output.hasPrefix("sound"))
    #expect(end.errors.contains("Welcome, version 1") && end.errors.contains("Welcome, version 2"))
  }

  @Test("whoever comes again is known, whichever the version")
  func restart() throws {
    for (file, text) in [("one.funnel", Self.first), ("two.funnel", Self.second)] {
      let restarting = text.replacing("require email", with: "require email duplicates by email restart")
      try folder.write(restarting.utf8, to: file)
    }
    try write(Self.leads[0], Self.leads[1])
    _ = try run("one.funnel")
    try write(
      Self.leads[0], Self.leads[1], #"{"id":"z","at":"2026-03-05T09:00:00Z","email":"a@x.example","size":1}"#)
    #expect(
      try journeys(run("two.funnel")) == [
        "a/welcome/1 1 cancelled <null>", "b/welcome/1 1 lost <null>", "z/welcome/2 2 in_progress first",
      ])
  }

  @Test("a version that changed without a new number is refused, and an earlier one may run again")
  func versionNumbers() throws {
    try write(Self.leads[0])
    _ = try run("one.funnel")
    try folder.write(Self.first.replacing("7 days", with: "8 days").utf8, to: "changed.funnel")
    let refused = try run("changed.funnel")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("version 1 of \"welcome\" is not what it was when the store's journeys began"))
    #expect(refused.errors.contains("give the changed funnel the next \"version\""))
    _ = try run("two.funnel")
    try write(Self.leads[0], Self.leads[1])
    #expect(
      try journeys(run("one.funnel")) == ["a/welcome/1 1 in_progress talk", "b/welcome/1 1 in_progress small"])
  }
}
