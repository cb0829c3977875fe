import Foundation
import Testing

@Suite("Session tokens on the command line")
struct SessionTests {
  private let folder: TemporaryFolder
  private let funnel: String
  private let leads: String
  private let key: String

  private static let text = """
    funnel welcome {
      role notary: stakeholder
      feed leads { time from at }
      feed events {
        type from type  lead from lead  time from time  activity from activity  session from token  actor from who
        actors required
      }
      data { email: email personal }
      start -> talk
      stage talk {
        activity call by lead
        activity sign by notary
        then -> converted
      }
    }
    """

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(Self.text.utf8, to: "welcome.funnel")
    leads = try folder.write("{\"id\":\"L/1\",\"at\":\"2026-11-02T09:00:00Z\"}\n".utf8, to: "leads.ndjson")
    key = try folder.write((String(repeating: "0123456789abcdef", count: 4) + "\n").utf8, to: "key")
  }

  private func mint(_ more: String...) throws -> String {
    let process = try CommandProcess(
      ["session", funnel, "--lead", "L/1", "--session-key", key, "--at", "2026-11-02T10:00:00Z"] + more)
    #expect(process.status == 0 && process.errors == "", "\(process.errors)")
    return String(process.output.dropLast())
  }

  /// Runs events and gives the reasons of those refused.
  private func run(_ events: [String], _ arguments: [String], environment: [String: String] = [:]) throws -> [String] {
    let events = try folder.write(events.map { $0 + "\n" }.joined().utf8, to: "events.ndjson")
    let rejects = folder.path + "/rejects"
    let process = try CommandProcess(
      ["run", funnel, "--leads", leads, "--events", events, "--rejects", rejects, "-o", folder.path + "/journeys"]
        + ["--journal", folder.path + "/journal"] + arguments, environment: environment)
    #expect(process.status == 0, "\(process.errors)")
    return try content("rejects").matches(of: /"reason":"([^"]*)"/).map { String($0.output.1) }
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  private func event(_ activity: String, _ token: String, at time: String = "10:04:59") -> String {
    #"{"type":"activity.completed","lead":"L/1","time":"2026-11-02T\#(time)Z","activity":"\#(activity)","token":"\#(token)"}"#
  }

  @Test("a token is minted, used once, and good for five minutes on one journey")
  func use() throws {
    let tokens = [try mint(), try mint("--role", "notary", "--name", "Ann")]
    #expect(Set(tokens).count == 2)
    #expect(
      try run(
        [event("call", tokens[0]), event("call", tokens[0]), event("sign", tokens[1])], ["--session-key", key])
        == ["used-session"])
    #expect(try content("journeys").contains(#""status":"converted""#))
    #expect(try content("journal").contains(#""record":"redirect","by":{"role":"notary","name":"Ann","session":true}"#))
    #expect(try run([event("call", tokens[0], at: "10:05:00")], ["--session-key", key]) == ["expired-session"])
    #expect(try run([event("call", mint("--entry", "2"))], ["--session-key", key]) == ["foreign-session"])
    #expect(try run([event("call", mint("--minutes", "10"), at: "10:09:59")], ["--session-key", key]) == [])
    #expect(try run([event("sign", mint())], ["--session-key", key]) == ["not-allowed"])
  }

  @Test("every token is another one, and starts now where nothing else is said")
  func now() throws {
    let tokens = try (0..<20).map { _ in try mint() }
    #expect(Set(tokens).count == 20)
    let process = try CommandProcess("session", funnel, "--lead", "L/1", "--session-key", key)
    let time = ISO8601DateFormatter().string(from: Date()).prefix(19)
    let token = String(process.output.dropLast())
    let line = event("call", token).replacing(/"time":"[^"]*"/, with: "\"time\":\"\(time)Z\"")
    #expect(try run([line], ["--session-key", key]) == [])
    let later = event("call", token).replacing(/"time":"[^"]*"/, with: "\"time\":\"2090-01-01\"")
    #expect(try run([later], ["--session-key", key]) == ["expired-session"])
  }

  @Test("the key comes from a file or from the environment; another one fits nothing")
  func keys() throws {
    let token = try mint()
    let value = ["KEY": String(repeating: "0123456789abcdef", count: 4)]
    #expect(try run([event("call", token)], ["--session-key-env", "KEY"], environment: value) == [])
    let other = ["KEY": String(repeating: "0123456789abcdeF", count: 4)]
    #expect(
      try run([event("call", token)], ["--session-key-env", "KEY"], environment: other) == ["forged-session"])
    #expect(try run([event("call", token)], []) == ["no-session-key"])
    #expect(
      try run([event("call", String(token.dropLast(8)))], ["--session-key", key]) == ["bad-session"],
      "its end is missing")
    #expect(try run([event("call", String(token.prefix(20)))], ["--session-key", key]) == ["bad-session"])
  }

  @Test("no token and no key comes out anywhere")
  func secrecy() throws {
    let token = try mint()
    let broken = event("call", token) + "}"
    _ = try run([event("call", token), event("sign", token), broken], ["--session-key", key])
    for name in ["journeys", "journal", "rejects"] {
      #expect(!(try content(name).contains(token.prefix(40))), "\(name)")
      #expect(!(try content(name).contains("0123456789abcdef")), "\(name)")
    }
  }

  @Test("what can't be a key is told, and so is a token that nobody could use")
  func mistakes() throws {
    let short = try folder.write("short".utf8, to: "short")
    let long = try folder.write([UInt8](repeating: 65, count: 70_000), to: "long")
    let session = ["session", funnel, "--lead", "L/1"]
    let cases: [(arguments: [String], message: String)] = [
      (session, "a token needs the key it is made with"),
      (session + ["--session-key", short], "is too short: it has 5 bytes"),
      (session + ["--session-key", long], "is too long to be a session key"),
      (session + ["--session-key", folder.path + "/none"], "there is no file"),
      (session + ["--session-key-env", "NOWHERE"], "there is no environment variable \"NOWHERE\""),
      (session + ["--session-key", key, "--session-key-env", "KEY"], "a session key is given twice"),
      (session + ["--session-key", key, "--role", "notray"], "did you mean \"notary\"?"),
      (session + ["--session-key", key, "--role", "notary"], "nothing says who acts as \"notary\""),
      (session + ["--session-key", key, "--at", "soon"], "\"soon\" is no time for \"--at\""),
      (session + ["--session-key", key, "--minutes", "0"], "a whole number from 1"),
      (
        session + ["--session-key", key, "--role", "notary", "--name", String(repeating: "x", count: 1025)],
        "longer than 1024 bytes"
      ),
      (["run", funnel, "--leads", leads, "--session-key", short], "is too short"),
      (["run", funnel, "--leads", leads, "--session-key", key, "-o", key], "is also read"),
    ]
    for (arguments, message) in cases {
      let process = try CommandProcess(arguments)
      #expect(process.status == 2, "\(arguments)")
      #expect(process.errors.contains(message), "\(process.errors)")
      #expect(process.output == "")
    }
    #expect(try content("key").count == 65, "the key is not written over")
  }

  @Test("how long an event's id is remembered after its journey's end")
  func idWindow() throws {
    let events = [
      #"{"type":"journey.cancelled","lead":"L/1","time":"2026-11-03","by":"x","id":1}"#,
      #"{"type":"lead.updated","lead":"L/1","time":"2026-11-13","by":"x","id":1}"#,
    ]
    let plain = Self.text.replacing(/feed events \{[^}]*\}/, with: "")
    try folder.write(plain.utf8, to: "welcome.funnel")
    let administrator = events.map { $0.replacing(#""by":"x""#, with: #""by":{"role":"manager"}"#) }
    #expect(try run(administrator, []) == [])
    #expect(try content("journeys").contains(#""late":0,"duplicates":1"#))
    #expect(try run(administrator, ["--id-window", "9"]) == [])
    #expect(try content("journeys").contains(#""late":1,"duplicates":0"#))
    #expect(try CommandProcess("run", funnel, "--leads", leads, "--id-window", "-1").status == 2)
  }
}
