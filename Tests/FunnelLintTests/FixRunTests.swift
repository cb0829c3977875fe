import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("Applying fixes")
struct FixRunTests {
  /// A meaning that is equal to another by its number.
  private struct Meaning: FixRun.Meaning {
    let number: Int
    func isProvedEqual(to other: any FixRun.Meaning) -> Bool { (other as? Meaning)?.number == number }
  }

  /// Checks a text in which each "a" is a finding whose fix makes it an "x", and each "b" is one without a fix.
  private func check(_ bytes: [UInt8], _ safety: Fix.Safety, to replacement: String, means: Int) -> FixRun.Checked {
    let file = FileID(0)
    let findings = bytes.enumerated().compactMap { index, byte -> Diagnostic? in
      let span = SourceSpan(file: file, start: Int32(index), end: Int32(index + 1))
      switch byte {
      case UInt8(ascii: "a"):
        return Diagnostic(
          .emptyStage, "a at \(bytes.count - index)", at: span,
          fixes: [Fix("replace a", safety, [Fix.Edit(span, replacement)])])
      case UInt8(ascii: "b"): return Diagnostic(.unusedFormula, "b", at: span)
      default: return nil
      }
    }
    return FixRun.Checked(bytes: bytes, file: file, findings: findings, meaning: Meaning(number: means))
  }

  private func run(
    _ text: String, _ safety: Fix.Safety, to replacement: String, allowsUnsafe: Bool = false,
    meaning: (String) -> Int = { _ in 0 }
  ) -> FixRun {
    FixRun(
      check(Array(text.utf8), safety, to: replacement, means: meaning(text)), allowsUnsafe: allowsUnsafe
    ) { bytes in
      check(bytes, safety, to: replacement, means: meaning(String(decoding: bytes, as: UTF8.self)))
    }
  }

  @Test("makes one after the other, also where they move each other")
  func several() {
    let run = run("a-a-a", .safe, to: "longer")
    #expect(String(decoding: run.checked.bytes, as: UTF8.self) == "longer-longer-longer")
    #expect(run.applied.count == 3 && run.refused.isEmpty)
  }

  @Test("refuses one after which a rule would find more")
  func newFinding() {
    let run = run("a", .safe, to: "b")
    #expect(String(decoding: run.checked.bytes, as: UTF8.self) == "a")
    #expect(run.applied.isEmpty && run.refused.count == 1)
    #expect(run.refused.first?.reason.contains("unused-formula") == true)
  }

  @Test("refuses one that is called safe and is not proved to be")
  func notProved() {
    let lengths: (String) -> Int = { $0.utf8.count }
    #expect(run("a", .safe, to: "xx", meaning: lengths).refused.count == 1)
    #expect(run("a", .safe, to: "x", meaning: lengths).applied.count == 1)
    #expect(run("a", .unsafe, to: "xx", allowsUnsafe: true, meaning: lengths).applied.count == 1)
    #expect(run("a", .safe, to: "xx", allowsUnsafe: true, meaning: lengths).applied.count == 1)
  }

  @Test("makes none that is unsafe where nobody allows it")
  func unsafe() {
    #expect(run("a", .unsafe, to: "x").applied.isEmpty)
    #expect(run("a", .unsafe, to: "x").refused.isEmpty)
  }

  @Test("refuses one that mends nothing, and comes to an end")
  func futile() {
    #expect(run("a", .safe, to: "a").refused.count == 1)
    #expect(run("a", .safe, to: "aa").applied.isEmpty)
  }
}
