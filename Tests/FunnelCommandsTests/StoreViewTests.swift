import Foundation
import Testing

/// What people see of a store: the same small store for every verb.
@Suite("Looking into a store")
struct StoreViewTests {
  static let funnel = """
    funnel welcome "Welcome" {
      version 1
      timezone "Europe/Berlin"
      role sales: manager
      role notary: stakeholder
      source web ref "W-1"
      source partner ref "P-2"
      feed leads { time from at  source from ref  owner from rep }
      data {
        email: email personal
        name: text personal
        employees: integer in 0..
        country: country
        plan: choice { basic, pro }
        slot: datetime
      }
      score fit in 0..100 { award 60 when employees >= 200  award 40 when country in { DE, AT } }
      intake { require email  decline "not in our countries" when country == US }
      start -> size
      decision size {
        when employees >= 1000 or (employees >= 500 and country == DE) -> talk
        when plan == pro and fit >= 60                                 -> talk as promising
        when employees is missing                                      -> ask
        otherwise                                                      -> trial
      }
      stage ask { requires name  activity find by sales { collects employees }  then -> size }
      stage talk "A talk" {
        activity call by lead { kind call  collects slot  due 2 days  remind every 1 day at most 3 times }
        activity prepare by sales { after call  retry 1 times every 1 hour }
        on failed prepare -> lost "nobody prepared"
        limit 7 days -> lost "went silent"
        then -> converted
      }
      split trial by lead { 50% -> short  50% -> long }
      stage short { activity form by lead  limit 3 days -> lost "too small"  then -> converted }
      stage long { activity visit by owner { due 1 day }  limit 30 days -> lost "too small"  then -> converted }
    }
    """

  static let lines: [String] = [
    #"{"id":"a, \"b\"","at":"2026-03-01T09:00:00Z","email":"ada@example.com","employees":1200,"country":"DE","ref":"W-1"}"#,
    #"{"id":"L2","at":"2026-03-01T10:00:00Z","email":"bob@example.com","employees":250,"plan":"pro","ref":"P-2"}"#,
    #"{"id":"L3","at":"2026-03-01T11:00:00Z","employees":5,"ref":"P-2"}"#,
    #"{"id":"L4","at":"2026-03-01T12:00:00Z","email":"dan@example.com","employees":40,"rep":"ann","ref":"P-2"}"#,
    #"{"id":"L5","at":"2026-03-01T13:00:00Z","email":"eve@example.com","ref":"P-2"}"#,
    #"{"id":6,"at":"2026-03-01T14:00:00Z","email":"fay@example.com","employees":30,"rep":"ann","ref":"P-2"}"#,
    #"{"type":"activity.completed","lead":"L2","time":"2026-03-02T12:00:00Z","activity":"call","by":{"role":"lead","name":"L2"},"data":{"slot":"2026-03-05T10:00:00Z"}}"#,
    #"{"type":"activity.completed","lead":"L2","time":"2026-03-03T12:00:00Z","activity":"prepare","by":{"role":"sales","name":"sue"}}"#,
    #"{"type":"activity.reassigned","lead":"a, \"b\"","time":"2026-03-03T13:00:00Z","activity":"prepare","target":"tom"}"#,
    #"{"type":"activity.completed","lead":"nobody","time":"2026-03-03T13:30:00Z","activity":"call"}"#,
    #"{"type":"lead.updated","lead":"L4","time":"2026-03-04T09:00:00Z","data":{"country":"FR"}}"#,
  ]

