import Foundation
import Testing

/// A line that came before counts once, however often and in whatever order copies of it come, in one run or in later ones.
@Suite("Repeated lines in a store")
struct RepeatedLinesTests {
  /// The lines of the other tests, each with an id of its own, registrations as well.
  private static let lines: [String] = DurableRunTests.lines.enumerated().compactMap { number, line in
    guard line.hasPrefix("{") else { return nil }
    guard let lead = line.firstMatch(of: /^\{"id":"(L\d+)","at":"([^"]+)",(.*)\}$/) else {
      return line.replacing(/"id":"e\d+"/, with: "\"id\":\"e\(number)\"")
    }
    return
      #"{"type":"lead.registered","lead":"\#(lead.output.1)","id":"r\#(number)","time":"\#(lead.output.2)","data":{\#(lead.output.3)}}"#
  }.filter { !$0.contains("nobody") }

  private let durable: DurableRunTests

  init() throws { durable = try DurableRunTests() }

  /// What came of the journeys, without how many repeats were counted.
  private func outcome() throws -> [String] {
    #expect(try CommandProcess("verify", durable.folder.path + "/s.db").status == 0)
    return try ["journeys", "journal", "effects", "rejects"].map {
      try durable.content($0).replacing(/"duplicates":\d+/, with: "")
    }
  }

  @Test("later copies of lines, in any order and of whatever age, change nothing", arguments: 1...4)
  func copies(seed: UInt64) throws {
    try durable.write(Self.lines)
    #expect(try durable.run("--until", "2026-04-01").status == 0)
    let expected = try outcome()
    #expect(expected[0].split(separator: "\n").count == 12 && expected[3].isEmpty)
    try durable.removeStore()

    // Copies of what came already stand between the lines, and the run ends and begins again in between.
    var state = seed
    func below(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    var fed: [String] = []
    for (number, line) in Self.lines.enumerated() {
      fed.append(line)
      while below(3) == 0 { fed.append(Self.lines[below(number + 1)]) }
    }
    for piece in [fed.count / 3, fed.count * 2 / 3, fed.count] {
      try durable.write(fed.prefix(piece))
      #expect(try durable.run("--batch", "5").status == 0)
    }
    // The same from another feed, backwards: but behind the lines' own times, so before the clock goes on.
    try durable.write(Self.lines.reversed(), to: "copies.ndjson")
    let copies = try durable.run("--until", "2026-04-01", feed: "copies.ndjson")
    #expect(copies.status == 0 && durable.linesRead(copies) == Self.lines.count, "\(copies.errors)")
    #expect(try outcome() == expected, "seed \(seed)")
    #expect(try durable.content("journeys").contains(/"duplicates":[1-9]/))
  }
}
