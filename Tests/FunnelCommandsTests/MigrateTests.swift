import Foundation
import Testing

/// Moving journeys under way from one version of a funnel to another.
@Suite("Migrating journeys")
struct MigrateTests {
  let versions: VersionedRunTests
  var folder: TemporaryFolder { versions.folder }

  static let third = """
    funnel welcome "Welcome" {
      version 3
      feed leads { time from at }
      data { people: integer in 0.. from size renamed from size  slot: text  email: email }
      intake { require email }
      start -> sort
      decision sort { when people >= 200 -> meeting  otherwise -> little }
      stage meeting {
        renamed from talk
        activity visit by lead { renamed from call  collects slot  due 5 days }
        activity survey by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      stage little { renamed from small  activity form by lead  limit 3 days -> lost "too small"  then -> converted }
    }
    """

  init() throws {
    versions = try VersionedRunTests()
    try folder.write(Self.third.utf8, to: "three.funnel")
    try versions.write(
      VersionedRunTests.leads[0], VersionedRunTests.leads[1],
      #"{"id":"c","at":"2026-03-01T09:00:00Z","email":"c@x.example","size":900}"#,
      #"{"type":"activity.completed","lead":"c","time":"2026-03-02T10:00:00Z","activity":"call","data":{"slot":"noon"}}"#
    )
    #expect(try versions.run("one.funnel").status == 0)
  }

  func migrate(_ old: String, _ new: String, _ arguments: String...) throws -> CommandProcess {
    try CommandProcess(["migrate", old, new, "--store", "s.db"] + arguments, in: folder.path)
  }

  func dump() throws -> String {
    #expect(try CommandProcess(["verify", folder.path + "/s.db"]).output.hasPrefix("sound"))
    return try CommandProcess(["dump", folder.path + "/s.db"]).output
  }

