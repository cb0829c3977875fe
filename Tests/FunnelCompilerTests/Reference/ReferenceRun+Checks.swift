import FunnelSemantics

/// What a line must be so that it can be used; one that is not changes nothing.
extension ReferenceRun {
  func isPlausible(_ time: Int64?) -> Bool {
    guard let time else { return true }
    return time >= 0 && time < 4_102_444_800_000_000  // 2100
  }

  func isMeant(_ event: ReferenceEvent) -> Bool { event.funnel.map { $0 == Array(funnel.name.utf8) } ?? true }

  func hasSource(_ event: ReferenceEvent) -> Bool {
    funnel.sources.isEmpty || funnel.sources.contains { Array($0.reference.utf8) == event.source }
  }

  func isAboutSomething(_ event: ReferenceEvent) -> Bool {
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
      name(in: event) != nil
    case "activity.reassigned": name(in: event) != nil && event.target != nil
    default: false
    }
  }

  private func name(in event: ReferenceEvent) -> ID<ResolvedActivityName>? {
    funnel.activityNames.firstIndex { Array($0.name.utf8) == event.activity }.map { ID($0) }
  }

  /// Whether who did it may do it; what names nobody comes from one of the operator's own systems.
  mutating func mayAct(_ event: ReferenceEvent, on journey: ReferenceJourney) -> Bool {
    if didTheOther(event, journey) {
      countSameDoer()
      return false
    }
    if event.role == nil && event.actor == nil {
      return !funnel.actorsRequired || ["lead.registered", "clock"].contains(event.kind)
    }
    let role = event.role.map { String(decoding: $0, as: UTF8.self) }
    let declared = funnel.roles.first { $0.name == role }
    if let role, declared == nil, !["lead", "administrator", "manager", "automatic", "owner"].contains(role) {
      return false
    }
    if ["administrator", "manager"].contains(declared?.kind.rawValue ?? role) { return true }
    if role == "lead", let actor = event.actor, actor != event.lead.word { return false }
    let isOwner = role == "owner" || (event.actor != nil && event.actor == journey.owner)
    if event.kind.hasPrefix("journey.") || ["lead.accepted", "lead.declined"].contains(event.kind) { return isOwner }
    guard event.kind.hasPrefix("activity."), let name = name(in: event),
      let activity = funnel.activityNames[name].activities.first
    else { return true }
    if let actor = event.actor, journey.latest[name]?.assignee == actor { return true }
    switch funnel.activities[activity].actor {
    case .lead: return role == "lead"
    case .administrator, .manager: return false
    case .owner: return isOwner
    case .automatic: return role == "automatic"
    case .role(let id): return funnel.roles[id].name == role
    }
  }

  /// Whether the person did an activity, which is why another one is not for them.
  private func didTheOther(_ event: ReferenceEvent, _ journey: ReferenceJourney) -> Bool {
    let person =
      switch event.kind {
      case "activity.started", "activity.completed", "activity.failed": event.actor
      case "activity.reassigned": event.target
      default: [UInt8]?.none
      }
    guard let person, let name = name(in: event), let other = journey.latest[name]?.declaration.otherThan else {
      return false
    }
    return journey.latest[other]?.doer == person
  }
}
