import Foundation
import Testing

@Suite("Running a funnel from the command line")
struct RunTests {
  static let funnel = """
    funnel welcome "Welcome" {
      version 2
      timezone "Europe/Berlin"
      feed leads { time from at }
      data { email: email personal  employees: integer in 0.. }
      intake { require email }
      start -> size
      decision size { when employees >= 100 -> talk  otherwise -> lost "too small" }
      stage talk {
        activity call by lead { kind call }
        limit 7 days -> lost "went silent"
        then -> converted
      }
    }
    """
  static let leads = """
    {"id":1,"at":"2026-11-02T09:00:00Z","email":"a@one.example","employees":500}
    {"id":2,"at":"2026-11-02T10:00:00Z","email":"b@two.example","employees":5}
    {"id":3,"at":"2026-11-03T09:00:00Z","email":"c@three.example","employees":"many"}
    not json
    {"id":4,"at":"2026-11-04T09:00:00Z","email":"d@four.example","employees":100}

    """
  static let events = """
    {"type":"activity.completed","lead":1,"time":"2026-11-05T09:00:00Z","activity":"call"}
    {"type":"activity.completed","lead":9,"time":"2026-11-05T09:00:00Z","activity":"call"}

    """

  let folder: TemporaryFolder
  let funnel: String
  let leads: String
  let events: String

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(Self.funnel.utf8, to: "welcome.funnel")
    leads = try folder.write(Self.leads.utf8, to: "leads.ndjson")
    events = try folder.write(Self.events.utf8, to: "events.ndjson")
  }

  func run(_ arguments: String...) throws -> CommandProcess {
    try CommandProcess(["run", funnel, "--leads", leads, "--events", events] + arguments)
  }

  func content(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  @Test("journeys go to standard output, the summary to standard error")
  func streams() throws {
    let process = try run()
    #expect(process.status == 0)
    let statuses = process.output.split(separator: "\n").map { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["status"] as? String
    }
    #expect(statuses == ["converted", "lost", "lost", "in_progress"])
    let summary = process.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
    #expect(
      summary.joined(separator: "\n") == """

        Welcome, version 2

        lines read              7
        leads                   4
        journeys                4
          in progress           1  25 %
          converted             1  25 %
          lost                  2  50 %

        journeys ended          3
          converted             1
          lost: too small       2

        activities              2
          open                  1
          completed             1

        values that do not fit  1  they count as missing
          \(leads) line 3: employees: "many" is not a whole number from 0

        lines rejected          2  "--rejects FILE" collects them
          invalid-json          1
            \(leads) line 4: this is not JSON: a value is expected here (byte 2)
          unknown-lead          1
            \(events) line 2: lead "9" was not registered before

        the clock ends at 2026-11-05T09:00:00Z
        """)
  }

  @Test("the same run gives the same bytes, from the source and from the compiled funnel")
  func sameBytes() throws {
    let compiled = folder.path + "/welcome.json"
    let build = try CommandProcess("build", funnel, "-o", compiled)
    #expect(build.status == 0 && build.errors.isEmpty)
    #expect(build.output.wholeMatch(of: /sha256:[0-9a-f]{64}  .*\/welcome\.json\n/) != nil)
    #expect(try CommandProcess("build", compiled).output == content("welcome.json"))
    let listing = try CommandProcess("build", funnel, "--emit", "text")
    #expect(listing.status == 0 && listing.errors.isEmpty && listing.output.contains("welcome"))
    #expect(try CommandProcess("build", compiled, "--emit=text").output == listing.output)

    var outputs: Set<[String]> = []
    for file in [funnel, funnel, compiled] {
      let process = try CommandProcess([
        "run", file, "--leads", leads, "--events", events, "--journal", folder.path + "/journal", "--json-summary",
      ])
      outputs.insert([process.output, process.errors, try content("journal")])
    }
    #expect(outputs.count == 1)
  }

  @Test("the summary as JSON")
  func jsonSummary() throws {
    let process = try run("--json-summary", "--until", "2026-12-01")
    let summary = try #require(JSONSerialization.jsonObject(with: Data(process.errors.utf8)) as? [String: Any])
    #expect(summary["schemaVersion"] as? Int == 1)
    let funnels = try #require(summary["funnels"] as? [[String: Any]])
    #expect(funnels.map { $0["funnel"] as? String } == ["welcome"])
    #expect(funnels[0]["statuses"] as? [String: Int] == ["converted": 1, "lost": 3])
    #expect(summary["rejects"] as? [String: Int] == ["invalid-json": 1, "unknown-lead": 1])
    // Midnight in the funnel's zone.
    #expect(summary["clock"] as? String == "2026-11-30T23:00:00Z")
  }

  @Test("rejected lines are kept with their reason, and under --strict they count")
  func rejects() throws {
    let path = folder.path + "/rejects"
    #expect(try run("--rejects", path).status == 0)
    #expect(
      try content("rejects") == """
        {"schemaVersion":1,"feed":"\(leads)","line":4,"offset":234,"reason":"invalid-json","message":"this is not JSON: a value is expected here (byte 2)","bytes":"not json"}
        {"schemaVersion":1,"feed":"\(events)","line":2,"offset":87,"reason":"unknown-lead","message":"lead \\"9\\" was not registered before","bytes":"{\\"type\\":\\"activity.completed\\",\\"lead\\":9,\\"time\\":\\"2026-11-05T09:00:00Z\\",\\"activity\\":\\"call\\"}"}

        """)
    #expect(try run("--strict", "--rejects", path).status == 1)
    #expect(try content("rejects").contains(#""line":3,"offset":152,"reason":"data-issue","message":"employees: "#))
    let clean = try CommandProcess(
      "run", funnel, "--leads", "-", "--strict", input: "{\"id\":1,\"at\":0,\"email\":\"a@b.c\"}\n")
    #expect(clean.status == 0)
  }

  @Test("feeds come from standard input, and from within a document")
  func otherFeeds() throws {
    let document = #"{"_embedded":{"leads":[{"id":1,"at":0,"email":"a@b.c"},{"id":2,"at":0,"email":"b@b.c"}]}}"#
    let process = try CommandProcess("run", funnel, "--leads", "-", "--items", "$._embedded.leads", input: document)
    #expect(process.status == 0)
    #expect(process.output.split(separator: "\n").count == 2)
    let array = try CommandProcess("run", funnel, "--leads", "-", input: #"[{"id":1,"at":0,"email":"a@b.c"}]"#)
    #expect(array.output.split(separator: "\n").count == 1)
    let empty = try CommandProcess("run", funnel, "--leads", "-")
    #expect(empty.status == 0 && empty.output.isEmpty)
  }

  @Test("a funnel can be built as a listing for people")
  func listing() throws {
    let build = try CommandProcess("build", funnel, "--emit", "text")
    #expect(build.status == 0)
    #expect(build.output.hasPrefix("funnel welcome \"Welcome\"\n  version 2, zone Europe/Berlin"))
    #expect(build.output.contains("\nstage talk\n  activity call by lead kind call\n"))
  }

  @Test("where no lead has a time, the summary says what to do")
  func noTime() throws {
    let timeless = try folder.write(Self.funnel.replacing("feed leads { time from at }", with: "").utf8, to: "t.funnel")
    let hint = "say where leads have their time: \"feed leads { time from ... }\", or give --start"
    let without = try CommandProcess("run", timeless, "--leads", leads)
    #expect(without.status == 0 && without.output.isEmpty && without.errors.contains(hint))
    let with = try CommandProcess("run", timeless, "--leads", leads, "--start", "2026-11-02")
    #expect(with.output.split(separator: "\n").count == 4 && !with.errors.contains(hint))
  }

  @Test("outputs are for their owner alone, and none is mixed with another file")
  func outputs() throws {
    let journeys = folder.path + "/journeys"
    #expect(try run("-o", journeys).output.isEmpty)
    let attributes = try FileManager.default.attributesOfItem(atPath: journeys)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    for path in [funnel, leads, events] {
      let process = try run("-o", path)
      #expect(process.status == 2)
      #expect(
        process.errors
          == "error: \"\(path)\" is also read, and writing would destroy it\n  help: name another file for the output\n"
      )
    }
    #expect(try content("leads.ndjson") == Self.leads && content("welcome.funnel") == Self.funnel)
    #expect(try run("-o", journeys, "--journal", journeys).status == 2)
    #expect(try run("--journal", "-").status == 2)
    #expect(try CommandProcess("build", funnel, "-o", funnel).status == 2)
    #expect(try content("welcome.funnel") == Self.funnel)
  }

  @Test("a full disk and a feed that isn't there are status 2")
  func failures() throws {
    let full = try run("-o", "/dev/full")
    #expect(full.status == 2 && full.errors == "error: \"/dev/full\" can't be written: the disk is full\n")
    let missing = try CommandProcess("run", funnel, "--leads", folder.path + "/none", "-o", folder.path + "/new")
    #expect(missing.status == 2 && missing.errors.hasPrefix("error: there is no file \"\(folder.path)/none\"\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
    #expect(try CommandProcess("run", funnel, "--leads", folder.path).status == 2)
  }

  @Test("who closes standard output early has enough")
  func closedPipe() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    let many = folder.path + "/many.ndjson"
    let lines = (0..<4000).map { "{\"id\":\($0),\"at\":0,\"email\":\"a\($0)@b.c\"}\n" }.joined()
    try folder.write(lines.utf8, to: "many.ndjson")
    let script = "\"$0\" run \"$1\" --leads \"$2\" 2>\"$3\" | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}"
    process.arguments = ["-c", script, CommandProcess.executable.path, funnel, many, folder.path + "/errors"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try content("errors").isEmpty)
  }

  @Test(
    "what is typed wrongly is said before anything is read",
    arguments: [
      (["--until", "soon"], "\"soon\" is no time for \"--until\""),
      (["--items", "$..x"], "\"$..x\" is no path for \"--items\""),
      (["--max-nesting", "0"], "\"0\" is no value for \"--max-nesting\", which takes a whole number from 1 to 100000"),
      (["-o", "-", "--journal", "-"], "two outputs would be mixed on standard output"),
    ])
  func wrongUsage(arguments: [String], message: String) throws {
    let process = try CommandProcess(["run", funnel, "--leads", leads] + arguments)
    #expect(process.status == 2 && process.output.isEmpty)
    #expect(process.errors.hasPrefix("error: \(message)\n"))
  }

  @Test("a funnel with a mistake isn't run, and a compiled one that was tampered with neither")
  func refused() throws {
    let broken = try folder.write("funnel f { start -> nowhere }".utf8, to: "broken.funnel")
    let process = try CommandProcess(
      "run", broken, "--leads", leads, "-o", folder.path + "/never", "--format", "concise")
    #expect(process.status == 1)
    #expect(process.errors.contains("broken.funnel:1:21: error[unknown-name]:"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/never"))

    let compiled = try CommandProcess("build", funnel).output
    for text in ["{}", " {\"a\":", compiled.replacing("\"formatVersion\":", with: "\"formatVersion\":9")] {
      let path = try folder.write(text.utf8, to: "tampered.json")
      for verb in [["check", path], ["build", path], ["run", path, "--leads", leads]] {
        let refusal = try CommandProcess(verb + ["--format", "concise"])
        #expect(refusal.status == 1 && refusal.output.isEmpty)
        #expect(refusal.errors.contains("tampered.json:1:1: error[refused-program]: "))
      }
    }
  }

  @Test("check says what is wrong in each file, and nothing where all is well")
  func check() throws {
    let clean = try CommandProcess("check", funnel)
    #expect(clean.status == 0 && clean.output.isEmpty && clean.errors.isEmpty)
    let broken = try folder.write("funnel f { start -> nowhere }".utf8, to: "broken.funnel")
    let both = try CommandProcess("check", broken, funnel, broken, "--format", "concise")
    #expect(both.status == 1 && both.output.isEmpty)
    #expect(both.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("\(broken):") })
    let empty = try folder.write([], to: "empty.funnel")
    let nothing = try CommandProcess("check", empty, "--format", "concise")
    #expect(nothing.status == 1)
    #expect(nothing.errors.split(separator: "\n").count == 1)
  }

  @Test("the README's funnel is clean, and so is every example")
  func documents() throws {
    let sample = Document.blocks("funnel", in: "README.md").map { $0.joined(separator: "\n") }
    #expect(sample.count == 1)
    let paths = try sample.map { try folder.write($0.utf8, to: "readme.funnel") }
    let examples = Repository.files(in: "Examples", ending: ".funnel").map { Repository.root + "/" + $0 }
    let process = try CommandProcess(["check"] + paths + examples)
    #expect(process.status == 0 && process.errors.isEmpty)
  }
}
