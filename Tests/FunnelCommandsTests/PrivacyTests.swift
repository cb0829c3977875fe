import Foundation
import Testing

@Suite("Personal data")
struct PrivacyTests {
  private static let funnel = """
    funnel welcome {
      role sales: manager
      feed leads { time from at  owner from boss }
      data {
        email:   email personal
        name:    text personal from person.name
        born:    date personal
        phones:  set of phone personal
        tags:    set of text
        size:    integer in 0..
        agreed:  boolean
      }
      let site = domain(email)
      let grown = age(born) >= 18
      score fit { award 5 when site == "one.example" }
      start -> kind
      decision kind {
        when fit >= 5 and grown and size > 1 -> talk
        when site == "two.example"           -> talk
        otherwise                            -> lost "no"
      }
      stage talk {
        activity call by lead { with { name: name, size: size, hello: "Hello {name}" } }
        on enter {
          notify sales "Call {name} of {size} at {site}, born {born}, {phones}"
          email lead "Dear {name}" "We wrote to {email}"
          webhook "https://crm.example/leads" { mail: email, site: site, size: size, text: "{email}!" }
        }
        limit 9 days -> lost "silent"
        then -> converted
      }
      test "shown masked" {
        at 2026-11-02T09:00:00Z
        given { email: "ada.lovelace@one.example", name: "Lovelace", born: 1990-12-10, size: 5 }
        expect data name == "Byron"
        expect notification sales "Call Byron"
      }
    }
    """

  private static let leads = """
    {"id":1,"at":"2026-11-02T09:00:00Z","email":"ada.lovelace@one.example","person":{"name":"Lovelace"},"born":"1990-12-10","phones":["030 1234567"],"tags":["x"],"size":5,"boss":"ann@bank.example"}
    {"at":"2026-11-02T09:00:00Z","email":"grace@two.example","person":{"name":"Hopper"},"born":"Friday the 13th","size":"many"}
    {"id":3,"at":"noon","email":"grace@two.example","person":{"name":"Hopper","pets":["Rover"]},"size":7,"tags":["y"],"other":"Secret"}
    {"id":{"of":"grace@two.example"},"at":"2026-11-02T09:00:00Z","email":"grace@two.example"}
    {"id":4,"email":"grace@two.example","person":{"name":"Hopper"},"size":8,"agreed":true,"n":1.5e3,"esc":"a\\"b","un\\"known":null}
    {"id":5,"email":"grace@two.example" oops "Hopper"

    """

  private static let events = """
    {"type":"lead.updated","lead":1,"time":"2026-11-03","by":{"role":"sales","name":"bob@bank.example"},"data":{"email":"king@one.example","person":{"name":"King"},"size":6}}
    {"type":"lead.updated","lead":"nobody@two.example","time":"2026-11-03","data":{"size":6}}
    {"type":"activity.completed","lead":1,"time":"2026-11-03","activity":"call","by":{"role":"lead","name":"grace@two.example"}}
    {"type":"activity.reassigned","lead":1,"time":"2026-11-03","activity":"call","target":"carl@bank.example"}

    """

  /// What no one may find where personal values are hidden.
  private static let secrets = [
    "ada.lovelace", "one.example", "grace", "two.example", "Lovelace", "Hopper", "1990", "1234567", "Friday", "King",
    "king@", "Rover", "Secret", "nobody@", "bank.example",
  ]

