import FunnelDiagnostics
import FunnelProver
import FunnelSemantics
import FunnelSyntax

/// What rules about decisions share.
extension FunnelContext {
  /// The decisions with what is known of them; splits are none of these.
  var decisions: [(decision: ResolvedDecision, analysis: DecisionAnalysis)] {
    funnel.decisions.indices.filter { !funnel.decisions[$0].isSplit }
      .map { (funnel.decisions[$0], prover.decision(ID($0))) }
  }

  /// A lead as a note: the line of the feed, or a test that an author can paste, and how far it proves anything.
  ///
  /// - Parameters:
  ///   - decision: where the lead comes to.
  ///   - branch: the branch that the test expects it to take there.
  func notes(for witness: Witness, at decision: ResolvedDecision, expecting branch: Int) -> [String] {
    if let scenario = witness.scenario, witness.isCertain, !scenario.isLine {
      let label = decision.labels[decision.branches[branch].label]
      let test = ScenarioText(funnel).text(
        of: scenario, title: "a lead at \(decision.name)", expecting: (decision.name, label))
      return ["this test shows it: \(test)"]
    }
    let notes = notes(for: witness)
    let isShown = witness.isCertain || !witness.opaque.isEmpty
    return isShown ? notes : notes + ["that is possible as far as can be told: no run that shows it was found"]
  }

  /// A lead as a note: the line of the feed, what else must be so, and what was not looked into.
  func notes(for witness: Witness) -> [String] {
    let source = witness.source.map { ", from the source \"\(funnel.sources[$0].name)\"" } ?? ""
    let circumstances = witness.circumstances.filter {
      !$0.hasSuffix("was not begun") && !$0.hasSuffix("was not taken")
    }
    let besides = circumstances.isEmpty ? "" : ", where \(circumstances.joined(separator: " and "))"
    var notes = ["for example this lead: \(LeadLine(funnel).text(of: witness))\(source)\(besides)"]
    if !witness.opaque.isEmpty {
      let words = witness.opaque.map { "\"\(text(at: $0.span))\"" }.joined(separator: " and ")
      notes.append("that is possible as far as can be told: \(words) was not looked into")
    }
    return notes
  }

  /// What is written at a place.
  func text(at span: SourceSpan) -> String {
    guard let tree = files.first(where: { $0.file == span.file }) else { return "" }
    let range = max(0, Int(span.start))..<max(0, min(Int(span.end), tree.bytes.count))
    return String(decoding: tree.bytes[range], as: UTF8.self)
  }
}
