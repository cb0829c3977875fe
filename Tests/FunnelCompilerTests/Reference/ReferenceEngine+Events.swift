import FunnelDiagnostics
import FunnelSemantics

/// What can happen to a journey: timers and events.
extension ReferenceEngine {
  /// Fires the timers due at or before an instant, each at its own time, the earliest first.
  mutating func fireTimers(until now: Int64) {
    while let next = journey.timers.indices.min(by: {
      (journey.timers[$0].due, journey.timers[$0].order) < (journey.timers[$1].due, journey.timers[$1].order)
    }), journey.timers[next].due <= now {
      let timer = journey.timers.remove(at: next)
      journey.moved = timer.due
      switch timer.kind {
      case .limit(let target):
        leave("limit", at: timer.due)
        go(to: target, at: timer.due)
      case .due(let name):
        journey.latest[name]?.isPastDue = true
        settle(at: timer.due)
      case .retry(let name):
        guard journey.latest[name]?.obstacle == "retry" else { continue }
        open(name, isNewAttempt: true, at: timer.due)
        settle(at: timer.due)
      }
    }
  }

  /// Handles what an event says, at an instant that no timer precedes.
  mutating func handle(_ event: ReferenceEvent, at now: Int64) {
    journey.moved = now
    guard journey.isOpen else {
      journey.counts.late += 1
      return
    }
    switch event.kind {
    case "lead.updated":
      write(event.points)
      settle(at: now)
    case "lead.withdrawn":
      guard let target = answer(to: .withdrawn, at: now) else {
        journey.counts.ignored += 1
        return
      }
      leave("withdrawn", at: now)
      go(to: target, at: now)
    case "lead.accepted" where journey.status == "held":
      leave("accepted", at: now)
      go(to: funnel.start.place, at: now)
    case "lead.declined" where journey.status == "held":
      leave("declined", at: now)
      decline(nil, at: now)
    case "journey.moved":
      guard let target = place(event.target) else {
        journey.counts.ignored += 1
        return
      }
      leave("moved", at: now)
      go(to: target, at: now)
    case "journey.cancelled":
      leave("cancelled", at: now)
      journey.stuck = nil
      journey.status = "cancelled"
      journey.ended = now
    case "activity.started", "activity.completed", "activity.failed", "activity.blocked", "activity.unblocked":
      handleActivity(event, at: now)
    default: journey.counts.ignored += 1
    }
  }

  private mutating func handleActivity(_ event: ReferenceEvent, at now: Int64) {
    let index = funnel.activityNames.firstIndex { Array($0.name.utf8) == event.activity }
    guard let name = index.map({ ID<ResolvedActivityName>($0) }), journey.visit?.activities.contains(name) == true,
      var activity = journey.latest[name],
      event.kind == "activity.unblocked" ? activity.obstacle == "event" : activity.isOpen
    else {
      journey.counts.ignored += 1
      return
    }
    switch event.kind {
    case "activity.started":
      guard activity.status == "open" else {
        journey.counts.ignored += 1
        return
      }
      activity.status = "in_progress"
    case "activity.completed":
      close(name)
      activity.status = "completed"
      journey.counts.done += 1
    case "activity.failed":
      activity.failures += 1
      journey.counts.failed += 1
      fail(&activity, at: now)
    case "activity.blocked":
      close(name)
      activity.status = "blocked"
      activity.obstacle = "event"
      activity.isPastDue = false
    default:
      open(name, isNewAttempt: false, at: now)
      return settle(at: now)
    }
    journey.latest[name] = activity
    if event.kind == "activity.completed" {
      let collected = Set(activity.declaration.collects.map(\.index))
      write(event.points.filter { collected.contains($0.key) })
      openWaiting(at: now)
    }
    if event.kind == "activity.failed", activity.status == "failed", let target = answer(to: .failed(name), at: now) {
      leave("failed", at: now)
      go(to: target, at: now)
    } else {
      settle(at: now)
    }
  }

  /// One failure more: another attempt, now or later, or the end of it.
  private mutating func fail(_ activity: inout ReferenceActivity, at now: Int64) {
    guard let retry = activity.declaration.retry, activity.failures <= retry.times else {
      close(activity.declaration.name)
      activity.status = "failed"
      return
    }
    activity.status = "open"
    if let pause = retry.every {
      close(activity.declaration.name)
      activity.isPastDue = false
      activity.status = "blocked"
      activity.obstacle = "retry"
      start(.retry(activity.declaration.name), after: pause, declaredAt: activity.declaration.span.start, from: now)
    } else {
      activity.attempts += 1
    }
  }

  /// Writes points; what is fixed and known stays.
  mutating func write(_ points: [Int: ReferenceValue?]) {
    for (slot, value) in points where !(funnel.points[slot].isFixed && journey.data[slot] != nil) {
      journey.data[slot] = value
    }
  }

  /// The place with a name.
  func place(_ name: [UInt8]?) -> ResolvedTarget.Place? {
    guard let name = name.map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
    if let index = funnel.stages.firstIndex(where: { $0.name == name }) { return .stage(ID(index)) }
    if let index = funnel.decisions.firstIndex(where: { $0.name == name }) { return .decision(ID(index)) }
    if let index = funnel.ends.firstIndex(where: { $0.name == name }) { return .end(ID(index)) }
    if name == "converted" { return .converted }
    return name == "lost" ? .lost(reason: nil) : nil
  }
}
