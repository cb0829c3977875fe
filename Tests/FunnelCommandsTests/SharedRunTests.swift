import Foundation
import Testing

@Suite("Fields chosen on the command line, and runs shared by threads")
struct SharedRunTests {
  static let funnel = """
    funnel sorting {
      version 1
      timezone "UTC"
      feed leads { time from at }
      data { size: integer in 0..  name: text  tags: set of text  rank: number }
      score weight { award 1 when size >= 10 }
      intake { duplicates unchecked }
      start -> by_size
      decision by_size { when size >= 50 -> large  when size >= 0 -> lost "too small" as small }
      stage large {
        activity greet by automatic
        activity call by manager { when rank >= 0.5 }
        then -> converted
      }
    }
    """

  let folder: TemporaryFolder
  let funnel: String

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(Self.funnel.utf8, to: "sorting.funnel")
  }

  /// Lines good and bad, of all lengths, more than one thread reads at once.
  private func leads(_ count: Int) throws -> String {
    var text = "\u{FEFF}\n  \n"
    for number in 1...count {
      let name = String(repeating: "é", count: number * 7919 % 300)
      switch number % 97 {
      case 3: text += "{\"id\":\(number),\"size\":\n"
      case 5: text += "{\"id\":\(number),\"at\":\"2026-11-02\",\"size\":\"many\"}\r\n"
      case 7: text += "{\"type\":\"clock\",\"lead\":\(number)}\n\n"
      default:
        text += """
          {"id":\(number),"at":\(1_790_000_000 + number),"size":\(number % 100),"name":"\(name)","rank":0.\(number % 10)}

          """
      }
    }
    text += "{\"id\":\"" + String(repeating: "x", count: 70_000) + "\"}\n"
    return try folder.write(text.dropLast().utf8, to: "leads.ndjson")
  }

  @Test(
    "the results are the same for any number of threads", arguments: [[], ["--until", "2027-01-01"], ["--strict"]])
  func jobs(options: [String]) throws {
    let leads = try leads(20_000)
    var results: [[String]] = []
    for jobs in ["1", "2", "5"] {
      let outputs = ["journeys", "journal", "effects", "rejects"].map { "\(folder.path)/\($0)-\(jobs)" }
      let process = try CommandProcess(
        [
          "run", funnel, "--leads", leads, "-o", outputs[0], "--journal", outputs[1], "--effects", outputs[2],
          "--rejects", outputs[3], "--jobs", jobs, "--max-line-bytes", "60000", "--json-summary",
        ] + options)
      results.append([process.errors] + (try outputs.map { try String(contentsOfFile: $0, encoding: .utf8) }))
    }
    #expect(results[0].allSatisfy { $0.utf8.count > 100 })
    let (first, second, fifth) = (results[0], results[1], results[2])
    let areSame = (second: second == first, fifth: fifth == first)
    #expect(areSame.second, "two threads give something else than one")
    #expect(areSame.fifth, "five threads give something else than one")
  }

  @Test("values that do not fit are counted, and the first of them shown", arguments: ["1", "2"])
  func misfits(jobs: String) throws {
    let text = (1...4_000).map { number in
      let size = number % 1_500 == 7 ? "\"many\"" : number % 1_500 == 9 ? "-\(number)" : "50"
      let name = String(repeating: "x", count: 200)
      return #"{"id":\#(number),"at":"2026-11-02T09:00:00Z","size":\#(size),"name":"\#(name)"}"#
    }
    let leads = try folder.write(text.joined(separator: "\n").utf8, to: "leads.ndjson")
    let more = try folder.write((text[6] + "\n").utf8, to: "more.ndjson")
    let process = try CommandProcess(
      ["run", funnel, "--leads", more, "--events", leads, "-o", "\(folder.path)/out", "--jobs", jobs])
    let shown = process.errors.split(separator: "\n").drop { !$0.hasPrefix("values that do not fit") }.prefix(7)
    #expect(
      shown == [
        "values that do not fit      7  they count as missing",
        "  \(more) line 1: size: \"many\" is not a whole number from 0",
        "  \(leads) line 7: size: \"many\" is not a whole number from 0",
        "  \(leads) line 9: size: -9 is not a whole number from 0",
        "  \(leads) line 1507: size: \"many\" is not a whole number from 0",
        "  \(leads) line 1509: size: -1509 is not a whole number from 0",
        "  and 2 more",
      ])
  }

  private func line(_ fields: String) throws -> CommandProcess {
    let lead = #"{"id":7,"at":"2026-11-02T09:00:00Z","size":60,"name":"Ada","rank":0.1}"#
    return try CommandProcess(["run", funnel, "--leads", "-", "--fields", fields], input: Array(lead.utf8))
  }

  @Test(
    "a line holds what is asked for, in that order and under those names",
    arguments: [
      (
        "id=lead,path,stage,activities=activities.name",
        #"{"id":7,"path":["by_size.large"],"stage":"large","activities":["greet"]}"#
      ),
      ("place, end|none", #"{"place":"large","end":"none"}"#),
      ("data.name,shown=scores.weight,n=counts.done", #"{"name":"Ada","shown":1,"n":0}"#),
      ("history.stage+entered+left", #"{"history":[["large","2026-11-02T09:00:00Z",null]]}"#),
    ])
  func fields(fields: String, line: String) throws {
    let process = try self.line(fields)
    #expect(process.status == 0)
    #expect(process.output == line + "\n")
  }

  @Test(
    "what is no field is told, with what may be meant",
    arguments: [
      ("led", "did you mean \"lead\"?"), ("activities.nam", "did you mean \"name\"?"),
      ("data.nam", "did you mean \"name\"?"), ("lead.name", "\"lead\" has no parts"),
      ("lead,lead", "two fields are called \"lead\""), ("lead,,path", "a field is missing"),
      ("=lead", "gives a field no name"),
    ])
  func misspelt(fields: String, advice: String) throws {
    let process = try line(fields)
    #expect(process.status == 2)
    #expect(process.errors.contains(advice), "\(process.errors)")
    #expect(process.output.isEmpty)
  }
}
