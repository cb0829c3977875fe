import FunnelDiagnostics
import FunnelSyntax

/// What is watched and answered.
extension FunnelChecker {
  /// `whenever C { ... }`.
  func watch(_ syntax: WheneverSyntax) -> ResolvedWatch? {
    let errors = report.errors
    let condition = watched(syntax.condition)
    let words = words(of: syntax.node)
    let actions = actions(syntax.actions, of: words)
    guard errors == report.errors, let condition else { return nil }
    return ResolvedWatch(condition: condition, actions: actions, words: words, span: syntax.span)
  }

  /// `on EVENT [A] [when C] -> T` or `{ ... }`; `stage` holds the activities of the clause's stage.
  func handler(_ syntax: OnSyntax, in stage: NameTable<ID<ResolvedActivity>>?) -> ResolvedHandler? {
    let errors = report.errors
    guard let event = syntax.event else { return nil }
    let resolved = self.event(event.value, syntax.subject, in: stage)
    let condition = syntax.condition.map { self.condition($0.condition) }
    let words = words(of: syntax.node)
    let target = syntax.target.map { self.target($0) }
    let actions = actions(syntax.actions, of: words)
    if event.value == .exit {
      let arrow = syntax.target?.span ?? actions.first { $0.isTransition }?.span
      if let arrow { report.add(.transitionOnExit(at: arrow, clause: syntax.keywordSpan.union(event.span))) }
    }
    guard errors == report.errors, let resolved, condition != .some(nil), target != .some(nil) else { return nil }
    return ResolvedHandler(
      event: resolved, condition: condition ?? nil, target: target ?? nil, actions: actions, words: words,
      span: syntax.span)
  }

  private func event(
    _ event: OnSyntax.Event, _ subject: NameSyntax?, in stage: NameTable<ID<ResolvedActivity>>?
  ) -> ResolvedHandler.Event? {
    switch event {
    case .enter: return .enter
    case .exit: return .exit
    case .withdrawn: return .withdrawn
    case .changed: return subject.flatMap { observed($0) }.map { .changed($0) }
    case .completed, .failed, .overdue:
      var activity: ID<ResolvedActivityName>?
      if let subject {
        activity = self.activity(subject, in: stage)
        guard activity != nil else { return nil }
      }
      return event == .completed ? .completed(activity) : event == .failed ? .failed(activity) : .overdue(activity)
    }
  }

  private func activity(
    _ subject: NameSyntax, in stage: NameTable<ID<ResolvedActivity>>?
  ) -> ID<ResolvedActivityName>? {
    if let stage, stage[subject.text] == nil {
      reportForeignActivity(subject, among: stage)
      return nil
    }
    return activityName(subject)
  }

  /// The value whose change is answered.
  private func observed(_ name: NameSyntax) -> ResolvedHandler.Observed? {
    guard let entry = values[name.text] else {
      reportUnknownValue(name.text, at: name.span, hint: nil)
      return nil
    }
    switch entry.meaning {
    case .point(let id): return .point(id)
    case .formula(let id): return .formula(id)
    case .score(let id): return .score(id)
    case .decision(let id): return .decision(id)
    }
  }

  /// The words of a clause without its actions, one blank between them.
  func words(of node: SyntaxNode) -> String {
    let actions = node.children.filter { ActionSyntax($0) != nil }.map(\.tokens)
    let tree = node.tree
    var words = ""
    for token in node.tokens where !tree.tokens[token].kind.isTrivia && !actions.contains(where: { $0.contains(token) })
    {
      if !words.isEmpty { words += " " }
      words += tree.text(ofToken: token)
    }
    return words.hasSuffix(" { }") ? String(words.dropLast(4)) : words
  }
}

extension ResolvedAction {
  /// Whether it leads away.
  var isTransition: Bool {
    if case .go = kind { true } else { false }
  }
}
