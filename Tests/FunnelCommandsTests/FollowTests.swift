import Foundation
import Testing

/// Following a feed that grows, as processes of their own: rotation, the clock on the wall, and being ended and started again.
@Suite("Following a feed", .serialized)
struct FollowTests {
  let durable: DurableRunTests

  init() throws { durable = try DurableRunTests() }

  private var path: String { durable.folder.path }

  /// Long ago by the clock on the wall as the run sees it: no timer is ever due by itself.
  private static let calm = ["--lateness", "20000 d"]

  private func follow(_ arguments: [String] = calm, feed: String = "feed.ndjson", input: Pipe? = nil) throws
    -> RunningCommand
  {
    try RunningCommand(
      [
        "run", "welcome.funnel", "--leads", feed, "--feed-name", "feed", "--store", "s.db", "--follow", "--batch", "7",
        "--journal", "journal", "--effects", "effects", "--rejects", "rejects",
      ] + arguments, in: path, input: input)
  }

  private func append(_ lines: some Sequence<String>, to name: String = "feed.ndjson", end: String = "\n") throws {
    let url = URL(filePath: path + "/" + name)
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(lines.map { $0 + end }.joined().utf8))
    try handle.close()
  }

  /// How many lines were used up of the files so far, as the store says.
  private func line() throws -> Int {
    let dump = try CommandProcess("dump", path + "/s.db").output
    return dump.firstMatch(of: /"line":(\d+),/).flatMap { Int($0.output.1) } ?? 0
  }

  private func outputs() throws -> [String] { try ["journal", "effects", "rejects"].map(durable.content) }

  /// The outputs, and the dump without the feed's position, which tells how the feed was cut into files.
  private func results() throws -> [String] {
    let dump = try durable.dump().split(separator: "\n").filter { !$0.hasPrefix("{\"feed\"") }
    return try outputs() + [dump.joined(separator: "\n")]
  }

  /// What one plain run makes of all lines.
  private func whole() throws -> [String] {
    try durable.write(DurableRunTests.lines, to: "whole.ndjson")
    let run = try CommandProcess(
      [
        "run", "welcome.funnel", "--leads", "whole.ndjson", "--feed-name", "feed", "--store", "s.db", "--journal",
        "journal", "--effects", "effects", "--rejects", "rejects", "-o", "journeys",
      ], in: path)
    #expect(run.status == 0, "\(run.errors)")
    let results = try results()
    try durable.removeStore()
    for name in ["journal", "effects", "rejects"] { try FileManager.default.removeItem(atPath: path + "/" + name) }
    return results
  }

  @Test("what is appended is read and committed; a line without its end waits", arguments: [SIGTERM, SIGINT])
  func growing(signal: Int32) throws {
    let whole = try whole()
    let lines = DurableRunTests.lines
    try append(lines[..<10])
    let run = try follow(FollowTests.calm + ["-o", "journeys"])
    #expect(try run.wait { try line() == 10 }, "\(run.errors)")
    try append([String(lines[10].prefix(9))], end: "")
    usleep(200_000)
    #expect(try line() == 10)
    try append([String(lines[10].dropFirst(9))] + lines[11...])
    #expect(try run.wait { try line() == lines.count }, "\(run.errors)")
    #expect(run.end(signal) == 0, "\(run.errors)")
    #expect(run.errors.contains("lines read"), "\(run.errors)")
    #expect(try results() == whole)
    #expect(try durable.content("journeys").split(separator: "\n").count == 12)
  }

  @Test("a line that is too long, and still being written, is told once, also by a run that began within it")
  func longLine() throws {
    let long = #"{"id":"L99","note":""# + String(repeating: "x", count: 17 << 20)
    try append([DurableRunTests.lines[0]])
    try append([long], end: "")
    var run = try follow()
    #expect(run.wait { (try? durable.content("rejects"))?.contains("line-too-long") ?? false }, "\(run.errors)")
    try append([#"more"#], end: "")
    usleep(100_000)
    #expect(run.end(SIGTERM) == 0)
    run = try follow()
    try append([#"and the end"}"#, DurableRunTests.lines[1]])
    #expect(try run.wait { try line() == 3 }, "\(run.errors)")
    #expect(run.end(SIGTERM) == 0)
    #expect(try durable.content("rejects").split(separator: "\n").count == 1)
    #expect(try durable.dump().contains(#""leads":["L1"]"#))
  }

  @Test("killed and started again at any time, the outputs are cut back and go on")
  func restarts() throws {
    let whole = try whole()
    let lines = DurableRunTests.lines
    var start = 0
    for end in [8, 21, 35, 50, lines.count] {
      let run = try follow()
      try append(lines[start..<end])
      start = end
      // Kills fall anywhere: while the outputs are written, behind them, before the lines are read at all.
      if end == lines.count {
        #expect(try run.wait { try line() == lines.count }, "\(run.errors)")
        #expect(run.end(SIGTERM) == 0)
      } else {
        usleep(UInt32(end) * 3_000)
        #expect(run.end(SIGKILL) == -SIGKILL)
        // What came to the disk behind the last commit, as after a crash in the middle of a write.
        if FileManager.default.fileExists(atPath: path + "/journal") {
          try append(["half a li"], to: "journal", end: "")
        }
      }
    }
    #expect(try results() == whole)
  }

  @Test("a renamed file is read to its end, then the one in its place; also where that happened while nobody looked")
  func rotation() throws {
    let whole = try whole()
    let lines = DurableRunTests.lines
    let files = FileManager.default
    try append(lines[..<10])
    var run = try follow()
    #expect(try run.wait { try line() == 10 }, "\(run.errors)")
    try files.moveItem(atPath: path + "/feed.ndjson", toPath: path + "/feed.ndjson.1")
    // Who writes has not noticed yet; its last line has no end, and never gets one.
    try append(lines[10..<20], to: "feed.ndjson.1")
    try append([lines[20]], to: "feed.ndjson.1", end: "")
    try append(lines[21..<25])
    #expect(try run.wait { try durable.dump().contains(#""generation":1,"#) && line() == 4 }, "\(run.errors)")
    #expect(run.end(SIGKILL) == -SIGKILL)
    // Rotated twice while nothing runs.
    try append(lines[25..<30])
    try files.moveItem(atPath: path + "/feed.ndjson.1", toPath: path + "/feed.ndjson.3")
    try files.moveItem(atPath: path + "/feed.ndjson", toPath: path + "/feed.ndjson.2")
    usleep(20_000)
    try append(lines[30..<40])
    try files.moveItem(atPath: path + "/feed.ndjson", toPath: path + "/feed.ndjson.1")
    try append(lines[40...])
    run = try follow()
    #expect(
      try run.wait { try durable.dump().contains(#""generation":3,"#) && line() == lines.count - 40 }, "\(run.errors)")
    #expect(run.end(SIGTERM) == 0)
    #expect(run.errors.contains("lines read"), "\(run.errors)")
    // Rejects tell the line within its file, so only the others are compared as they are.
    let results = try results()
    #expect([results[0], results[1]] == [whole[0], whole[1]])
    #expect(results[2].split(separator: "\n").count == whole[2].split(separator: "\n").count)
  }

  @Test("a feed that is cut in place is refused, also where it was filled again")
  func truncation() throws {
    for refill in [[], DurableRunTests.lines.map { $0.replacing("L", with: "M") }] {
      try durable.removeStore()
      try durable.write(DurableRunTests.lines[..<20])
      let run = try follow()
      #expect(try run.wait { try line() == 20 }, "\(run.errors)")
      let handle = try FileHandle(forWritingTo: URL(filePath: path + "/feed.ndjson"))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: Data(refill.map { $0 + "\n" }.joined().utf8))
      try handle.close()
      #expect(run.status == 2)
      #expect(run.errors.contains("was cut or written over while it was followed"), "\(run.errors)")
    }
  }

  @Test("standard input is followed until it is closed, and picked up again where lines have ids")
  func standardInput() throws {
    let whole = try whole()
    let input = Pipe()
    let run = try follow(feed: "-", input: input)
    let lines = DurableRunTests.lines
    try input.fileHandleForWriting.write(contentsOf: Data(lines[..<30].map { $0 + "\n" }.joined().utf8))
    #expect(try run.wait { try line() == 30 }, "\(run.errors)")
    try input.fileHandleForWriting.write(contentsOf: Data((lines[30...].map { $0 + "\n" }.joined() + "half").utf8))
    try input.fileHandleForWriting.close()
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("the last line of feed has no line end yet"), "\(run.errors)")
    #expect(try results() == whole)
  }

  @Test("deadlines of silent leads are met by the clock on the wall, less the lateness, and stay met")
  func clock() throws {
    func time(_ hours: Double) -> String {
      Date(timeIntervalSinceNow: hours * 3_600).formatted(.iso8601)
    }
    // One lead's limit of three days is over, another's is over but for the lateness, a third's lies ahead.
    let lines = [(0, -80.0), (1, -73.0), (2, -10.0)].map { number, hours in
      #"{"id":"L\#(number)","at":"\#(time(hours))","email":"p@example.com","employees":1}"#
    }
    try append(lines)
    func ended() throws -> [String] {
      try durable.content("journal").split(separator: "\n").filter { $0.contains(#""record":"ended""#) }.map {
        String($0.firstMatch(of: /"journey":"(L\d)/)?.output.1 ?? "")
      }
    }
    let arguments = ["--tick", "1 s", "--lateness", "2 hours"]
    var run = try follow(arguments)
    #expect(try run.wait { try line() == 3 && ended() == ["L0"] }, "\(run.errors)")
    #expect(run.end(SIGKILL) == -SIGKILL)
    #expect(try durable.dump().contains(#""clock":""#))
    run = try follow(["--tick", "1 s"])
    #expect(try run.wait { try ended() == ["L0", "L1"] }, "\(run.errors)")
    #expect(run.end(SIGTERM) == 0)
    // At its own time, not at the one when somebody looked.
    let limit = try #require(
      durable.content("journal").split(separator: "\n").last { $0.contains(#""record":"ended""#) })
    let due = Date(timeIntervalSinceNow: -3_600)
    let told = try #require(
      limit.firstMatch(of: /"time":"([^"]+)"/).flatMap { try? Date(String($0.output.1), strategy: .iso8601) })
    #expect(abs(told.timeIntervalSince(due)) < 120)
  }

  @Test("an idle run waits without changing anything")
  func idle() throws {
    try append(DurableRunTests.lines[..<5])
    let run = try follow(FollowTests.calm + ["--tick", "1 s"])
    #expect(try run.wait { try line() == 5 })
    let size = try FileManager.default.attributesOfItem(atPath: path + "/s.db-wal")[.size] as? Int
    usleep(1_300_000)
    #expect(try FileManager.default.attributesOfItem(atPath: path + "/s.db-wal")[.size] as? Int == size)
    #expect(run.end(SIGTERM) == 0)
  }

  @Test("what can't be followed, or told together with following, is refused")
  func refusals() throws {
    try append(DurableRunTests.lines)
    try durable.folder.write("[{}]".utf8, to: "a.json")
    func refusal(_ arguments: String...) throws -> String {
      let process = try CommandProcess(["run", "welcome.funnel"] + arguments, in: path)
      #expect(process.status == 2)
      return process.errors
    }
    let follow = ["--store", "s.db", "--follow", "--leads"]
    func refused(_ arguments: String...) throws -> String {
      let process = try CommandProcess(["run", "welcome.funnel"] + follow + arguments, in: path)
      #expect(process.status == 2)
      return process.errors
    }
    #expect(try refusal("--leads", "feed.ndjson", "--follow").contains("\"--follow\" means nothing without a store"))
    #expect(try refusal("--leads", "feed.ndjson", "--store", "s.db", "--tick", "1 s").contains("without \"--follow\""))
    #expect(try refused("a.json").contains("is one JSON document"))
    #expect(try refused("a.json.gz").contains("a compressed feed can't be followed"))
    #expect(try refused("feed.ndjson", "--events", "e").contains("\"--follow\" reads one feed"))
    #expect(try refused("feed.ndjson", "--until", "2027-01-01").contains("goes by the clock on the wall"))
    #expect(try refused("feed.ndjson", "--tick", "soon").contains("\"soon\" is no duration"))
    #expect(try refused("feed.ndjson", "--journal", "-").contains("lines go to files"))
    #expect(try refused("feed.ndjson", "--journal", "a", "--effects", "a").contains("mixed in one file"))
    #expect(try refused("feed.ndjson", "--journal", "/dev/null").contains("is no file"))
    #expect(try refused("nothing.ndjson").contains("there is no file \"nothing.ndjson\""))
  }
}
