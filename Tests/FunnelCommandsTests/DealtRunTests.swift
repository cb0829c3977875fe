import Foundation
import Testing

/// Events are dealt to threads by lead, and what comes out is the same for any number of them.
@Suite("Leads dealt to threads")
struct DealtRunTests {
  static let funnel = """
    funnel sales {
      version 1
      timezone "Europe/Berlin"
      feed leads { time from at }
      data { size: integer in 0..  name: text }
      intake { duplicates RULE }
      start -> by_size
      decision by_size { when size >= 50 -> talk  otherwise -> talk as small }
      stage talk {
        activity call by manager { due 2 hours  retry 1 times }
        limit 3 days -> lost "silence"
        then -> sign
      }
      stage sign {
        activity contract by lead { remind every 1 day at most 2 times }
        on failed -> lost "no contract"
        then -> converted
      }
    }
    """

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Lines good and bad, plain and not, about leads that come back.
  private func events(_ count: Int) -> [String] {
    (1...count).map { number in
      let lead = number < 500 ? number : number * 7919 % 700
      let time = 1_790_000_000 + number * 97
      let data = #"{"size":\#(number % 100),"name":"\#(String(repeating: "é", count: number % 40))"}"#
      switch number % 23 {
      case 3: return #"{"type":"activity.completed","lead":"\#(lead)","time":\#(time),"activity":"call""#
      case 4: return #"{"type":"lead.updated","lead":"\#(lead)","time":\#(time),"data":{"size":"many"}}"#
      case 5: return #"{"type":"clock","lead":"\#(lead)","time":\#(time)}"#
      case 6: return #"{"id":"\#(lead)","at":\#(time),"size":7}"#
      case 7: return #" {"type":"activity.failed","activity":"contract","time":\#(time),"lead":"\#(lead)"}"#
      case 8: return #"{"type":"activity.completed","lead":"\u0031","time":\#(time),"activity":"call"}"#
      case 9, 10: return #"{"type":"activity.completed","lead":"\#(lead)","time":\#(time),"activity":"call"}"#
      case 11, 12: return #"{"type":"activity.completed","lead":"\#(lead)","time":\#(time),"activity":"contract"}"#
      default: return #"{"type":"lead.registered","lead":"\#(lead)","time":\#(time),"data":\#(data)}"#
      }
    }
  }

  private func outputs(_ arguments: [String], jobs: Int) throws -> [String] {
    let files = ["journeys", "journal", "effects", "rejects"].map { "\(folder.path)/\($0)-\(jobs)" }
    let process = try CommandProcess(
      ["run"] + arguments + [
        "-o", files[0], "--journal", files[1], "--effects", files[2], "--rejects", files[3], "--jobs", "\(jobs)",
        "--json-summary",
      ])
    #expect(process.status == 0, "\(process.errors)")
    return [process.errors] + (try files.map { try String(contentsOfFile: $0, encoding: .utf8) })
  }

  @Test("the results are the same for any number of threads", arguments: ["ignore", "update", "restart"])
  func jobs(rule: String) throws {
    let funnel = try folder.write(
      Self.funnel.replacingOccurrences(of: "RULE", with: rule).utf8, to: "sales.funnel")
    let events = events(12_000)
    let (first, last) = (events.prefix(9_000), events.suffix(3_000))
    let lines = try folder.write(("\u{FEFF}\n" + first.joined(separator: "\n")).utf8, to: "events.ndjson")
    // A document is read on one thread, and its events go to the same runs.
    let whole = last.filter { $0.hasSuffix("}") }.joined(separator: ",")
    let document = try folder.write("[\(whole)]".utf8, to: "events.json")
    let arguments = [funnel, "--leads", lines, "--events", document]
    let results = try [1, 2, 5].map { try outputs(arguments, jobs: $0) }
    #expect(results[0].allSatisfy { $0.utf8.count > 300 })
    for (result, jobs) in zip(results.dropFirst(), [2, 5]) {
      let areSame = zip(result, results[0]).map { $0 == $1 }
      #expect(areSame == [true, true, true, true, true], "\(jobs) threads give something else than one")
    }
  }

  @Test("the first misfits and rejects of the feeds are told whichever thread has met them")
  func examples() throws {
    let funnel = try folder.write(Self.funnel.replacingOccurrences(of: "RULE", with: "update").utf8, to: "sales.funnel")
    let lines = (1...3_000).map { number in
      number % 500 == 0
        ? #"{"type":"lead.registered","lead":"\#(number)","time":1790000000,"data":{"size":"\#(number)x"}}"#
        : number % 700 == 0
          ? "{}" : #"{"type":"lead.registered","lead":"\#(number)","time":1790000000,"data":{"size":1}}"#
    }
    let feed = try folder.write(lines.joined(separator: "\n").utf8, to: "leads.ndjson")
    let process = try CommandProcess("run", funnel, "--leads", feed, "--jobs", "4", "-o", "\(folder.path)/out")
    for line in [500, 1_000, 1_500, 2_000, 2_500, 700, 1_400, 2_100] {
      #expect(process.errors.contains("\(line)"), "line \(line): \(process.errors)")
    }
  }
}
