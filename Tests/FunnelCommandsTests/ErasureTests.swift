import Foundation
import Testing

/// Erasing a lead: its personal values are in no file of the store any more, whoever looks and with whatever key, while what
/// was counted stays.
@Suite("Erasing a lead", .serialized)
struct ErasureTests {
  private static let funnel = """
    funnel welcome "Welcome" {
      version 1
      role sales: manager
      feed leads { time from at }
      data {
        email: email personal
        name:  text personal
        born:  date personal
        plan:  text
        size:  integer in 0..
      }
      intake { require email  duplicates by email update }
      start -> call
      stage call {
        activity ring by sales { due 2 days }
        on changed name { notify sales "{name} is the new name of {email}" }
        on enter { notify sales "call {name}, {email}" }
        limit 7 days -> lost "went silent"
        then -> converted
      }
    }
    """

  private static let lines = [
    #"{"id":"L1","at":"2026-03-01T08:00:00Z","email":"Grace.Hopper@navy.example","name":"Grace Höpper","born":"1906-12-09","plan":"pro","size":7}"#,
    #"{"id":"L2","at":"2026-03-01T09:00:00Z","email":"ada@babbage.example","name":"Ada \"Countess\" Lovelace","born":"1815-12-10","plan":"basic","size":3}"#,
    #"{"type":"lead.updated","lead":"L1","id":"e1","time":"2026-03-02T08:00:00Z","data":{"name":"Rear Admiral Hopper","size":8}}"#,
    #"{"type":"activity.completed","lead":"L2","id":"e2","time":"2026-03-02T09:00:00Z","activity":"ring","by":{"role":"sales","name":"Kim"}}"#,
    #"{"type":"lead.exploded","lead":"L1","time":"2026-03-02T10:00:00Z","data":{"name":"Rear Admiral Hopper"}}"#,
    #"{"type":"lead.updated","lead":"L77","data":{"note":"GRACE.HOPPER@NAVY.EXAMPLE wrote"}}"#,
    #"{"type":"lead.updated","lead":"L78","data":{"note":"Gr\u0061ce H\u00f6pper wrote"}}"#,
    #"{"type":"lead.updated","lead":"L11","data":{"note":"somebody else wrote"}}"#,
  ]

