import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Branches that no test takes.
enum UntestedBranch: FunnelRule {
  static let page = RulePage(
    .untestedBranch,
    finds: "a branch that no test expects to be taken",
    why: """
      A test says what was meant. A branch without one can be changed without anybody noticing, and the next author does \
      not know which leads it was made for.
      """,
    avoid: """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted as large
        otherwise       -> lost "too small" as small
      }
      test "large ones are converted" {
        given { size: 50 }
        expect decision by_size took large
      }
      """,
    prefer: """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted as large
        otherwise       -> lost "too small" as small
      }
      test "size decides" {
        table {
          | size | expect                              |
          | 50   | expect decision by_size took large  |
          | 49   | expect decision by_size took small  |
        }
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    let expectations = funnel.tests.flatMap { test in
      test.steps.compactMap { if case .expect(let expectation) = $0.value { expectation } else { nil } }
        + test.rows.map(\.expectation.value)
    }
    if expectations.isEmpty {
      guard !funnel.decisions.isEmpty else { return [] }
      return [
        Diagnostic(
          .untestedBranch, "the funnel \"\(funnel.name)\" has no test", at: funnel.span,
          label: "nothing says what was meant",
          help: "add one: test \"...\" { given { ... } expect ... }")
      ]
    }
    return funnel.decisions.enumerated().flatMap { index, decision -> [Diagnostic] in
      guard !decision.isSplit else { return [] }
      return decision.branches.compactMap { branch in
        let isExpected = expectations.contains { expectation in
          switch expectation {
          case .label(let id, let label): id.index == index && label == branch.label
          case .stage(let stage): stage.map { branch.target.place == .stage($0) } ?? false
          case .end(let end): branch.target.place == .end(end)
          case .converted: branch.target.place == .converted
          case .lost(let reason): leadsToLost(branch.target, reason)
          default: false
          }
        }
        guard !isExpected else { return nil }
        return Diagnostic(
          .untestedBranch, "no test expects \"\(decision.name)\" to take \"\(decision.labels[branch.label])\"",
          at: branch.span, label: "never tried",
          help: "add a test with \"expect decision \(decision.name) took \(decision.labels[branch.label])\"")
      }
    }
  }

  private static func leadsToLost(_ target: ResolvedTarget, _ expected: String?) -> Bool {
    if case .lost(let reason) = target.place { expected == nil || expected == reason } else { false }
  }
}
