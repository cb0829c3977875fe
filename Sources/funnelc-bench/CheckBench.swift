import Glibc

/// How long `funnelc check` takes as decisions become more, and for a text that is written to take long.
struct CheckBench {
  private let command: String
  private let folder: String

  init(command: String, folder: String) {
    self.command = command
    self.folder = folder
  }

  /// Prints the curve; false where something did not run.
  func run() -> Bool {
    guard PhaseBench.run() else { return false }
    print("\nfunnel                          lines    seconds       busy  busy ms/decision")
    var isWell = true
    // With intake, converted and lost, a hundred stages.
    for decisions in [15, 30, 60, 120, 240] {
      let text = LargeFunnel.text(stages: 97, decisions: decisions)
      isWell = measure("\(decisions) decisions of 20 branches", text, decisions) && isWell
    }
    for people in [11, 22, 44] {
      isWell = measure("\(people) people on \(people - 1) seats", Self.seats(people), 1) && isWell
    }
    return isWell
  }

  private func measure(_ name: String, _ text: String, _ decisions: Int) -> Bool {
    let path = folder + "/large.funnel"
    guard let file = fopen(path, "w") else { return false }
    fputs(text, file)
    fclose(file)
    defer { unlink(path) }
    guard let taken = Measurement.median(of: 5, [command, "check", "--fail-level", "never", path]) else { return false }
    let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
    let cells = [
      String(lines), thousandths(taken.elapsed), thousandths(taken.busy),
      thousandths(taken.busy * 1000 / Double(decisions)),
    ]
    print(name + String(repeating: " ", count: max(0, 30 - name.count)), terminator: "")
    print(cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined())
    fflush(nil)
    return true
  }

  private func thousandths(_ value: Double) -> String {
    let whole = Int((value * 1000).rounded())
    let rest = String(whole % 1000)
    return "\(whole / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  /// So many people on one seat less, no two on one: whoever looks for a way in small steps looks very long.
  private static func seats(_ people: Int) -> String {
    let points = (1...people).map { "  seat\($0): integer in 1..\(people - 1)" }
    let pairs = (1...people).flatMap { a in (1..<a).map { "seat\($0) != seat\(a)" } }
    return
      (["funnel seats {", "data {"] + points + ["}", "start -> seated", "decision seated {"]
      + ["  when \(pairs.joined(separator: " and ")) -> converted", "  otherwise -> lost \"no seat\"", "}", "}"])
      .joined(separator: "\n") + "\n"
  }
}
