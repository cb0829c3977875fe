import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// What events do to a journey.
extension ReferenceEngine {
  /// Handles what an event says, at an instant that no timer precedes; false where it has no effect.
  @discardableResult
  mutating func handle(_ event: ReferenceEvent, at now: Int64) -> Bool {
    journey.moved = now
    if event.kind == "clock" { return journey.isOpen }
    guard journey.isOpen else {
      journey.counts.late += 1
      return false
    }
    guard apply(event, at: now) else {
      journey.counts.ignored += 1
      // The event is the lead's last one now, and something may be counted from that.
      look(at: now)
      return false
    }
    return true
  }

  /// The lead did something that is not for this journey: it is the lead's last event all the same.
  mutating func overhear(at now: Int64) {
    journey.moved = now
    journey.lastEvent = now
    look(at: now)
  }

  /// Does what an event says; false where it has no effect on the journey as it is.
  private mutating func apply(_ event: ReferenceEvent, at now: Int64) -> Bool {
    switch event.kind {
    case "lead.updated", "lead.registered":
      if event.kind == "lead.registered", funnel.intake.duplicates != .update { return false }
      if let owner = event.owner { journey.owner = owner }
      write(event.points(for: journey.funnel))
      if event.kind == "lead.registered" { lookUp(at: now) }
      noteChanges(at: now)
      goOn(at: now)
    case "lead.withdrawn":
      guard answersWithdrawal(at: now) else { return false }
      if let target = answer(Happening(.withdrawn, visit: journey.isInStage ? journey.history.count : 0), at: now) {
        leave("withdrawn", at: now)
        go(to: target, at: now)
      } else {
        goOn(at: now)
      }
    case "lead.accepted":
      guard journey.status == "held" else { return false }
      tally[.accepted] += 1
      leave("accepted", at: now)
      go(to: funnel.start.place, at: now)
    case "lead.declined":
      guard journey.status == "held" else { return false }
      decline(nil, at: now)
    case "journey.moved":
      guard let target = place(event.target) else { return false }
      tally[.moved] += 1
      leave("moved", at: now)
      go(to: target, at: now)
    case "journey.cancelled": cancel(at: now)
    default: return applyToActivity(event, at: now)
    }
    return true
  }

  mutating func cancel(at now: Int64) {
    journey.moved = now
    leave("cancelled", at: now)
    journey.stuck = nil
    journey.status = "cancelled"
    journey.ended = now
  }

  private mutating func applyToActivity(_ event: ReferenceEvent, at now: Int64) -> Bool {
    let index = funnel.activityNames.firstIndex { Array($0.name.utf8) == event.activity }
    guard let name = index.map({ ID<ResolvedActivityName>($0) }), journey.visit?.activities.contains(name) == true,
      let activity = journey.latest[name]
    else { return false }
    switch event.kind {
    case "activity.started" where activity.status == "open": journey.latest[name]?.status = "in_progress"
    case "activity.completed" where activity.isOpen:
      let collected = Set(activity.declaration.collects.map(\.index))
      write(event.points(for: journey.funnel).filter { collected.contains($0.key) })
      journey.latest[name]?.doer = event.actor
      noteChanges(at: now)
      if complete(name, at: now) { return true }
    case "activity.failed" where activity.isOpen: fail(name, at: now)
    case "activity.blocked" where activity.isOpen:
      close(name)
      journey.latest[name]?.status = "blocked"
      journey.latest[name]?.obstacle = "event"
    case "activity.unblocked" where activity.status == "blocked" && activity.obstacle == "event":
      open(name, isNewAttempt: false, at: now)
    case "activity.reassigned" where activity.isOpen || activity.status == "blocked":
      tally[.reassigned] += 1
      journey.latest[name]?.assignee = event.target
    default: return false
    }
    goOn(at: now)
    return true
  }

  /// Looks the lead up in each table that can fill something, by a key that is known.
  mutating func lookUp(at now: Int64) {
    for (enrichment, table) in zip(funnel.enrichments, tables) {
      let isComplete = enrichment.fields.allSatisfy { journey.data[$0.point.index] != nil }
      let expression = asked(inFunnelAt: now)
      guard !isComplete, let key = expression.value(enrichment.key),
        let row = table.row(expression.shown(key, enrichment.key.type))
      else { continue }
      tally[.lookedUp] += 1
      for field in enrichment.fields where journey.data[field.point.index] == nil {
        guard let cell = row[field.column.value] else { continue }
        let typing = ReferenceTyping(funnel: funnel, calendar: calendar)
        journey.data[field.point.index] = typing.fitting(cell, funnel.points[field.point])
      }
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