  let folder: TemporaryFolder
  var store: String { folder.path + "/s.db" }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.funnel.utf8, to: "welcome.funnel")
    try folder.write(Self.lines.map { $0 + "\n" }.joined().utf8, to: "feed.ndjson")
    let process = try CommandProcess(
      ["run", "welcome.funnel", "--leads", "feed.ndjson", "--store", "s.db", "-o", "journeys"], in: folder.path)
    #expect(process.status == 0, "\(process.errors)")
  }

  func ask(_ words: String...) throws -> CommandProcess { try CommandProcess(words + ["--store", store]) }

  func answer(_ words: String...) throws -> String {
    let process = try CommandProcess(words + ["--store", store])
    #expect(process.status == 0, "\(process.errors)")
    return process.output
  }

  /// Compares a text with the one that stands in the folder of goldens.
  static func expectGolden(_ text: String, _ name: String) throws {
    let path = Repository.root + "/Tests/FunnelCommandsTests/Views/\(name)"
    let expected = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    #expect(text == expected, "\(name) differs")
    if text != expected, ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  // MARK: list

  @Test("a row for each activity that is open or waits, with its person and its due time")
  func list() throws {
    let process = try ask("list")
    #expect(
      process.status == 0 && process.errors.contains("5 rows, 3 overdue, as of 2026-03-04 10:00 (Europe/Berlin)"),
      "\(process.errors)")
    try Self.expectGolden(process.output, "list.txt")
  }

  @Test("rows are chosen by status, stage, funnel and person")
  func filters() throws {
    func leads(_ words: String...) throws -> [String] {
      try answer(["list", "--format", "csv"] + words).split(separator: "\r\n").dropFirst().map {
        String($0.prefix { $0 != "," })
      }
    }
    func answer(_ words: [String]) throws -> String {
      let process = try CommandProcess(words + ["--store", store])
      #expect(process.status == 0, "\(process.errors)")
      return process.output
    }
    #expect(try leads("--status", "blocked") == ["L5"])
    #expect(try leads("--status", "converted") == ["L2"])
    #expect(try leads("--status", "declined") == ["L3"])
    #expect(try leads("--stage", "talk") == ["\"a", "\"a"])
    #expect(try leads("--assignee", "tom").count == 1)
    #expect(try leads("--assignee", "ann") == ["L4", "6"])
    #expect(try leads("--overdue", "--stage", "talk").count == 1)
    #expect(try leads("--funnel", "welcome") == ["\"a", "\"a", "L4", "L5", "6"])
    #expect(try leads("--overdue", "--until", "2026-06-01").isEmpty)
  }

  @Test("times are judged at the instant that is named, and the store stays as it is")
  func until() throws {
    let before = try CommandProcess("dump", store).output
    let late = try answer("list", "--status", "lost", "--until", "2026-04-05", "--format", "json")
    #expect(late.contains(#""reason":"went silent""#))
    #expect(try answer("list", "--until", "2026-04-05", "--format", "json").split(separator: "\n").count == 1)
    let early = try ask("list", "--until", "2026-03-02")
    #expect(early.status == 2 && early.errors.contains("\"--until\" names a time before"), "\(early.errors)")
    #expect(try CommandProcess("dump", store).output == before)
  }

  @Test("a CSV that other programs read, and JSON with its fields in order")
  func machines() throws {
    try Self.expectGolden(try answer("list", "--format", "csv"), "list.csv")
    try Self.expectGolden(try answer("list", "--format", "json"), "list.ndjson")
  }

  @Test("a mistyped name is told with the nearest one")
  func suggestions() throws {
    let stage = try ask("list", "--stage", "tlak")
    #expect(stage.status == 2 && stage.errors.contains("there is no stage \"tlak\"\n  help: did you mean \"talk\"?"))
    let status = try ask("list", "--status", "blocket")
    #expect(status.status == 2 && status.errors.contains("did you mean \"blocked\"?"), "\(status.errors)")
    let funnel = try ask("list", "--funnel", "xyz")
    #expect(
      funnel.errors.contains("the store has no funnel \"xyz\"\n  help: its funnels are \"welcome\""), "\(funnel.errors)"
    )
    let lead = try ask("show", "L22")
    #expect(lead.errors.contains("the store holds no lead \"L22\"\n  help: did you mean \"L2\"?"), "\(lead.errors)")
    let operand = try ask("list", "L2")
    #expect(operand.status == 2)
    #expect(operand.errors.contains("\"L2\" is one word too many for \"funnelc list\""), "\(operand.errors)")
    let missing = try CommandProcess("list", "--store", folder.path + "/no.db")
    #expect(missing.status == 2 && missing.errors.contains("there is no store"))
    #expect(try CommandProcess("list").errors.contains("needs \"--store DB\""))
  }

  // MARK: show

  @Test("all that is known of a lead, personal values masked", arguments: ["a, \"b\"", "L2", "L3", "L4", "L5"])
  func show(lead: String) throws {
    let name = lead.filter(\.isLetter) + lead.filter(\.isNumber)
    let text = try answer("show", lead)
    try Self.expectGolden(text, "show-\(name).txt")
    #expect(!text.contains("@example.com"))
    try Self.expectGolden(try answer("show", lead, "--json"), "show-\(name).json")
  }

  @Test("personal values are shown to whoever asks for them")
  func showPersonal() throws {
    #expect(try answer("show", "L2", "--show-personal").contains("bob@example.com"))
    #expect(try answer("show", "L2", "--json", "--show-personal").contains(#""email":"bob@example.com""#))
  }

  @Test("a lead known by its e-mail address is shown by a hash, and found by it")
  func personalIDs() throws {
    let funnel = Self.funnel.replacing("time from at", with: "lead from email  time from at")
    try folder.write(funnel.utf8, to: "mail.funnel")
    let process = try CommandProcess(
      ["run", "mail.funnel", "--leads", "feed.ndjson", "--store", "m.db", "-o", "/dev/null"], in: folder.path)
    #expect(process.status == 0, "\(process.errors)")
    let store = folder.path + "/m.db"
    let list = try CommandProcess("list", "--store", store, "--stage", "talk", "--format", "csv").output
    #expect(!list.contains("example.com"))
    let hash = try #require(list.split(separator: "\r\n").last?.prefix { $0 != "," })
    #expect(hash.hasPrefix("#") && hash.count == 17)
    let byHash = try CommandProcess("show", String(hash), "--store", store)
    #expect(byHash.status == 0 && byHash.output.contains(hash) && !byHash.output.contains("example.com"))
    #expect(try CommandProcess("show", "bob@example.com", "--store", store).output == byHash.output)
  }
}
