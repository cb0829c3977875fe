import Foundation
import Testing

/// The examples' own funnels and feeds, told by the reference: what stands beside them is right, not only repeatable.
@Suite("The examples and the reference")
struct ExamplesAgainstReferenceTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private func bytes(_ path: String) -> [UInt8] {
    FileManager.default.contents(atPath: "\(Self.root)/Examples/\(path)").map { [UInt8]($0) } ?? []
  }

  private func lines(_ path: String) -> [PlainJSON?] {
    bytes(path).split(separator: UInt8(ascii: "\n")).map { PlainJSON($0) }
  }

  private func expect(_ example: String, from items: [PlainJSON?], start: Int64? = nil) throws {
    let source = String(decoding: bytes("\(example)/\(example).funnel"), as: UTF8.self)
    var reference = ReferenceRun(try ProductRun(compiling: source).funnels, start: start)
    reference.run(items, until: nil)
    let expected = lines("\(example)/expected/journeys.ndjson").compactMap { $0 }
    #expect(!expected.isEmpty)
    #expect(expected.count == reference.lines.count)
    for (found, line) in zip(expected, reference.lines) {
      let differences = line.differences(from: found)
      #expect(differences.isEmpty, "\(found["lead"]?.text ?? ""): \(differences.joined(separator: "\n"))")
    }
    #expect(reference.rejects.count == lines("\(example)/expected/rejects.ndjson").count)
  }

  @Test("B2B onboarding")
  func onboarding() throws {
    try expect("b2b_onboarding", from: lines("b2b_onboarding/leads.ndjson") + lines("b2b_onboarding/events.ndjson"))
  }

  @Test("Kommo")
  func kommo() throws {
    guard case .array(let leads)? = PlainJSON(bytes("kommo/leads.json"))?["_embedded"]?["leads"] else {
      Issue.record("the page holds no leads")
      return
    }
    try expect("kommo", from: leads)
  }

  @Test("Kohomai")
  func kohomai() throws {
    // 2026-11-02T08:00:00Z
    try expect(
      "kohomai", from: lines("kohomai/leads.ndjson") + lines("kohomai/events.ndjson"), start: 1_793_606_400_000_000)
  }
}
