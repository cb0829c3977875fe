import Foundation
import Testing

/// A store that an earlier form of the command wrote opens in this one, and goes on.
@Suite("Formats of the store")
struct StoreFormatTests {
  /// `Tests/FunnelStoreTests/Formats/format1.db.gz`: killed within its second run, with a compaction behind it and images since.
  /// `format2.db.gz` likewise.
  @Test("a store of an earlier format is brought up to date in place, and ends as a new one would", arguments: 1...2)
  func upgrade(format: Int) throws {
    let durable = try DurableRunTests()
    let folder = durable.folder.path
    let feed =
      (0..<5).map { number in
        #"{"id":"L\#(number)","at":"2026-03-01T0\#(number):00:00Z","email":"p\#(number)@example.com","employees":\#(number * 60)}"#
      } + [
        "not json",
        #"{"type":"activity.completed","lead":"L2","id":"e1","time":"2026-03-02T00:00:00Z","activity":"call","data":{"slot":"2026-04-01"}}"#,
        #"{"type":"activity.completed","lead":"L0","id":"e2","time":"2026-03-02T01:00:00Z","activity":"form"}"#,
        #"{"type":"activity.completed","lead":"L2","id":"e3","time":"2026-03-03T01:00:00Z","activity":"prepare","by":{"role":"sales","name":"Kim"}}"#,
        #"{"id":"L9","at":"2026-03-03T02:00:00Z","email":"p9@example.com","employees":900}"#,
      ]
    try durable.write(feed)
    #expect(try durable.run().status == 0)
    let expected = try durable.results()
    try durable.removeStore()
    try Self.unpack("Tests/FunnelStoreTests/Formats/format\(format).db.gz", to: folder + "/s.db")

    let old = try CommandProcess("dump", folder + "/s.db")
    #expect(old.status == 2 && old.errors.contains("written by an earlier funnelc"), "\(old.errors)")
    let run = try durable.run()
    #expect(run.status == 0 && durable.linesRead(run) == 1, "\(run.errors)")
    #expect(try durable.results() == expected)
    let erasure = try CommandProcess("erase", "L2", "--store", folder + "/s.db")
    if format == 1 {
      // What came before was not encrypted, and erasing must not claim that it is gone.
      #expect(erasure.status == 2 && erasure.errors.contains("is not encrypted"), "\(erasure.errors)")
    } else {
      #expect(erasure.status == 0, "\(erasure.errors)")
    }
    #expect(try CommandProcess("erase", "L9", "--store", folder + "/s.db").status == 0)
    #expect(try CommandProcess("verify", folder + "/s.db").status == 0)
  }

  private static func unpack(_ name: String, to path: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", root.appending(path: name).path]
    try Data().write(to: URL(filePath: path))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: path))
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
