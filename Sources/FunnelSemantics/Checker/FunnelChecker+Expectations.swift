import FunnelDiagnostics
import FunnelSyntax

/// What tests expect.
extension FunnelChecker {
  /// An expectation; nil where something in it is wrong.
  func expectation(_ syntax: ExpectationSyntax, _ declared: Declared) -> ResolvedTest.Expectation? {
    switch syntax {
    case .stage(let clause): return clause.stage.flatMap { stage($0) }
    case .end(let clause): return clause.end.flatMap { end($0) }
    case .outcome(let clause):
      guard let outcome = clause.outcome?.value else { return nil }
      return outcome == .converted ? .converted : .lost(reason: clause.reason?.value)
    case .activity(let clause):
      guard let id = clause.activity.flatMap({ activityName($0) }) else { return nil }
      if clause.isAbsent { return .noActivity(id) }
      let state = clause.state.flatMap { ResolvedTest.ActivityQuestion(rawValue: $0.value.rawValue) }
      return actor(clause.by).map { .activity(id, by: $0, state) }
    case .decision(let clause): return label(clause)
    case .score(let clause): return score(clause)
    case .data(let clause):
      guard let id = clause.point.flatMap({ point($0) }) else { return nil }
      return constant(clause.value, of: id, declared).map { .data(id, $0) }
    case .effect(let clause):
      guard let kind = clause.kind?.value else { return nil }
      guard let role = clause.role else {
        return .effect(kind, for: nil, text: clause.text?.value, isAbsent: clause.isAbsent)
      }
      return actor(role).map { .effect(kind, for: $0, text: clause.text?.value, isAbsent: clause.isAbsent) }
    }
  }

  private func stage(_ name: NameSyntax) -> ResolvedTest.Expectation? {
    if name.text == "incoming" { return .stage(nil) }
    if let entry = stages[name.text] { return .stage(entry.meaning) }
    let help =
      places[name.text] == nil ? nil : "\"\(name.text)\" is no stage: write \"expect end\" or \"expect decision\""
    reportUnknown("stage named", name.text, at: name.span, among: Array(stages.names), help: help)
    return nil
  }

  private func end(_ name: NameSyntax) -> ResolvedTest.Expectation? {
    if case .end(let id)? = places[name.text]?.meaning { return .end(id) }
    if name.text == "declined", places[name.text] == nil { return .declined }
    let ends = places.entries.compactMap { if case .end = $0.meaning { $0.name } else { nil } }
    let help =
      places[name.text] == nil ? nil : "\"\(name.text)\" is no end: write \"expect stage\" or \"expect decision\""
    reportUnknown("end named", name.text, at: name.span, among: ends + ["declined"], help: help)
    return nil
  }

  private func label(_ syntax: ExpectDecisionSyntax) -> ResolvedTest.Expectation? {
    guard let name = syntax.decision, let label = syntax.label else { return nil }
    guard case .decision(let id)? = values[name.text]?.meaning else {
      let decisions = values.entries.compactMap { if case .decision = $0.meaning { $0.name } else { nil } }
      reportUnknown("decision named", name.text, at: name.span, among: decisions)
      return nil
    }
    guard let entry = labels[id.index][label.text] else {
      reportUnknownValue(label.text, at: label.span, hint: .label(id))
      return nil
    }
    return .label(id, entry.meaning)
  }

  private func score(_ syntax: ExpectScoreSyntax) -> ResolvedTest.Expectation? {
    guard let name = syntax.score, let number = syntax.value, let value = wholeNumber(number) else { return nil }
    guard case .score(let id)? = values[name.text]?.meaning else {
      let scores = values.entries.compactMap { if case .score = $0.meaning { $0.name } else { nil } }
      reportUnknown("score named", name.text, at: name.span, among: scores)
      return nil
    }
    return .score(id, value)
  }
}
