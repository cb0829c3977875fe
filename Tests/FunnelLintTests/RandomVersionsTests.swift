import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import FunnelRuntime
import Testing

/// What the prover says of two versions is held against running every lead there is through both.
@Suite("Random versions of a decision")
struct RandomVersionsTests {
  /// SplitMix64, so that a seed tells everything.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(sides))
    }

    mutating func pick(_ items: [String]) -> String { items[roll(items.count)] }
  }

  /// A version, of which parts can be exchanged.
  private struct Version {
    var size = "integer in 0..4"
    var kind = "choice { a, b, c }"
    var flag = "boolean"
    var formula = "flag"
    var conditions: [String] = []
    var targets: [String] = []
    var otherwise = ""

    var text: String {
      let branches = zip(conditions, targets).map { "    when \($0) -> \($1)" }.joined(separator: "\n")
      return """
        funnel welcome {
          feed leads { time from at }
          data { size: \(size)  kind: \(kind)  flag: \(flag) }
          let good = \(formula)
          start -> sort
          decision sort {
        \(branches)
        \(otherwise)
          }
          decision again { when good -> converted  otherwise -> lost "again" }
        }
        """
    }
  }

  private static func atom(_ dice: inout Dice, _ depth: Int = 0) -> String {
    switch dice.roll(depth > 1 ? 7 : 10) {
    case 0: "size >= \(dice.roll(5))"
    case 1: "size < \(dice.roll(5))"
    case 2: "good"
    case 3: "kind == \(dice.pick(["a", "b"]))"
    case 4: "kind in { a, b }"
    case 5: "size is missing"
    case 6: "kind is missing"
    case 7: "not (\(atom(&dice, depth + 1)))"
    case 8: "(\(atom(&dice, depth + 1)) and \(atom(&dice, depth + 1)))"
    default: "(\(atom(&dice, depth + 1)) or \(atom(&dice, depth + 1)))"
    }
  }

  private static let places = ["converted", #"lost "x""#, #"lost "y""#, "again"]

  private static func version(_ dice: inout Dice) -> Version {
    var version = Version()
    for _ in 0...dice.roll(3) {
      version.conditions.append(atom(&dice))
      version.targets.append(dice.pick(places))
    }
    if dice.roll(2) == 0 { version.otherwise = "    otherwise -> \(dice.pick(places))" }
    return version
  }

  /// A change that may, or may not, lead somebody elsewhere.
  private static func changed(_ version: Version, _ dice: inout Dice) -> Version {
    var version = version
    let place = dice.roll(version.conditions.count)
    switch dice.roll(10) {
    case 0: version.conditions[place] = atom(&dice)
    case 1: version.conditions[place] = "not (not (\(version.conditions[place])))"
    case 2: version.targets[place] = dice.pick(places)
    case 3:
      version.conditions.reverse()
      version.targets.reverse()
    case 4: version.size = dice.pick(["integer in 0..3", "integer in 0..4 default 2", "integer"])
    case 5: version.kind = dice.pick(["choice { c, b, a }", "choice { a, b }", "choice { a, b, d = \"c\" }"])
    case 6: version.flag = "boolean default \(dice.pick(["true", "false"]))"
    case 7:
      version.formula = dice.pick(["not (not flag)", "flag or size > 9", "flag and size is known", "flag == true"])
    case 8:
      version.conditions.append(atom(&dice))
      version.targets.append(dice.pick(places))
    default: version.otherwise = dice.roll(2) == 0 ? "" : "    otherwise -> \(dice.pick(places))"
    }
    return version
  }

  /// Every lead that a condition can tell from another one.
  private static let leads: [String] = {
    var lines: [String] = []
    for size in ["null", "-1", "0", "1", "2", "3", "4", "5", "10"] {
      for kind in ["null", "\"a\"", "\"b\"", "\"c\""] {
        for flag in ["null", "true", "false"] {
          lines.append(
            #"{"id":\#(lines.count),"at":"2026-03-01T09:00:00Z","size":\#(size),"kind":\#(kind),"flag":\#(flag)}"#)
        }
      }
    }
    return lines
  }()

  /// Where each lead goes.
  private static func destinations(_ text: String) throws -> [String] {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "case.funnel", bytes: Array(text.utf8)))
    let result = try Compiler(CompilerServices { _ in nil }).compile(file, in: sources)
    let workspace = LoadedWorkspace(try #require(result.workspace, "\(result.diagnostics.map(\.message))\n\(text)"))
    var run = FunnelRun(workspace, RunSettings { Array($0.prefix(32)) })
    var reader = FeedReader(LineSource(leads), for: workspace)
    var event = IncomingEvent()
    while case .event(let line, _) = try reader.next(into: &event) { _ = run.handle(event, line: line) }
    while run.finishNext() {}
    return try run.journeys.bytes.split(separator: UInt8(ascii: "\n")).map {
      let line = try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:]
      return "\(line["status"] ?? "") \(line["reason"] as? String ?? "")"
    }
  }

  @Test("a routing is said to be changed exactly where some lead goes elsewhere")
  func routing() throws {
    var dice = Dice(state: 20_261_121)
    var (changes, equal) = (0, 0)
    for number in 0..<150 {
      let old = Self.version(&dice)
      let new = Self.changed(old, &dice)
      let (before, after) = (try Self.destinations(old.text), try Self.destinations(new.text))
      #expect(before.count == Self.leads.count && after.count == before.count)
      let found = try VersionPairText(old.text, new.text).changes.map(\.finding).filter { $0.rule == .routingChanged }
      let isCertain = found.allSatisfy { $0.severity == .warning && $0.notes.count == 1 }
      #expect(isCertain, "pair \(number)")
      // "again" may lead elsewhere without anybody coming there.
      let isSorted = found.contains { !$0.message.contains("again") }
      let isRight = before == after ? !isSorted : !found.isEmpty
      #expect(isRight, "pair \(number)\n\(old.text)\n\(new.text)\n\(found.map(\.notes))")
      if before == after { equal += 1 } else { changes += 1 }
    }
    // Both are in play often enough.
    #expect(changes > 30 && equal > 30, "\(changes) \(equal)")
  }
}

/// Lines as a feed.
private final class LineSource: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ lines: [String]) { rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }
}
