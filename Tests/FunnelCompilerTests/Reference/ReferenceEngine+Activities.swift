import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// The activities of the current visit.
extension ReferenceEngine {
  /// Changes the activities of the current visit.
  mutating func change(_ body: (inout ReferenceActivity) -> Void) {
    for name in journey.visit?.activities ?? [] {
      guard var activity = journey.latest[name] else { continue }
      body(&activity)
      journey.latest[name] = activity
    }
  }

  /// Asks which activities take part, then opens those that wait for nothing; true where what one does led away.
  mutating func startActivities(of stage: ResolvedStage, at now: Int64) -> Bool {
    let expression = asked(inStageAt: now)
    let activities = stage.activities.map { funnel.activities[$0] }
    let takesPart = activities.map { expression.truth($0.condition) == .yes }
    for (activity, takesPart) in zip(activities, takesPart) {
      var state = ReferenceActivity(declaration: activity, status: takesPart ? "blocked" : "skipped")
      if takesPart { state.obstacle = "after" }
      state.visit = journey.history.count
      journey.latest[activity.name] = state
      journey.history[journey.history.count - 1].activities.append(activity.name)
    }
    for activity in activities where openInTurn(activity.name, at: now) { return true }
    return false
  }

  /// Opens an activity that waits for nothing any more, does what the runner itself does of it, and opens what that was in
  /// the way of; true where what was done led away.
  private mutating func openInTurn(_ name: ID<ResolvedActivityName>, at now: Int64) -> Bool {
    guard let activity = journey.latest[name], activity.obstacle == "after", activity.attempts == 0 else {
      return false
    }
    let isFree = activity.declaration.after.allSatisfy {
      journey.latest[funnel.activities[$0].name]?.isSettled ?? false
    }
    guard isFree else { return false }
    open(name, isNewAttempt: true, at: now)
    guard let actions = activity.declaration.actions else { return false }
    tally[.doneByItself] += 1
    if let target = run(actions, inStage: true, at: now) {
      leave("exit", at: now)
      go(to: target, at: now)
      return true
    }
    return complete(name, at: now)
  }

  /// Completes an activity and opens what waited for it; true where what was done then led away.
  mutating func complete(_ name: ID<ResolvedActivityName>, at now: Int64) -> Bool {
    close(name)
    journey.latest[name]?.status = "completed"
    journey.counts.done += 1
    note(.completed(name))
    let waiting = (journey.visit?.activities ?? []).filter {
      journey.latest[$0]?.declaration.after.contains { funnel.activities[$0].name == name } ?? false
    }
    for name in waiting where openInTurn(name, at: now) { return true }
    return false
  }

  /// Opens an activity: what is due counts from here.
  mutating func open(_ name: ID<ResolvedActivityName>, isNewAttempt: Bool, at now: Int64) {
    guard var activity = journey.latest[name] else { return }
    if isNewAttempt { activity.attempts += 1 }
    activity.status = "open"
    activity.obstacle = nil
    activity.due = nil
    if let due = activity.declaration.due {
      activity.due = start(.due(name), after: due.value, declaredAt: due.span.start, from: now)
    }
    journey.latest[name] = activity
    remind(name, 1, openedAt: now, from: now)
    emitOpening(of: activity, at: now)
  }

  /// Drops the timers of an activity, which is then not overdue any more.
  mutating func close(_ name: ID<ResolvedActivityName>) {
    journey.latest[name]?.isPastDue = false
    journey.timers.removeAll {
      switch $0.kind {
      case .limit: false
      case .due(let other), .retry(let other), .remind(let other, _, openedAt: _): other == name
      }
    }
  }

  /// One failure more: another attempt, now or later, or the end of it.
  mutating func fail(_ name: ID<ResolvedActivityName>, at now: Int64) {
    guard var activity = journey.latest[name] else { return }
    activity.failures += 1
    journey.counts.failed += 1
    guard let retry = activity.declaration.retry, activity.failures <= retry.times else {
      activity.status = "failed"
      journey.latest[name] = activity
      close(name)
      return note(.failed(name))
    }
    if let pause = retry.every {
      activity.status = "blocked"
      activity.obstacle = "retry"
      journey.latest[name] = activity
      close(name)
      start(.retry(name), after: pause, declaredAt: activity.declaration.span.start, from: now)
    } else {
      activity.status = "open"
      activity.attempts += 1
      journey.latest[name] = activity
      emitOpening(of: activity, at: now)
    }
  }
}