  /// What tells of the first lead's person, in whatever form it may stand anywhere.
  private static let traces = [
    "grace.hopper", "navy.example", "hopper", "höpper", "hpper", "1906-12-09", "rear admiral",
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.funnel.utf8, to: "welcome.funnel")
    try folder.write(Self.lines.map { $0 + "\n" }.joined().utf8, to: "feed.ndjson")
  }

  private func command(_ arguments: String...) throws -> CommandProcess {
    try CommandProcess(arguments, in: folder.path)
  }

  private func run(_ arguments: String..., feed: String = "feed.ndjson") throws -> CommandProcess {
    let process = try CommandProcess(
      [
        "run", "welcome.funnel", "--leads", feed, "--store", "s.db", "--journal", "journal", "--effects", "effects",
        "--rejects", "rejects", "-o", "journeys", "--json-summary",
      ] + arguments, in: folder.path)
    #expect(process.status == 0, "\(process.errors)")
    return process
  }

  /// All bytes of all files of the store.
  private func storeBytes() throws -> [UInt8] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("s.db") }.sorted()
      .flatMap { try Array(Data(contentsOf: URL(filePath: folder.path + "/" + $0))) }
  }

  private func found(_ traces: [String], in bytes: [UInt8]) -> [String] {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    // What is encoded in base64, as images are in a dump, is looked through as well.
    let decoded = text.isEmpty ? "" : base64Contents(of: String(decoding: bytes, as: UTF8.self)).lowercased()
    return traces.filter { text.contains($0) || decoded.contains($0) }
  }

  private func base64Contents(of text: String) -> String {
    text.matches(of: /"image":"([A-Za-z0-9+\/=]*)"/)
      .compactMap { Data(base64Encoded: String($0.output.1)) }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }

  private func content(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: folder.path + "/" + name)))
  }

  private func counts() throws -> [String] {
    let text = String(decoding: try content("journeys"), as: UTF8.self)
    return text.matches(of: /"status":"[a-z_]+"|"counts":\{[^}]*\}/).map { String($0.output) }
  }

  @Test("no personal value is in any file of the store, as it stands there or decrypted; counts and chains hold")
  func erasure() throws {
    _ = try run()
    let before = try counts()
    // While it is there, the values can be read with the keys, and without them no file holds any.
    #expect(found(Self.traces, in: try storeBytes()).isEmpty)
    let dump = Array(try command("dump", "s.db").output.utf8)
    #expect(found(Self.traces, in: dump).count >= 5)
    #expect(found(["rear admiral", "call grace", "hopper@navy"], in: try content("effects")).count == 3)

    let erased = try command("erase", "L1", "--store", "s.db")
    #expect(erased.status == 0, "\(erased.errors)")
    #expect(erased.output == "erased: 1 lead id, 1 journey without personal values, 3 refused lines\n")
    let verified = try command("verify", "s.db")
    #expect(verified.status == 0 && verified.output == "sound: 1 commit, 2 subjects, 2 journeys\n", "\(verified)")
    #expect(found(Self.traces, in: Array(try command("dump", "s.db").output.utf8)).isEmpty)
    #expect(found(Self.traces, in: try storeBytes()).isEmpty)
    // Outputs are made from the store, and so are without the lead from the next run on.
    _ = try run()
    for name in ["journeys", "journal", "effects", "rejects"] {
      #expect(found(Self.traces, in: try content(name)).isEmpty, "\(name)")
      #expect(!found(["ada", "l11"], in: try content(name)).isEmpty, "\(name)")
    }
    #expect(try counts() == before)
    #expect(String(decoding: try content("journeys"), as: UTF8.self).contains(#""plan":"pro""#))
  }

  @Test("the key itself is gone from every file, also with a log that was not written back")
  func keys() throws {
    _ = try run()
    let before = try keys(of: "s.db")
    try #require(before.count == 2)
    for key in before { #expect(holds(key, try storeBytes())) }
    _ = try command("erase", "L1", "--store", "s.db")
    let after = try keys(of: "s.db")
    try #require(after.count == 2)
    #expect(after[1] == before[1] && after[0] != before[0])
    #expect(!holds(before[0], try storeBytes()))
    #expect(holds(before[1], try storeBytes()))
  }

  private func keys(of store: String) throws -> [[UInt8]] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sqlite3", folder.path + "/" + store, "SELECT hex(key) FROM subject_keys ORDER BY subject"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return output.split(separator: "\n").map { line in
      let digits = line.compactMap(\.hexDigitValue)
      return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
  }

  private func holds(_ part: [UInt8], _ bytes: [UInt8]) -> Bool { Data(bytes).range(of: Data(part)) != nil }

  @Test("an erased lead is known by hashes: the same feed under another name changes nothing of what stands there")
  func repeats() throws {
    _ = try run()
    _ = try command("erase", "L1", "--store", "s.db")
    let before = try counts()
    // By its e-mail address alone, under another id.
    try folder.write(
      (#"{"id":"L9","at":"2026-03-01T08:00:00Z","email":"grace.HOPPER@Navy.example"}"# + "\n").utf8,
      to: "again.ndjson")
    let again = try run(feed: "again.ndjson")
    #expect(again.errors.contains(#""leads":3"#), "\(again.errors)")
    #expect(try counts().count == before.count)
    #expect(String(decoding: try content("journeys"), as: UTF8.self).contains(#""lead":"L1""#))
    // Erased once more, with what came since, under either of its ids.
    let erased = try command("erase", "L9", "--store", "s.db")
    #expect(erased.output.hasPrefix("erased: 2 lead ids, 1 journey"), "\(erased)")
    #expect(found(Self.traces, in: Array(try command("dump", "s.db").output.utf8)).isEmpty)
    #expect(try command("verify", "s.db").status == 0)
    #expect(try run().status == 0)
  }

  @Test("an id that is an e-mail address itself becomes a part of its hash, and still is known")
  func personalIDs() throws {
    try folder.write(
      Self.funnel.replacing("feed leads { time", with: "feed leads { lead from email  time").utf8, to: "welcome.funnel")
    try folder.write([0, 1, 5].map { Self.lines[$0] + "\n" }.joined().utf8, to: "feed.ndjson")
    _ = try run()
    #expect(found(["hopper"], in: try content("rejects")) == ["hopper"])
    let erased = try command("erase", "Grace.Hopper@navy.example", "--store", "s.db")
    #expect(erased.status == 0, "\(erased.errors)")
    _ = try run()
    let journeys = String(decoding: try content("journeys"), as: UTF8.self)
    #expect(journeys.contains(/"lead":"#[0-9a-f]{16}"/))
    for name in ["journeys", "journal", "effects", "rejects"] {
      #expect(found(Self.traces, in: try content(name)).isEmpty, "\(name)")
    }
    #expect(found(Self.traces, in: try storeBytes()).isEmpty)
    try folder.write(
      (#"{"type":"lead.withdrawn","lead":"Grace.Hopper@navy.example","time":"2026-03-03T08:00:00Z"}"# + "\n").utf8,
      to: "more.ndjson")
    let more = try run(feed: "more.ndjson")
    #expect(more.errors.contains(#""rejected":0"#) || !more.errors.contains("unknown-lead"), "\(more.errors)")
    #expect(try command("erase", "Grace.Hopper@navy.example", "--store", "s.db").status == 0)
  }

  @Test("a lead that nobody knows, a store that is not there, and one that is written are refused")
  func refusals() throws {
    _ = try run()
    let unknown = try command("erase", "L5", "--store", "s.db")
    #expect(unknown.status == 2 && unknown.errors.contains("the store knows no lead of this id"), "\(unknown.errors)")
    let missing = try command("erase", "L1", "--store", "none.db")
    #expect(missing.status == 2 && missing.errors.contains("there is no store \"none.db\""), "\(missing.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/none.db"))
    let plain = Self.funnel.replacing(" personal", with: "")
    try folder.write(plain.utf8, to: "welcome.funnel")
    let other = try command(
      "run", "welcome.funnel", "--leads", "feed.ndjson", "--store", "plain.db", "-o", "/dev/null")
    #expect(other.status == 0, "\(other.errors)")
    let open = try command("erase", "L1", "--store", "plain.db")
    #expect(open.status == 2 && open.errors.contains("is not encrypted"), "\(open.errors)")
  }
}
