import FunnelSemantics

/// What a line must be so that it can be used; one that is not changes nothing.
extension ReferenceRun {
  func isPlausible(_ time: Int64?) -> Bool {
    guard let time else { return true }
    return time >= 0 && time < 4_102_444_800_000_000  // 2100
  }

  /// Whether the funnel that an event names is one of those that run.
  func isMeant(_ event: ReferenceEvent) -> Bool { event.funnel == nil || named(event) != nil }

  /// Whether an event says who did it, where it must.
  func isSigned(_ event: ReferenceEvent) -> Bool {
    event.role != nil || event.actor != nil || !(funnels[0].actorsRequired || sessions != nil)
      || ["lead.registered", "clock"].contains(event.kind)
  }

  private func named(_ event: ReferenceEvent) -> Int? { funnels.firstIndex { Array($0.name.utf8) == event.funnel } }

  /// The funnel in which a registration begins a journey: the one it names, else that of its source, else the first where
  /// none has sources.
  func destination(of event: ReferenceEvent) -> Int? {
    func knows(_ funnel: ResolvedFunnel) -> Bool {
      funnel.sources.contains { Array($0.reference.utf8) == event.source }
    }
    if event.funnel != nil {
      return named(event).flatMap { funnels[$0].sources.isEmpty || knows(funnels[$0]) ? $0 : nil }
    }
    return funnels.allSatisfy(\.sources.isEmpty) ? 0 : funnels.firstIndex(where: knows)
  }

  /// Whether an event can be for a journey.
  mutating func isFor(_ event: ReferenceEvent, _ index: Int) -> Bool {
    let journey = journeys[index]
    if event.funnel != nil, named(event) != journey.funnel { return false }
    if let session = event.session, !isNamed(session.journey, index) { return false }
    return isAboutSomething(event, funnels[journey.funnel]) && mayAct(event, on: journey)
  }

  private func isAboutSomething(_ event: ReferenceEvent, _ funnel: ResolvedFunnel) -> Bool {
    switch event.kind {
    case "lead.registered", "lead.updated", "lead.withdrawn", "lead.accepted", "lead.declined", "journey.cancelled",
      "clock":
      true
    case "journey.moved":
      event.target.map { target in
        funnel.stages.contains { Array($0.name.utf8) == target }
          || funnel.ends.contains { Array($0.name.utf8) == target }
          || funnel.decisions.contains { Array($0.name.utf8) == target } || target == Array("converted".utf8)
          || target == Array("lost".utf8)
      } ?? false
    case "activity.started", "activity.completed", "activity.failed", "activity.blocked", "activity.unblocked":
      name(in: event, funnel) != nil
    case "activity.reassigned": name(in: event, funnel) != nil && event.target != nil
    default: false
    }
  }

  private func name(in event: ReferenceEvent, _ funnel: ResolvedFunnel) -> ID<ResolvedActivityName>? {
    funnel.activityNames.firstIndex { Array($0.name.utf8) == event.activity }.map { ID($0) }
  }

  /// Whether who did it may do it; what names nobody comes from one of the operator's own systems.
  private mutating func mayAct(_ event: ReferenceEvent, on journey: ReferenceJourney) -> Bool {
    let funnel = funnels[journey.funnel]
    if didTheOther(event, journey) {
      tally[.sameDoer] += 1
      return false
    }
    if event.role == nil && event.actor == nil { return true }
    let role = event.role.map { String(decoding: $0, as: UTF8.self) }
    let declared = funnel.roles.first { $0.name == role }
    if let role, declared == nil, !["lead", "administrator", "manager", "automatic", "owner"].contains(role) {
      return false
    }
    if ["administrator", "manager"].contains(declared?.kind.rawValue ?? role) { return true }
    if role == "lead", event.session == nil, let actor = event.actor, actor != event.lead.word { return false }
    let isOwner = role == "owner" || (event.actor != nil && event.actor == journey.owner)
    if event.kind.hasPrefix("journey.") || ["lead.accepted", "lead.declined"].contains(event.kind) { return isOwner }
    guard event.kind.hasPrefix("activity."), let name = name(in: event, funnel) else { return true }
    return isTheirs(name, event, journey)
  }

  /// Whether an activity is for who acts: by its role, or because it was given to them.
  private func isTheirs(
    _ name: ID<ResolvedActivityName>, _ event: ReferenceEvent, _ journey: ReferenceJourney
  ) -> Bool {
    let funnel = funnels[journey.funnel]
    let role = event.role.map { String(decoding: $0, as: UTF8.self) }
    if let actor = event.actor, journey.latest[name]?.assignee == actor { return true }
    guard let activity = funnel.activityNames[name].activities.first else { return false }
    switch funnel.activities[activity].actor {
    case .lead: return role == "lead"
    case .administrator: return role == "administrator"
    case .manager: return role == "manager"
    case .owner: return role == "owner" || (event.actor != nil && event.actor == journey.owner)
    case .automatic: return role == "automatic"
    case .role(let id): return funnel.roles[id].name == role
    }
  }

  /// Whether anything is open that is for who acts.
  func hasOpenActivity(for event: ReferenceEvent, _ journey: ReferenceJourney) -> Bool {
    journey.latest.contains { $0.value.isOpen && isTheirs($0.key, event, journey) }
  }

  /// Whether the person did an activity, which is why another one is not for them.
  private func didTheOther(_ event: ReferenceEvent, _ journey: ReferenceJourney) -> Bool {
    let person =
      switch event.kind {
      case "activity.started", "activity.completed", "activity.failed": event.actor
      case "activity.reassigned": event.target
      default: [UInt8]?.none
      }
    guard let person, let name = name(in: event, funnels[journey.funnel]),
      let other = journey.latest[name]?.declaration.otherThan
    else { return false }
    return journey.latest[other]?.doer == person
  }
}
