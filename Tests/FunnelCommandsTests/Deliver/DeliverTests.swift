import Foundation
import Testing

@testable import FunnelCommands

/// Effects are carried out by the real command, into a real receiver.
@Suite("Delivering effects", .serialized)
struct DeliverTests {
  static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  let folder: TemporaryFolder
  let server: HookServer

  init() throws {
    folder = try TemporaryFolder()
    server = try HookServer()
  }

  /// A store whose leads each asked for one webhook, one task and one notification.
  func makeStore(_ leads: Int, _ path: String) throws {
    try folder.write(
      """
      funnel welcome {
        version 1
        role sales: manager
        feed leads { time from at }
        data { size: integer }
        start -> talk
        stage talk {
          activity call by sales { due 2 days }
          on enter {
            webhook "http://127.0.0.1:\(server.port)\(path)" { who: "ü {size}", size: size }
            task "Call {size}" for sales due 4 hours
            notify sales "New"
          }
          limit 7 days -> lost "silent"
          then -> converted
        }
      }
      """.utf8, to: "welcome.funnel")
    let feed = (0..<leads).map { #"{"id":"L\#($0)","at":"2026-03-01T09:00:00Z","size":\#($0)}"# + "\n" }
    try folder.write(feed.joined().utf8, to: "feed.ndjson")
    let run = try CommandProcess(
      [
        "run", "welcome.funnel", "--leads", "feed.ndjson", "--store", "s.db", "--batch", "7", "--effects",
        "effects.ndjson", "-o", "journeys",
      ], in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
  }

  func deliver(_ arguments: String..., once: Bool = true) throws -> CommandProcess {
    try CommandProcess(
      ["deliver", "--store", "s.db", "--json"] + (once ? ["--once"] : []) + arguments,
      environment: ["SECRET": Self.secret, "http_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1"],
      in: folder.path)
  }

  func sending(_ more: String...) throws -> CommandProcess {
    try CommandProcess(
      ["deliver", "--store", "s.db", "--json", "--once", "--secret-env", "SECRET", "--allow-private", "127.0.0.1"]
        + more,
      environment: ["SECRET": Self.secret, "http_proxy": "http://127.0.0.1:1"], in: folder.path)
  }

  /// Members of the summary.
  func numbers(_ process: CommandProcess) throws -> [String: Int] {
    let object = try JSONSerialization.jsonObject(with: Data(process.output.utf8)) as? [String: Any] ?? [:]
    return object.compactMapValues { $0 as? Int }
  }

  /// The ids of the store's effects of a kind.
  func ids(_ kind: String) throws -> [String] {
    try String(contentsOfFile: folder.path + "/effects.ndjson", encoding: .utf8).split(separator: "\n").compactMap {
      let effect = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      return effect?["effect"] as? String == kind ? effect?["id"] as? String : nil
    }
  }

  @Test("webhooks are posted once each, in order, with headers that a receiver can check")
  func webhooks() throws {
    try makeStore(20, "/ok")
    let first = try sending("--parallel", "1")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try numbers(first)["delivered"] == 20)
    #expect(OutputReferenceTests.keys(first.output) == OutputReferenceTests.table("Deliveries").flatMap(\.first))
    #expect(first.output.contains(#""waiting":{"activity":20,"notify":20,"task":20}"#))
    #expect(try server.requests.map(\.id) == ids("webhook"))
    for request in server.requests {
      #expect(request.path == "/ok" && request.headers["content-type"] == "application/json")
      let time = try #require(Int64(request.headers["webhook-timestamp"] ?? ""))
      #expect(abs(Date().timeIntervalSince1970 - Double(time)) < 300)
      let secret = try #require(WebhookSecret(Self.secret))
      #expect(
        request.headers["webhook-signature"] == secret.signature(id: request.id, timestamp: time, body: request.body))
    }
    #expect(server.requests[3].body == Array(#"{"who":"ü 3","size":3}"#.utf8))
    // Nothing is left to do, and nothing is sent twice.
    let again = try sending()
    #expect(try numbers(again)["delivered"] == 0)
    #expect(server.requests.count == 20)
    // A store that is made anew from the same feed asks for nothing new.
    for name in ["s.db", "s.db-wal", "s.db-shm"] {
      try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
    try makeStore(21, "/ok")
    #expect(try numbers(sending())["delivered"] == 1)
    #expect(Set(server.requests.map(\.id)).count == 21)
  }

  @Test("tasks and notifications go to files and commands, each line once")
  func filesAndCommands() throws {
    try makeStore(12, "/ok")
    let process = try deliver("--file", "task=tasks.ndjson", "--command", "notify,activity=cat >> said.ndjson")
    #expect(process.status == 0, "\(process.errors)")
    #expect(try numbers(process)["delivered"] == 36)
    let tasks = try String(contentsOfFile: folder.path + "/tasks.ndjson", encoding: .utf8)
    let effects = try String(contentsOfFile: folder.path + "/effects.ndjson", encoding: .utf8)
    #expect(
      tasks == effects.split(separator: "\n").filter { $0.contains(#""effect":"task""#) }.joined(separator: "\n") + "\n"
    )
    #expect(
      try String(contentsOfFile: folder.path + "/said.ndjson", encoding: .utf8).split(separator: "\n").count == 24)
    #expect(try numbers(deliver("--file", "tasks.ndjson"))["delivered"] == 0)
  }

  @Test("a line that a crash left without its end is cut off before more are appended")
  func unfinishedLine() throws {
    try makeStore(1, "/ok")
    try folder.write(#"{"whole":1}"#.utf8 + [10] + #"{"half""#.utf8, to: "tasks.ndjson")
    _ = try deliver("--file", "task=tasks.ndjson")
    let lines = try String(contentsOfFile: folder.path + "/tasks.ndjson", encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == #"{"whole":1}"# && lines[1].hasSuffix("}"))
  }

  @Test("a command that fails, stalls, or reads nothing")
  func badCommands() throws {
    try makeStore(1, "/ok")
    let failing = try deliver("--command", "task=exit 3", "--schedule", "0s")
    #expect(failing.status == 1)
    #expect(failing.errors.contains("the command ended with status 3; tried again in 0 s"), "\(failing.errors)")
    #expect(failing.errors.contains("is given up after 2 attempts: the command ended with status 3"))
    let stalling = try deliver("--command", "notify=sleep 60 | sleep 60", "--schedule", "1h", "--timeout", "1")
    #expect(
      stalling.status == 0 && stalling.errors.contains("the command took more than 1 second"), "\(stalling.errors)")
    let deaf = try deliver("--command", "activity=true")
    #expect(try deaf.status == 0 && numbers(deaf)["delivered"] == 1)
  }

  @Test(
    "receivers that refuse, stall, send elsewhere, or ask for patience are tried again",
    arguments: [
      ("/fail", "answered 500"), ("/stall", "timed out"), ("/redirect", "answered 302, and redirects are not followed"),
      ("/wish", "answered 429; tried again in 60 min"), ("/late?", "timed out"),
    ])
  func failures(path: String, reason: String) throws {
    try makeStore(2, path == "/late?" ? "/stall" : path)
    let process = try sending("--schedule", "60s", "--timeout", "1")
    #expect(process.status == 0)
    #expect(try numbers(process) == ["schemaVersion": 1, "delivered": 0, "failedAttempts": 2, "givenUp": 0])
    #expect(process.errors.lowercased().contains(reason), "\(process.errors)")
    #expect(Set(server.requests.map(\.path)).count == 1)
    // It is not due again before its time.
    #expect(try numbers(sending())["failedAttempts"] == 0)
    #expect(server.requests.count == 2)
  }

  @Test("an answer that comes late, or never ends, is an answer", arguments: ["/late", "/endless", "/second"])
  func slowAnswers(path: String) throws {
    try makeStore(3, path)
    let process = try sending("--timeout", "5", "--schedule", "0s")
    #expect(try process.status == 0 && numbers(process)["delivered"] == 3, "\(process.errors)")
    #expect(server.requests.count == (path == "/second" ? 6 : 3))
  }

  @Test("what is given up is listed, and tried again when it is put back")
  func deadLetters() throws {
    try makeStore(2, "/fail")
    let process = try sending("--schedule", "0s,0s")
    #expect(process.status == 1)
    #expect(try numbers(process) == ["schemaVersion": 1, "delivered": 0, "failedAttempts": 4, "givenUp": 2])
    #expect(server.requests.count == 6)
    let list = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--list", "given-up"])
    let ids = try ids("webhook")
    #expect(list.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) } == ids)
    #expect(list.output.contains("webhook to 127.0.0.1, 3 attempts: answered 500"))
    let unknown = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--requeue", "abc"])
    #expect(unknown.status == 2 && unknown.errors.contains("no effect of these ids was given up"))
    let back = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--requeue", ids[1]])
    #expect(back.status == 0 && back.errors == "1 effect will be tried anew\n")
    _ = try sending("--schedule", "1h")
    #expect(server.requests.count == 7 && server.requests[6].id == ids[1])
    let waiting = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--list", "waiting", "--json"])
    let line = try #require(waiting.output.split(separator: "\n").first { $0.contains(ids[1]) })
    #expect(
      line.contains(#""effect":"webhook","journey":"L1/welcome/1","host":"127.0.0.1","state":"waiting","attempts":1"#))
  }

  @Test("a gone receiver and a private address are given up at once; nothing is connected to")
  func refusals() throws {
    try makeStore(1, "/gone")
    #expect(try sending().errors.contains("is given up after 1 attempt: answered 410"))
    #expect(server.requests.count == 1)
    let list = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--list", "given-up", "--json"])
    #expect(OutputReferenceTests.keys(list.output) == OutputReferenceTests.table("Effects'").flatMap(\.first))
    _ = try CommandProcess(["deliver", "--store", folder.path + "/s.db", "--requeue", "all"])
    let refused = try deliver("--secret-env", "SECRET", "--allow-private", "localhost")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("127.0.0.1 is no public address, and its host is not allowed to have such"))
    #expect(server.requests.count == 1)
  }

  @Test("what is asked for in a way that means nothing is told")
  func usage() throws {
    try makeStore(1, "/ok")
    func errors(_ arguments: String...) throws -> String {
      let process = try CommandProcess(
        ["deliver", "--store", "s.db", "--once"] + arguments, environment: ["WEAK": "hunter2"], in: folder.path)
      #expect(process.status == 2)
      return process.errors
    }
    #expect(try errors().contains("nobody said where effects are to go"))
    #expect(try errors("--secret-env", "NONE").contains("there is no environment variable \"NONE\""))
    #expect(try errors("--secret-env", "WEAK").contains("what stands in the variable \"WEAK\" is no secret"))
    #expect(try errors("--file", "a", "--schedule", "soon").contains("\"soon\" is no schedule"))
    #expect(try errors("--file", "a", "--file", "b").contains("what no option names has two places to go"))
    #expect(try errors("--file", "task=a", "--command", "task=b").contains("\"task\" has two places to go"))
    let other = try CommandProcess(["deliver", "--store", "none.db", "--file", "x"], in: folder.path)
    #expect(other.status == 2 && other.errors.contains("there is no store \"none.db\""))
    for name in ["s.db-delivery", "s.db-delivery-writer"] {
      try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
    let list = try CommandProcess(["deliver", "--store", "s.db", "--list", "waiting"], in: folder.path)
    #expect(list.status == 2 && list.errors.contains("nothing of the store \"s.db\" was delivered yet"))
    try folder.write("not a database, but long enough to be looked at".utf8, to: "s.db-delivery")
    #expect(try errors("--file", "a").contains("the delivery file \"s.db-delivery\" is damaged"))
  }

  @Test("killed at any time and started again, everything arrives; only what was under way may come twice")
  func kills() throws {
    try makeStore(60, "/ok")
    let parallel = 4
    for pause in [40_000, 70_000, 55_000, 90_000] {
      let process = Process()
      process.executableURL = CommandProcess.executable
      process.arguments = [
        "deliver", "--store", "s.db", "--secret-env", "SECRET", "--allow-private", "127.0.0.1", "--parallel",
        "\(parallel)",
        "--file", "all.ndjson",
      ]
      process.environment = ["SECRET": Self.secret]
      process.currentDirectoryURL = URL(filePath: folder.path)
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(pause))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let last = try sending("--file", "all.ndjson")
    #expect(last.status == 0, "\(last.errors)")
    let ids = try ids("webhook")
    #expect(Set(server.requests.map(\.id)) == Set(ids))
    #expect(server.requests.count <= ids.count + 4 * 2 * parallel)
    let lines = try String(contentsOfFile: folder.path + "/all.ndjson", encoding: .utf8).split(separator: "\n")
    #expect(Set(lines).count == 180)
  }

  @Test("of several that begin at once one delivers, and the others are told who does; nothing is done twice")
  func rivals() throws {
    try makeStore(40, "/ok")
    let rivals = try (0..<4).map { _ in
      let process = Process()
      process.executableURL = CommandProcess.executable
      process.arguments = [
        "deliver", "--store", "s.db", "--secret-env", "SECRET", "--allow-private", "127.0.0.1", "--file", "all.ndjson",
      ]
      process.environment = ["SECRET": Self.secret]
      process.currentDirectoryURL = URL(filePath: folder.path)
      process.standardError = Pipe()
      try process.run()
      return process
    }
    // One goes on until it is asked to stop; whoever came too late has ended by itself.
    for _ in 0..<200 where server.requests.count < 40 || rivals.filter(\.isRunning).count > 1 { usleep(50_000) }
    let winners = rivals.filter(\.isRunning)
    #expect(winners.count == 1)
    for process in winners { process.terminate() }
    for process in rivals {
      process.waitUntilExit()
      let said = (process.standardError as? Pipe)?.fileHandleForReading.readDataToEndOfFile() ?? Data()
      guard !winners.contains(process) else {
        #expect(process.terminationStatus == 0)
        continue
      }
      #expect(process.terminationStatus == 2)
      #expect(String(decoding: said, as: UTF8.self).contains("is being used by another process: process"))
    }
    #expect(server.requests.map(\.id).sorted() == (try ids("webhook")).sorted())
    let lines = try String(contentsOfFile: folder.path + "/all.ndjson", encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 120 && Set(lines).count == 120)
  }

  @Test("the loop takes up what a run adds, and ends cleanly when asked to")
  func loop() throws {
    try makeStore(2, "/ok")
    let process = Process()
    process.executableURL = CommandProcess.executable
    process.arguments = ["deliver", "--store", "s.db", "--secret-env", "SECRET", "--allow-private", "127.0.0.1"]
    process.environment = ["SECRET": Self.secret]
    process.currentDirectoryURL = URL(filePath: folder.path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    func wait(for count: Int) {
      for _ in 0..<200 where server.requests.count < count { usleep(50_000) }
      #expect(server.requests.count == count)
    }
    wait(for: 2)
    let second = try deliver("--file", "tasks.ndjson")
    #expect(
      second.status == 2 && second.errors.contains("is being used by another process: process"), "\(second.errors)")
    try makeStore(5, "/ok")
    wait(for: 5)
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(said.hasPrefix("delivered "), "\(said)")
  }
}
