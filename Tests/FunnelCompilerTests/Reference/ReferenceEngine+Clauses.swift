import FunnelDiagnostics
import FunnelSemantics

/// What is answered and what is watched.
extension ReferenceEngine {
  /// Something that clauses may answer.
  struct Happening {
    let event: ResolvedHandler.Event
    /// The number of the visit in which it happened, 0 outside of any.
    let visit: Int

    init(_ event: ResolvedHandler.Event, visit: Int) {
      self.event = event
      self.visit = visit
    }
  }

  /// What became of asking what is watched.
  enum Firing {
    case quiet, acted, left
  }

  mutating func note(_ event: ResolvedHandler.Event) {
    queue.append(Happening(event, visit: journey.isInStage ? journey.history.count : 0))
  }

  // MARK: Answers

  /// What the funnel's clauses look at for changes, each once: points, formulas, scores, decisions, as they are declared.
  var observables: [ResolvedHandler.Observed] {
    let handlers = funnel.handlers + funnel.stages.flatMap(\.handlers)
    func isObserved(_ candidate: ResolvedHandler.Observed) -> Bool {
      handlers.contains { $0.event == .changed(candidate) }
    }
    return funnel.points.indices.map { .point(ID($0)) }.filter(isObserved)
      + funnel.lets.indices.map { .formula(ID($0)) }.filter(isObserved)
      + funnel.scores.indices.map { .score(ID($0)) }.filter(isObserved)
      + funnel.decisions.indices.map { .decision(ID($0)) }.filter(isObserved)
  }

  func observed(at now: Int64) -> [ReferenceValue?] {
    let expression = asked(inFunnelAt: now)
    return observables.map { observable in
      switch observable {
      case .point(let id): journey.data[id.index]
      case .formula(let id): expression.value(ofLet: id)
      case .score(let id): .integer(expression.bounds(of: funnel.scores[id]).shown)
      case .decision(let id): journey.labels[id.index].map(ReferenceValue.member)
      }
    }
  }

  /// Notes what is another than when it was last looked at.
  mutating func noteChanges(at now: Int64) {
    let found = observed(at: now)
    for (index, observable) in observables.enumerated() where found[index] != journey.seen[index] {
      note(.changed(observable))
    }
    journey.seen = found
  }

  /// Answers what waits, and what comes of it; true where that led away.
  mutating func answerQueue(at now: Int64) -> Bool {
    noteChanges(at: now)
    while !queue.isEmpty {
      let next = queue.removeFirst()
      if let target = answer(next, at: now) {
        let how =
          switch next.event {
          case .failed: "failed"
          case .withdrawn: "withdrawn"
          default: "exit"
          }
        leave(how, at: now)
        go(to: target, at: now)
        return true
      }
      if journey.isEndless { return true }
      if queue.isEmpty { noteChanges(at: now) }
    }
    return false
  }

  /// Runs the clauses that answer something, those of the stage in which it happened, then the funnel's, up to the first
  /// that leads away.
  mutating func answer(_ happening: Happening, at now: Int64) -> ResolvedTarget.Place? {
    let isHere = journey.isInStage && happening.visit == journey.history.count
    let ofStage = isHere ? journey.visit.map { funnel.stages[$0.stage].handlers } ?? [] : []
    for (handlers, isInStage) in [(ofStage, true), (funnel.handlers, false)] {
      for handler in inOrder(handlers) where isAnswer(handler, to: happening.event, isInStage, at: now) {
        tally[.answered] += 1
        if let target = handler.target { return target.place }
        if let target = run(handler.actions, inStage: isInStage, at: now) { return target }
        guard takeStep(at: now) else { return nil }
      }
    }
    return nil
  }

  /// In the order of the text, but for answers to a failure, of which those that name the activity come first.
  private func inOrder(_ handlers: [ResolvedHandler]) -> [ResolvedHandler] {
    handlers.filter { $0.event != .failed(nil) } + handlers.filter { $0.event == .failed(nil) }
  }

