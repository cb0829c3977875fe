import FunnelDiagnostics
import FunnelSyntax

/// Where journeys go: targets, exits and answers to events.
extension FunnelChecker {
  /// The place behind an arrow.
  func target(_ syntax: TargetSyntax?) -> ResolvedTarget? {
    guard let syntax else { return nil }
    guard let name = syntax.name else {
      return syntax.outcome.map { outcome in
        ResolvedTarget(
          place: outcome.value == .converted ? .converted : .lost(reason: syntax.reason?.value), span: syntax.span)
      }
    }
    if let place = places.meaning(of: name) { return ResolvedTarget(place: place, span: syntax.span) }
    reportUnknown(
      "stage, decision, split or end named", name.text, at: name.span,
      among: Array(places.names) + ["converted", "lost"],
      help: activityNames[name.text] != nil ? "an activity starts with its stage: name the stage" : nil)
    return nil
  }

  /// `exit when C -> T`.
  func exit(_ syntax: ExitSyntax) -> ResolvedExit? {
    let condition = watched(syntax.condition?.condition)
    guard let target = target(syntax.target), let condition else { return nil }
    return ResolvedExit(condition: condition, target: target, words: words(of: syntax.node), span: syntax.span)
  }
}
