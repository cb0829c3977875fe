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

  /// A lead as a note: the line of the feed, what else must be so, and what was not looked into.
  func notes(for witness: Witness) -> [String] {
    let circumstances = witness.circumstances.filter {
      !$0.hasSuffix("was not begun") && !$0.hasSuffix("was not taken")
    }
    let besides = circumstances.isEmpty ? "" : ", where \(circumstances.joined(separator: " and "))"
    var notes = ["for example this lead: \(LeadLine(funnel).text(of: witness))\(besides)"]
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