  private func isAnswer(
    _ handler: ResolvedHandler, to event: ResolvedHandler.Event, _ isInStage: Bool, at now: Int64
  ) -> Bool {
    let isMeant =
      switch (handler.event, event) {
      case (.completed(nil), .completed), (.failed(nil), .failed), (.overdue(nil), .overdue): true
      default: handler.event == event
      }
    guard isMeant else { return false }
    let expression = isInStage ? asked(inStageAt: now) : asked(inFunnelAt: now)
    return expression.truth(handler.condition) == .yes
  }

  /// Whether anything answers that the lead withdraws.
  func answersWithdrawal(at now: Int64) -> Bool {
    let ofStage = journey.visit.map { funnel.stages[$0.stage].handlers } ?? []
    return ofStage.contains { isAnswer($0, to: .withdrawn, true, at: now) }
      || funnel.handlers.contains { isAnswer($0, to: .withdrawn, false, at: now) }
  }

  // MARK: What is watched

  /// Something that is watched.
  struct Watched {
    let clause: ReferenceClause
    let condition: TypedExpression
    /// Where an exit leads; nil for a `whenever`.
    let target: ResolvedTarget?
    let actions: [ResolvedAction]
  }

  /// What the stage at hand watches, or the funnel, in the order of the text.
  func watched(by stage: ID<ResolvedStage>?) -> [Watched] {
    let exits = stage.map { funnel.stages[$0].exits } ?? funnel.exits
    let watches = stage.map { funnel.stages[$0].watches } ?? funnel.watches
    let all =
      exits.map {
        Watched(
          clause: ReferenceClause(stage: stage, place: $0.span.start), condition: $0.condition, target: $0.target,
          actions: [])
      }
      + watches.map {
        Watched(
          clause: ReferenceClause(stage: stage, place: $0.span.start), condition: $0.condition, target: nil,
          actions: $0.actions)
      }
    return all.sorted { $0.clause.place < $1.clause.place }
  }

  /// Asks all that is watched, the stage's before the funnel's, and does the first that has become true since it was last
  /// asked. What can't be done now, because the stage has not begun, may still become true later.
  mutating func watch(exitsOnly: Bool, at now: Int64) -> Firing {
    var chosen: Watched?
    for watched in (journey.visit.map { watched(by: $0.stage) } ?? []) + watched(by: nil) {
      let isOfStage = watched.clause.stage != nil
      let expression = isOfStage ? asked(inStageAt: now) : asked(inFunnelAt: now)
      guard expression.truth(watched.condition) == .yes else {
        journey.held.remove(watched.clause)
        continue
      }
      let isExit = watched.target != nil
      let mayBeDone = isExit ? !(isOfStage && journey.isWaiting) : !exitsOnly
      if chosen == nil, mayBeDone, !journey.held.contains(watched.clause) { chosen = watched }
    }
    guard let chosen else { return .quiet }
    journey.held.insert(chosen.clause)
    var target = chosen.target?.place
    if target == nil {
      tally[.whenever] += 1
      target = run(chosen.actions, inStage: chosen.clause.stage != nil, at: now)
    } else {
      tally[.exit] += 1
    }
    guard let target else {
      _ = takeStep(at: now)
      return .acted
    }
    leave("exit", at: now)
    go(to: target, at: now)
    return .left
  }

  /// While the journey is held or blocked: does what is watched until nothing more becomes true. Nothing answers changes.
  mutating func watchUntilQuiet(at now: Int64) -> Firing {
    var result = Firing.quiet
    while !journey.isEndless {
      queue = []
      let firing = watch(exitsOnly: false, at: now)
      if firing == .left { return .left }
      guard firing == .acted else { break }
      result = .acted
    }
    queue = []
    return journey.isEndless ? .left : result
  }
}
