import FunnelDiagnostics
import FunnelSyntax

/// Where journeys go: targets, exits and answers to events.
extension FunnelChecker {
  /// The place behind an arrow.
  func target(_ syntax: TargetSyntax?) -> ResolvedTarget? {
    guard let syntax else { return nil }
    if let outcome = syntax.outcome?.value {
      return ResolvedTarget(
        place: outcome == .converted ? .converted : .lost(reason: syntax.reason?.value), span: syntax.span)
    }
    guard let name = syntax.name else { return nil }
    if let entry = places[name.text] { return ResolvedTarget(place: entry.meaning, span: syntax.span) }
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
    return ResolvedExit(condition: condition, target: target, span: syntax.span)
  }

  /// `on failed [A] [when C] -> T`, `on withdrawn -> T`; `stage` holds the activities of the clause's stage.
  func handler(_ syntax: OnSyntax, in stage: NameTable<ID<ResolvedActivity>>?) -> ResolvedHandler? {
    guard let event = syntax.event else { return nil }
    guard event.value == .failed || event.value == .withdrawn else {
      report.add(.notSupportedYet("\"on \(event.value.rawValue)\"", at: syntax.keywordSpan.union(event.span)))
      return nil
    }
    guard syntax.target != nil || syntax.actions.isEmpty else {
      report.add(
        .notSupportedYet("an action", at: syntax.actions[0].keywordSpan, help: "lead somewhere with \"-> NAME\""))
      return nil
    }
    let resolved: ResolvedHandler.Event?
    if event.value == .withdrawn {
      resolved = .withdrawn
    } else {
      resolved = syntax.subject.map { failure($0, in: stage) } ?? .failed(nil)
    }
    let condition = syntax.condition.map { self.condition($0.condition) }
    guard let target = target(syntax.target), let resolved, condition != .some(nil) else { return nil }
    return ResolvedHandler(event: resolved, condition: condition ?? nil, target: target, span: syntax.span)
  }

  private func failure(_ subject: NameSyntax, in stage: NameTable<ID<ResolvedActivity>>?) -> ResolvedHandler.Event? {
    if let stage, stage[subject.text] == nil {
      reportForeignActivity(subject, among: stage)
      return nil
    }
    return activityName(subject).map { .failed($0) }
  }
}