  @Test("journeys under way are moved by name and by former name, with their deadlines; what is over stays")
  func moved() throws {
    let before = try dump()
    let dry = try migrate("one.funnel", "three.funnel", "--dry-run")
    #expect(dry.errors == "2 journeys would be moved, 1 finished under the earlier version, 0 left there\n", "\(dry)")
    #expect(try dump() == before)
    let process = try migrate("one.funnel", "three.funnel")
    #expect(process.status == 0, "\(process.errors)")
    #expect(
      process.output
        == "a/welcome/1  moved\nb/welcome/1  moved\nc/welcome/1  finished under the earlier version\n")
    let after = try dump()
    #expect(after.contains(#""record":"migrated","from":1,"to":3"#))
    try versions.write(
      #"{"type":"activity.completed","lead":"a","time":"2026-03-03T10:00:00Z","activity":"visit","data":{"slot":"ten"}}"#
    )
    let run = try CommandProcess(
      [
        "run", "three.funnel", "--leads", "feed.ndjson", "--feed-name", "more", "--store", "s.db", "--until",
        "2026-03-20",
      ],
      in: folder.path)
    #expect(
      try versions.journeys(run) == [
        "a/welcome/1 3 converted <null>", "b/welcome/1 3 lost <null>", "c/welcome/1 1 converted <null>",
      ])
    // "survey" came later: whoever was in the stage is not asked. What was known has its new name.
    let lines = run.output.split(separator: "\n")
    #expect(
      lines[0].contains(#""people":500,"slot":"ten""#) && lines[0].contains(#""name":"survey","status":"skipped""#))
    #expect(lines[0].contains(#""path":["sort.meeting"]"#))
    #expect(lines[0].contains(#""stage":"meeting","entered":"2026-03-01T09:00:00Z""#))
    // The limit of three days was set when the stage was entered.
    #expect(lines[1].contains(#""ended":"2026-03-04T09:00:00Z""#))
    let again = try migrate("one.funnel", "three.funnel")
    #expect(again.errors.hasPrefix("0 journeys moved, 1 finished"))
  }

  @Test("the anchor remembers the move, and what is moved of a person stays encrypted")
  func anchor() throws {
    let personal = [VersionedRunTests.first, Self.third].map {
      $0.replacing("email: email", with: "email: email personal")
    }
    for (text, name) in zip(personal, ["one.funnel", "three.funnel"]) { try folder.write(text.utf8, to: name) }
    try versions.write(VersionedRunTests.leads[0], VersionedRunTests.leads[1])
    let run = try CommandProcess(
      ["run", "one.funnel", "--leads", "feed.ndjson", "--store", "p.db", "--anchor", "anchor"], in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let moved = try CommandProcess(
      ["migrate", "one.funnel", "three.funnel", "--store", "p.db", "--anchor", "anchor"], in: folder.path)
    #expect(moved.status == 0, "\(moved.errors)")
    let before = try Data(contentsOf: URL(filePath: folder.path + "/anchor"))
    #expect(try CommandProcess(["verify", "p.db", "--anchor", "anchor"], in: folder.path).status == 0)
    let bytes = try Data(contentsOf: URL(filePath: folder.path + "/p.db"))
    #expect(bytes.range(of: Data("a@x.example".utf8)) == nil)
    #expect(try CommandProcess(["erase", "a", "--store", "p.db"], in: folder.path).status == 0)
    #expect(try CommandProcess(["verify", "p.db", "--anchor", "anchor"], in: folder.path).status == 0)
    // An anchor of another store is refused before anything is moved.
    let other = try CommandProcess(
      ["migrate", "one.funnel", "three.funnel", "--store", "s.db", "--anchor", "anchor"], in: folder.path)
    #expect(other.status == 2, "\(other)")
    #expect(try Data(contentsOf: URL(filePath: folder.path + "/anchor")) == before)
  }

  @Test("where one can't be moved, nothing is, unless the others are asked for")
  func hindered() throws {
    try folder.write(
      Self.third.replacing("renamed from small", with: "").utf8, to: "three.funnel")
    let before = try dump()
    let refused = try migrate("one.funnel", "three.funnel", "--json")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("nothing is changed: 1 journey could be moved, 1 can't"), "\(refused.errors)")
    let lines = refused.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3)
    #expect(
      lines[1]
        == #"{"schemaVersion":1,"journey":"b/welcome/1","fate":"hindered","reason":"it is in the stage \"small\", which is gone"}"#
    )
    for line in lines {
      #expect(OutputReferenceTests.keys(line) == OutputReferenceTests.table("Migrations").flatMap(\.first))
    }
    #expect(try dump() == before)
    let partly = try migrate("one.funnel", "three.funnel", "--leave-others")
    #expect(
      partly.status == 1 && partly.errors.hasPrefix("1 journey moved, 1 finished under the earlier version, 1 left"))
    try versions.write()
    let run = try CommandProcess(
      ["run", "three.funnel", "--leads", "feed.ndjson", "--feed-name", "more", "--store", "s.db"], in: folder.path)
    #expect(
      try versions.journeys(run) == [
        "a/welcome/1 3 in_progress meeting", "b/welcome/1 1 in_progress small", "c/welcome/1 1 converted <null>",
      ])
  }

  @Test(
    "what is in the way is told",
    arguments: [
      ("people: integer in 0..", "people: text", "its data point \"people\" has another type now"),
      ("people: integer in 0..", "people: integer in 0..10", "its data point \"people\" lies outside its range now"),
      ("renamed from call", "", "its activity \"call\" is gone"),
    ])
  func obstacles(old: String, new: String, reason: String) throws {
    var text = Self.third.replacing(old, with: new)
    if new.hasSuffix("text") {
      text = text.replacing(
        "when people >= 200 -> meeting  otherwise", with: "when people is known -> meeting otherwise")
    }
    try folder.write(text.utf8, to: "three.funnel")
    let process = try migrate("one.funnel", "three.funnel", "--dry-run")
    #expect(process.status == 1 && process.output.contains("a/welcome/1  can't be moved: \(reason)"), "\(process)")
  }

  @Test("files that are no versions of the store are refused")
  func refusals() throws {
    let unknown = try migrate("three.funnel", "two.funnel")
    #expect(unknown.status == 2 && unknown.errors.contains("no journey of the store began under version 3"))
    let same = try migrate("one.funnel", "one.funnel")
    #expect(same.status == 2 && same.errors.contains("both files are the same version"))
    let missing = try CommandProcess(["migrate", "one.funnel", "three.funnel", "--store", "no.db"], in: folder.path)
    #expect(missing.status == 2 && missing.errors.contains("there is no store \"no.db\""))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/no.db"))
  }

  @Test("killed at any call that changes a file, and given again, it is done as if nothing had happened")
  func crashes() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("s.db") }
    let kept = try names.map { ($0, try Data(contentsOf: URL(filePath: folder.path + "/" + $0))) }
    func restore() throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("s.db") {
        try FileManager.default.removeItem(atPath: folder.path + "/" + name)
      }
      for (name, bytes) in kept { try bytes.write(to: URL(filePath: folder.path + "/" + name)) }
    }
    func migrate(_ settings: [String: String]) throws -> CommandProcess {
      let real = URL(filePath: folder.path).resolvingSymlinksInPath().path
      let environment = try settings.merging(["LD_PRELOAD": CrashRun.shim.get(), "CRASH_FOLDER": real]) { $1 }
      return try CommandProcess(
        ["migrate", "one.funnel", "three.funnel", "--store", "s.db"], environment: environment, in: folder.path)
    }
    let counter = folder.path + ".count"
    defer { try? FileManager.default.removeItem(atPath: counter) }
    #expect(try migrate(["CRASH_COUNT": counter]).status == 0)
    let bytes = try Data(contentsOf: URL(filePath: counter)).prefix(8)
    let calls = Int(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    let expected = try dump()
    #expect(calls > 5)
    for call in 1...max(calls, 1) {
      for blow in [CrashRun.Blow.before, .half, .after] {
        try restore()
        let killed = try migrate(["CRASH_AT": "\(call)", "CRASH_HOW": blow.rawValue, "CRASH_SEED": "1"])
        #expect(killed.status != 0, "call \(call) \(blow)")
        let again = try migrate([:])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try dump() == expected, "call \(call) \(blow)")
      }
    }
  }
}
