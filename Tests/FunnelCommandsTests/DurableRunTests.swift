import Foundation
import Testing

/// Runs with a store: whatever way the feed comes, and however often, what is kept and what comes out is the same.
@Suite("Running a funnel with a store")
struct DurableRunTests {
  static let funnel = """
    funnel welcome "Welcome" {
      version 1
      role sales: manager
      feed leads { time from at }
      data { email: email personal  employees: integer in 0..  slot: datetime }
      intake { require email }
      start -> size
      decision size { when employees >= 100 -> talk  otherwise -> small }
      stage talk {
        activity call by lead { kind call  collects slot  due 2 days  remind every 1 days at most 3 times }
        activity prepare by sales { after call  retry 1 times every 1 hour }
        on failed prepare -> lost "nobody prepared"
        limit 7 days -> lost "went silent"
        then -> converted
      }
      stage small { activity form by lead  limit 3 days -> lost "too small"  then -> converted }
    }
    """

  /// Lines about a dozen leads: registrations, updates, events, repeats, and lines that can't be used.
  static let lines: [String] = {
    var lines: [String] = []
    func time(_ hour: Int) -> String {
      "2026-03-\(hour / 24 < 9 ? "0" : "")\(hour / 24 + 1)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z"
    }
    for step in 0..<60 {
      let lead = step * 7 % 12
      if step < 12 {
        lines.append(
          #"{"id":"L\#(step)","at":"\#(time(step))","email":"p\#(step)@example.com","employees":\#(step * 20)}"#)
      } else {
        let type = ["lead.updated", "activity.completed", "activity.failed", "activity.started"][step % 4]
        let activity = ["call", "prepare", "form"][step % 3]
        lines.append(
          #"{"type":"\#(type)","lead":"L\#(lead)","id":"e\#(step % 50)","time":"\#(time(step * 3))","activity":"\#(activity)","data":{"slot":"2026-04-01"}}"#
        )
      }
      if step % 15 == 4 { lines.append("not json \(step)") }
      if step % 20 == 7 { lines.append(#"{"type":"lead.withdrawn","lead":"nobody","time":"\#(time(step))"}"#) }
    }
    return lines
  }()

  let folder: TemporaryFolder
  let funnel: String

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(Self.funnel.utf8, to: "welcome.funnel")
  }

  @discardableResult
  func write(_ lines: some Sequence<String>, to name: String = "feed.ndjson") throws -> String {
    try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: name)
  }

  func run(_ arguments: String..., feed: String = "feed.ndjson", store: String = "s.db") throws -> CommandProcess {
    try CommandProcess(
      [
        "run", "welcome.funnel", "--leads", feed, "--store", store, "--journal", "journal", "--effects", "effects",
        "--rejects", "rejects", "-o", "journeys",
      ] + arguments, in: folder.path)
  }

  func dump(_ store: String = "s.db") throws -> String {
    let verified = try CommandProcess(["verify", folder.path + "/" + store])
    #expect(verified.status == 0 && verified.output.hasPrefix("sound: "), "\(verified)")
    let process = try CommandProcess(["dump", folder.path + "/" + store])
    #expect(process.status == 0, "\(process.errors)")
    return process.output
  }

  /// The store's dump and all outputs.
  func results() throws -> [String] {
    try [dump()] + ["journeys", "journal", "effects", "rejects"].map(content)
  }

  /// How many lines a run read, as its summary says.
  func linesRead(_ process: CommandProcess) -> Int? {
    process.errors.firstMatch(of: /lines read +(\d+)/).flatMap { Int($0.output.1) }
  }

  func content(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  func removeStore() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("s.db") {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
  }

  @Test("a run with a store gives what one without gives")
  func sameResults() throws {
    try write(Self.lines)
    let durable = try run("--until", "2026-04-01")
    #expect(durable.status == 0, "\(durable.errors)")
    let found = try ["journeys", "journal", "effects", "rejects"].map(content)
    let plain = try CommandProcess(
      [
        "run", "welcome.funnel", "--leads", "feed.ndjson", "--until", "2026-04-01", "--journal", "journal2",
        "--effects",
        "effects2", "--rejects", "rejects2", "-o", "journeys2",
      ], in: folder.path)
    #expect(plain.status == 0)
    let expected = try ["journeys2", "journal2", "effects2", "rejects2"].map(content)
    #expect(found == expected)
    #expect(found.allSatisfy { $0.split(separator: "\n").count >= 5 })
    // The same without "--until": the clock's end is shown, and not kept.
    try removeStore()
    _ = try run()
    let shown = try CommandProcess(["run", "welcome.funnel", "--leads", "feed.ndjson"], in: folder.path)
    #expect(try content("journeys") == shown.output)
  }

  @Test("the same feed again changes nothing")
  func again() throws {
    try write(Self.lines)
    _ = try run("--until", "2026-03-12")
    let results = try results()
    let second = try run("--until", "2026-03-12")
    #expect(second.status == 0 && linesRead(second) == 0, "\(second.errors)")
    #expect(try self.results() == results)
  }

  @Test("ten pieces equal the whole, whatever the batches", arguments: [1, 7, 1_000])
  func pieces(batch: Int) throws {
    try write(Self.lines)
    _ = try run("--until", "2026-04-01")
    let whole = try results()
    try removeStore()
    for piece in 1...10 {
      try write(Self.lines.prefix(Self.lines.count * piece / 10))
      let arguments = piece == 10 ? ["--until", "2026-04-01"] : []
      let process = try CommandProcess(
        [
          "run", "welcome.funnel", "--leads", "feed.ndjson", "--store", "s.db", "--journal", "journal", "--effects",
          "effects", "--rejects", "rejects", "-o", "journeys", "--batch", "\(batch)",
        ] + arguments, in: folder.path)
      #expect(process.status == 0, "\(process.errors)")
    }
    #expect(try results() == whole)
  }

  @Test("standard input goes on where it was when it is played again from its beginning")
  func replay() throws {
    let bytes = Array(Self.lines.map { $0 + "\n" }.joined().utf8)
    let arguments = ["run", funnel, "--leads", "-", "--store", folder.path + "/s.db", "-o", "/dev/null"]
    _ = try CommandProcess(arguments, input: bytes)
    let whole = try dump()
    try removeStore()
    _ = try CommandProcess(arguments, input: Array(Self.lines.prefix(30).map { $0 + "\n" }.joined().utf8))
    let process = try CommandProcess(arguments, input: bytes)
    #expect(process.status == 0, "\(process.errors)")
    #expect(try dump() == whole)
  }

  @Test("a document goes on behind the element where it was left")
  func document() throws {
    let objects = Self.lines.filter { $0.hasPrefix("{\"id") }
    let document = "[" + objects.joined(separator: ",\n") + "]"
    try folder.write(document.utf8, to: "leads.json")
    _ = try run(feed: "leads.json")
    let whole = try results()
    let second = try run(feed: "leads.json")
    #expect(linesRead(second) == 0, "\(second.errors)")
    #expect(try results() == whole)
  }

  @Test("a last line without its end is left alone until it has one")
  func unfinishedLine() throws {
    let text = Self.lines.prefix(3).map { $0 + "\n" }.joined()
    try folder.write((text + Self.lines[3].prefix(20)).utf8, to: "feed.ndjson")
    let first = try run()
    #expect(first.errors.contains("the last line of feed.ndjson has no line end yet"), "\(first.errors)")
    #expect(try content("rejects").isEmpty)
    try write(Self.lines.prefix(4))
    let second = try run()
    #expect(linesRead(second) == 1, "\(second.errors)")
    #expect(try content("journeys").split(separator: "\n").count == 4)
  }

  @Test("a feed that was cut or changed is refused; another one under its name is read from its beginning")
  func changedFeeds() throws {
    try write(Self.lines)
    _ = try run()
    let before = try dump()
    try write(Self.lines.prefix(20))
    let cut = try run()
    #expect(cut.status == 2 && cut.errors.contains("is shorter than what was read of it"), "\(cut.errors)")
    try write(Self.lines.prefix(20) + ["{}"] + Self.lines.dropFirst(20))
    let changed = try run()
    #expect(changed.status == 2 && changed.errors.contains("was changed before the place"), "\(changed.errors)")
    #expect(try dump() == before)
    try write(Self.lines.map { $0.replacing("L", with: "M") })
    let other = try run()
    #expect(other.status == 0, "\(other.errors)")
    #expect(try content("journeys").split(separator: "\n").count == 24)
    #expect(try dump().contains(#""generation":1"#))
  }

  @Test("a store belongs to one funnel, and a version of it never changes")
  func versions() throws {
    try write(Self.lines)
    _ = try run()
    try folder.write(Self.funnel.replacing("limit 3 days", with: "limit 4 days").utf8, to: "welcome.funnel")
    let changed = try run()
    #expect(
      changed.status == 2 && changed.errors.contains("version 1 of \"welcome\" is not what it was"), "\(changed.errors)"
    )
    try folder.write(Self.funnel.replacing("version 1", with: "version 2").utf8, to: "welcome.funnel")
    let newer = try run()
    #expect(newer.status == 0 && newer.errors.contains("new with this store: version 2"), "\(newer.errors)")
    try folder.write(Self.funnel.replacing("funnel welcome", with: "funnel farewell").utf8, to: "welcome.funnel")
    #expect(try run().errors.contains("holds journeys of funnel \"welcome\""))
  }

  @Test("an output is never the store, nor a feed")
  func outputs() throws {
    let feed = try write(Self.lines)
    _ = try run()
    let before = try dump()
    for output in ["s.db", "feed.ndjson"] {
      let process = try CommandProcess(
        ["run", "welcome.funnel", "--leads", "feed.ndjson", "--store", "s.db", "-o", output], in: folder.path)
      #expect(process.status == 2 && process.errors.contains("is also read"), "\(process.errors)")
    }
    #expect(try dump() == before)
    #expect(try String(contentsOfFile: feed, encoding: .utf8).hasPrefix(Self.lines[0]))
  }

  @Test(
    "whoever is asked to stop finishes what is at hand, and the same command goes on", arguments: [SIGTERM, SIGINT])
  func interruption(signal: Int32) throws {
    try write(Self.lines)
    _ = try run()
    let whole = try dump()
    try removeStore()
    let pipe = Pipe()
    let process = Process()
    process.executableURL = CommandProcess.executable
    process.arguments = [
      "run", funnel, "--leads", "-", "--feed-name", "feed.ndjson", "--store", folder.path + "/s.db", "--batch", "10",
      "-o", folder.path + "/stopped",
    ]
    process.standardInput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: Data(Self.lines.prefix(25).map { $0 + "\n" }.joined().utf8))
    // Once two batches are committed the run waits for more, with five lines at hand.
    func line() throws -> Int {
      let dump = try CommandProcess("dump", folder.path + "/s.db").output
      return dump.firstMatch(of: /"line":(\d+),/).flatMap { Int($0.output.1) } ?? 0
    }
    let patience = Date(timeIntervalSinceNow: 20)
    while try line() < 20, Date() < patience { usleep(10_000) }
    kill(process.processIdentifier, signal)
    let deadline = Date(timeIntervalSinceNow: 20)
    while process.isRunning, Date() < deadline { usleep(10_000) }
    #expect(!process.isRunning)
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 3)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/stopped"))
    // The signal finds the run waiting for more, or behind one of the last lines.
    let stopped = try line()
    #expect((20...25).contains(stopped), "stopped behind line \(stopped)")
    _ = try run()
    #expect(try dump() == whole)
  }

  @Test("a store keeps everything whole, so nothing is redacted with one")
  func redaction() throws {
    try write(Self.lines)
    let process = try run("--redact")
    #expect(process.status == 2 && process.errors.contains("\"--redact\" can't be given with a store"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/s.db"))
  }

  @Test("options of a store mean nothing without one")
  func optionsWithoutStore() throws {
    try write(Self.lines)
    let process = try CommandProcess(
      ["run", "welcome.funnel", "--leads", "feed.ndjson", "--batch", "5"], in: folder.path)
    #expect(process.status == 2 && process.errors.contains("means nothing without a store"))
  }
}
