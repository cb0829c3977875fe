import Foundation
import Testing

/// The verbs that look into a store which holds two funnels, each in two versions.
@Suite("Looking into a store of several funnels and versions")
struct VersionedViewTests {
  private static func funnels(_ version: Int, stage: String, activity: String, bound: Int, next: String) -> String {
    """
    funnel sales "Sales" {
      version \(version)
      source web ref "W"
      feed leads { time from at  source from ref }
      data { size: integer }
      start -> \(stage)
      stage \(stage) { activity \(activity) by lead  on completed { start onboarding }  then -> converted }
    }
    funnel onboarding "Onboarding" {
      version \(version)
      data { size: integer }
      start -> sort
      decision sort { when size > \(bound) -> guided  otherwise -> lost "too small" }
      stage guided { activity \(next) by manager { due 2 days }  then -> converted }
    }
    """
  }

  private static let earlier = """
    {"id":1,"at":"2026-11-02T09:00:00Z","ref":"W","size":5}
    {"id":2,"at":"2026-11-02T09:00:00Z","ref":"W","size":1}
    {"id":3,"at":"2026-11-02T10:00:00Z","ref":"W","size":9}
    {"type":"activity.completed","lead":1,"time":"2026-11-03T09:00:00Z","activity":"call"}
    {"type":"activity.completed","lead":2,"time":"2026-11-03T09:00:00Z","activity":"call"}

    """
  private static let later = """
    {"id":4,"at":"2026-11-04T09:00:00Z","ref":"W","size":5}
    {"id":5,"at":"2026-11-04T09:00:00Z","ref":"W","size":9}
    {"id":6,"at":"2026-11-04T10:00:00Z","ref":"W","size":9}
    {"type":"activity.completed","lead":4,"time":"2026-11-05T09:00:00Z","activity":"ring"}
    {"type":"activity.completed","lead":5,"time":"2026-11-05T09:00:00Z","activity":"ring"}
    {"type":"activity.completed","lead":3,"time":"2026-11-05T10:00:00Z","activity":"call"}
    {"type":"activity.completed","lead":1,"time":"2026-11-06T09:00:00Z","activity":"visit"}

    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      Self.funnels(1, stage: "talk", activity: "call", bound: 2, next: "visit").utf8, to: "one.funnel")
    try folder.write(
      Self.funnels(2, stage: "chat", activity: "ring", bound: 7, next: "tour").utf8, to: "two.funnel")
    for (funnel, lines) in [("one.funnel", Self.earlier), ("two.funnel", Self.later)] {
      try folder.write(lines.utf8, to: funnel + ".ndjson")
      let run = try CommandProcess(
        ["run", funnel, "--leads", funnel + ".ndjson", "--store", "s.db", "-o", "journeys"], in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  private func answer(_ words: String...) throws -> String {
    let process = try CommandProcess(words + ["--store", "s.db"], in: folder.path)
    #expect(process.status == 0, "\(process.errors)")
    return process.output
  }

  @Test("the list has the work of every version, under the names of each")
  func list() throws {
    let rows = try answer("list", "--format", "csv").split(separator: "\r\n").dropFirst().map {
      $0.split(separator: ",").prefix(7).joined(separator: " ")
    }
    #expect(
      rows == [
        "3 3/onboarding/1 onboarding in_progress guided 2026-11-05T10:00:00Z visit",
        "5 5/onboarding/1 onboarding in_progress guided 2026-11-05T09:00:00Z tour",
        "6 6/sales/1 sales in_progress chat 2026-11-04T10:00:00Z ring",
      ])
    #expect(try answer("list", "--funnel", "sales", "--format", "csv").split(separator: "\r\n").count == 2)
    #expect(try answer("list", "--stage", "guided", "--format", "csv").split(separator: "\r\n").count == 3)
  }

  @Test("a lead is shown with all its journeys, each under its version")
  func show() throws {
    let text = try answer("show", "3")
    #expect(text.contains("3/onboarding/1, version 1 of Onboarding") && text.contains("3/sales/1, version 1 of Sales"))
    #expect(text.contains("visit  by manager  open  due 2026-11-07 10:00") && !text.contains("tour"))
    #expect(try answer("show", "6").contains("6/sales/1, version 2 of Sales"))
  }

  @Test("why is answered by the conditions of the journey's own version, and changes are tried under it")
  func why() throws {
    let old = try answer("why", "2")
    #expect(old.contains("2/onboarding/1, version 1") && old.contains("when size > 2"))
    #expect(old.contains("size 3 in place of 1  -> stage \"guided\""))
    let new = try answer("why", "4")
    #expect(new.contains("4/onboarding/1, version 2") && new.contains("when size > 7"))
    #expect(new.contains("size 8 in place of 5  -> stage \"guided\""))
    #expect(try answer("why", "4", "--funnel", "sales").contains("4/sales/1, version 2"))
  }

  @Test("the report counts each funnel of each version by itself")
  func report() throws {
    let json = try JSONSerialization.jsonObject(with: Data(answer("report", "--json").utf8)) as? [String: Any]
    let funnels = try #require(json?["funnels"] as? [[String: Any]])
    let rows = funnels.map { "\($0["funnel"] ?? "") \($0["version"] ?? "") \($0["journeys"] ?? "")" }
    #expect(rows == ["sales 1 3", "onboarding 1 3", "sales 2 3", "onboarding 2 2"])
    let completed = funnels.map { funnel in
      (funnel["activities"] as? [[String: Any]])?.map { "\($0["activity"] ?? "") \($0["completed"] ?? "")" } ?? []
    }
    #expect(completed == [["call 3"], ["visit 1"], ["ring 2"], ["tour 0"]])
    let page = try answer("report")
    #expect(page.contains("guided") && page.contains("chat"))
  }
}