  private let folder: TemporaryFolder
  private let funnel: String

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(Self.funnel.utf8, to: "welcome.funnel")
    try folder.write(Self.leads.utf8, to: "leads.ndjson")
    try folder.write(Self.events.utf8, to: "events.ndjson")
  }

  private static let files = ["journeys", "journal", "effects", "rejects"]

  private func run(_ more: String...) throws -> CommandProcess {
    let process = try CommandProcess(
      ["run", "welcome.funnel", "--leads", "leads.ndjson", "--events", "events.ndjson", "-o", "journeys"]
        + ["--journal", "journal", "--effects", "effects", "--rejects", "rejects"] + more, in: folder.path)
    #expect(process.status < 2, "\(process.errors)")
    return process
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  @Test("data files are whole, and nobody else may read them")
  func whole() throws {
    _ = try run()
    for file in Self.files {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(file)")
    }
    let files = try Self.files.map(content).joined()
    for secret in Self.secrets { #expect(files.contains(secret), "\(secret)") }
    #expect(try content("effects").contains("Call Lovelace of 5 at one.example, born 1990-12-10, 030 1234567"))
  }

  @Test("what people read of a run masks personal values, unless they ask to see them")
  func summary() throws {
    for arguments in [[], ["--strict"]] {
      let summary = try CommandProcess(
        ["run", "welcome.funnel", "--leads", "leads.ndjson", "--events", "events.ndjson", "-o", "journeys"] + arguments,
        in: folder.path
      ).errors
      for secret in Self.secrets { #expect(!summary.contains(secret), "\(secret)") }
      #expect(summary.contains("born: a personal value does not fit its type"))
      #expect(summary.contains("lead \"n***@t***.example\" was not registered before"))
      #expect(summary.contains("the lead's id is an object, not a text or a number"))
    }
    let shown = try run("--show-personal").errors
    #expect(shown.contains("born: \"Friday the 13th\" is not a date"))
    #expect(shown.contains("lead \"nobody@two.example\" was not registered before"))
  }

  @Test("a redacted run keeps personal values out of every file, and says the same of everything else")
  func redacted() throws {
    _ = try run()
    let whole = try Self.files.map { (name: $0, lines: try content($0).split(separator: "\n").count) }
    _ = try run("--redact")
    for file in whole {
      let found = try content(file.name)
      for secret in Self.secrets { #expect(!found.contains(secret), "\(secret) in \(file.name)") }
      #expect(found.split(separator: "\n").count == file.lines)
    }
    let journeys = try content("journeys").split(separator: "\n")
    #expect(
      journeys[0].contains(
        #""data":{"email":"k***@o***.example","name":"***","born":"***","phones":"***","tags":["x"],"size":6,"agreed":null}"#
      ))
    #expect(journeys[0].contains(#""lead":1,"#))
    #expect(journeys[1].contains(/"journey":"#[0-9a-f]{16}\/welcome\/1","lead":"#[0-9a-f]{16}",/))
    #expect(try content("effects").contains("Call L*** of 5 at o***, born ***, ***"))
    #expect(
      try content("effects").contains(
        #""body":{"mail":"a***@o***.example","site":"o***","size":5,"text":"a***@o***.example!"}"#))
    #expect(try content("journal").contains(#"{"let":"grown","value":"***"}"#))
    #expect(try content("journal").contains(#"{"point":"size","value":5}"#))
  }

  @Test("of a reject a redacted run keeps how it is built, and what can't be personal")
  func redactedRejects() throws {
    _ = try run("--redact")
    let rejects = try content("rejects").split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let bytes = Dictionary(
      uniqueKeysWithValues: rejects.map { ("\($0["feed"] ?? "") \($0["line"] ?? "")", $0["bytes"] as? String ?? "?") })
    #expect(
      bytes["leads.ndjson 3"]
        == #"{"id":3,"at":"noon","email":"***","person":{"name":"***","pets":["***"]},"size":7,"tags":["***"],"other":"***"}"#
    )
    #expect(
      bytes["leads.ndjson 5"]
        == #"{"id":4,"email":"***","person":{"name":"***"},"size":8,"agreed":true,"n":"***","esc":"***","un\"known":null}"#
    )
    #expect(bytes["leads.ndjson 6"] == "")
    #expect(rejects.first { $0["line"] as? Int == 6 }?["length"] as? Int == 49)
    #expect(
      bytes["events.ndjson 2"]
        == #"{"type":"lead.updated","lead":"***","time":"2026-11-03","data":{"size":6}}"#)
    #expect(
      bytes["events.ndjson 3"]
        == #"{"type":"activity.completed","lead":1,"time":"2026-11-03","activity":"call","by":{"role":"lead","name":"***"}}"#
    )
  }

  @Test("a lead that is known by a personal point is written as a hash of it, always the same")
  func keyed() throws {
    try folder.write(
      "funnel welcome { feed leads { lead from who  time from at } data { who: text personal } start -> converted }"
        .utf8,
      to: "welcome.funnel")
    try folder.write("{\"who\":12,\"at\":0}\n{\"who\":\"Ada\",\"at\":0}\n".utf8, to: "leads.ndjson")
    try folder.write("{\"type\":\"lead.updated\",\"lead\":\"Bob\"}\n".utf8, to: "events.ndjson")
    let process = try run("--redact")
    #expect(process.errors.contains("lead \"***\" was not registered before"))
    let hashes = try Self.files.map(content).joined().matches(of: /#[0-9a-f]{16}/).map { String($0.output) }
    #expect(Set(hashes).count == 2 && hashes.count >= 4)
    // The first eight bytes of SHA-256 of "Ada".
    #expect(hashes.contains("#99a563ab2f6e21e9"))
    #expect(!(try Self.files.map(content).joined().contains("Ada")))
  }

  @Test("failing tests of a funnel mask personal values, unless somebody asks to see them")
  func tests() throws {
    let masked = try CommandProcess("test", funnel)
    #expect(masked.status == 1)
    #expect(masked.errors.contains("expected \"name\" to be B***, and it is L***"))
    #expect(masked.errors.contains("email a***@o***.example"))
    #expect(masked.errors.contains("and there was \"Call L*** of 5 at o***, born ***, \""))
    #expect(masked.errors.contains("email lead \"Dear L***\""))
    #expect(masked.errors.contains("grown ***") && masked.errors.contains("size 5"))
    let notes = masked.errors.split(separator: "\n").filter { $0.contains("= note") }.joined()
    for secret in Self.secrets { #expect(!notes.contains(secret), "\(secret)") }
    let shown = try CommandProcess("test", funnel, "--show-personal")
    #expect(shown.errors.contains("and there was \"Call Lovelace of 5 at one.example, born 1990-12-10, \""))
    #expect(shown.errors.contains("expected \"name\" to be \"Byron\", and it is \"Lovelace\""))
    #expect(shown.errors.contains("email \"ada.lovelace@one.example\""))
  }
}
