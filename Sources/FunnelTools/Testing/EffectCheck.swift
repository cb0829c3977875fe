import FunnelCompiler
import FunnelIR
import FunnelRuntime

/// Compares what was to be done outside with what a test expects.
struct EffectCheck {
  private typealias Kind = TestScenario.EffectExpectation.Kind

  /// Something to be done, as far as tests look at it.
  private struct Sent {
    let kind: Kind
    let role: Int?
    let text: String
    /// The text as people may see it.
    var shown: String
  }

  private let program: Program
  private let sent: [Sent]

  init(_ program: Program, _ records: [JournalRecord], told: [JournalRecord]) {
    self.program = program
    var sent = Self.sent(records, program)
    for (index, told) in zip(sent.indices, Self.sent(told, program)) { sent[index].shown = told.text }
    self.sent = sent
  }

  /// What is expected and what is the case instead; nil where the expectation holds.
  func mismatch(_ expected: TestScenario.EffectExpectation) -> String? {
    let alike = sent.filter { $0.kind == expected.kind && $0.role == expected.role }
    let found = alike.filter { expected.text == nil || $0.text == expected.text }
    guard found.isEmpty != expected.isAbsent else { return nil }
    let whose = expected.role.map {
      " \(expected.kind == .task ? "for" : "to") \(program.strings[program.roles[$0].name])"
    }
    let text = expected.text.map { " \(quoted($0))" } ?? ""
    let what = "\(expected.kind.rawValue)\(whose ?? "")\(text)"
    if expected.isAbsent { return "expected no \(what), and there \(list(found))" }
    return "expected \(expected.kind == .email ? "an" : "a") \(what), and there \(list(alike))"
  }

  /// What there was, in words: the last few.
  private func list(_ sent: [Sent]) -> String {
    let last = sent.suffix(3).map { quoted($0.shown) }.joined(separator: ", ")
    return switch sent.count {
    case 0: "was none"
    case 1: "was \(last)"
    case 2, 3: "were \(last)"
    default: "were \(sent.count), the last ones \(last)"
    }
  }

  private func quoted(_ text: String) -> String {
    "\"\(text.unicodeScalars.count > 100 ? String(text.unicodeScalars.prefix(100)) + "..." : text)\""
  }

  private static func sent(_ records: [JournalRecord], _ program: Program) -> [Sent] {
    records.compactMap { if case .effect(let effect) = $0.kind { sent(effect, program) } else { nil } }
  }

  private static func sent(_ effect: Effect, _ program: Program) -> Sent? {
    switch effect.kind {
    case .notify(let role, let text): Sent(kind: .notification, role: role, text: string(text), shown: "")
    case .task(let role, let text, _): Sent(kind: .task, role: role, text: string(text), shown: "")
    case .note(let text): Sent(kind: .note, role: nil, text: string(text), shown: "")
    case .email(let role, _, let subject, _): Sent(kind: .email, role: role, text: string(subject), shown: "")
    case .webhook(let url, _): Sent(kind: .webhook, role: nil, text: program.strings[url], shown: "")
    case .activity, .reminder: nil
    }
  }

  private static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
