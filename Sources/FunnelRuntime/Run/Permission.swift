import FunnelIR

/// Who may act: whoever is named must hold the role that an event needs; whoever is not named is the operator's own system.
extension LoadedProgram {
  /// Why an event's actor may not do what it says; nil where it may.
  func refusal(of event: borrowing IncomingEvent, on journey: borrowing Journey) -> Refusal? {
    if let refusal = refusalOfSameDoer(event, journey) { return refusal }
    guard event.actor != nil || event.role != nil else { return nil }
    return event.bytes.withUnsafeBytes { bytes -> Refusal? in
      let actor = event.actor.map { bytes.part($0) }
      let role = event.role.map { bytes.part($0) }
      var base: Role.Base?
      if let role {
        base = self.base(of: role)
        guard base != nil else { return Refusal(.unknownRole, "\"\(text(role))\" is no role of this funnel") }
      }
      if base == .administrator || base == .manager { return nil }
      // A token proves that its bearer is the one to whom this very journey's link was given.
      if base == .lead, event.session == nil, let actor, !equalBytes(actor, bytes.part(event.lead)) {
        return Refusal(.notAllowed, "a lead acts on its own journey only, and who acts here is another one")
      }
      let isOwner = base == .owner || isResponsible(actor, for: journey)
      switch event.kind {
      case .leadRegistered, .leadUpdated, .leadWithdrawn, .clock: return nil
      case .leadAccepted, .leadDeclined, .journeyMoved, .journeyCancelled:
        return isOwner
          ? nil : Refusal(.notAllowed, "only a manager, an administrator or the owner may do \"\(event.kind.name)\"")
      case .activityStarted, .activityCompleted, .activityFailed, .activityBlocked, .activityUnblocked,
        .activityReassigned:
        guard let name = event.activity, let key = activityNames.index(of: bytes.part(name)) else { return nil }
        let needed = program.roles[activityRoles[key]]
        if isDone(key, by: actor, role, isOwner: isOwner, journey) { return nil }
        return Refusal(
          .notAllowed,
          "activity \"\(string(program.activityKeys[key]))\" is done by \(string(needed.name)), not by "
            + (role.map { text($0) } ?? "somebody without a role"))
      }
    }
  }

  /// Why the person who did one activity may not do, or be given, another one; that holds for managers too.
  private func refusalOfSameDoer(_ event: borrowing IncomingEvent, _ journey: borrowing Journey) -> Refusal? {
    let person: TextReference?
    switch event.kind {
    case .activityStarted, .activityCompleted, .activityFailed: person = event.actor
    case .activityReassigned: person = event.target
    default: return nil
    }
    return event.bytes.withUnsafeBytes { bytes in
      guard let person, let name = event.activity, let key = activityNames.index(of: bytes.part(name)),
        journey.activities[key].activity >= 0,
        let other = activities[Int(journey.activities[key].activity)].otherThan,
        let doer = journey.activities[other].doer,
        journey.bytes(doer).withUnsafeBytes({ equalBytes($0, bytes.part(person)) })
      else { return nil }
      return Refusal(
        .notAllowed,
        "activity \"\(string(program.activityKeys[key]))\" must be done by somebody else than "
          + "\"\(string(program.activityKeys[other]))\" was")
    }
  }

  /// Whether an activity is for this person: by its role, or because it was given to them.
  private func isDone(
    _ key: Int, by actor: UnsafeRawBufferPointer?, _ role: UnsafeRawBufferPointer?, isOwner: Bool,
    _ journey: borrowing Journey
  ) -> Bool {
    let needed = program.roles[activityRoles[key]]
    let isHeld = needed.base == .owner ? isOwner : role.map({ isNamed(needed, $0) }) ?? false
    return isHeld || isAssigned(actor, key, journey)
  }

  /// Whether anything is open that is for an event's actor.
  func hasOpenActivity(for event: borrowing IncomingEvent, on journey: borrowing Journey) -> Bool {
    event.bytes.withUnsafeBytes { bytes in
      let actor = event.actor.map { bytes.part($0) }
      let role = event.role.map { bytes.part($0) }
      let isOwner = role.flatMap { base(of: $0) } == .owner || isResponsible(actor, for: journey)
      return journey.activities.indices.contains {
        journey.activities[$0].isOpen && isDone($0, by: actor, role, isOwner: isOwner, journey)
      }
    }
  }

  /// Whether an activity was given to this person.
  private func isAssigned(_ actor: UnsafeRawBufferPointer?, _ key: Int, _ journey: borrowing Journey) -> Bool {
    guard let actor, let assignee = journey.activities[key].assignee else { return false }
    return journey.bytes(assignee).withUnsafeBytes { equalBytes($0, actor) }
  }

  private func isNamed(_ role: Role, _ name: UnsafeRawBufferPointer) -> Bool {
    name.elementsEqual(string(role.name).utf8)
  }

  private func isResponsible(_ actor: UnsafeRawBufferPointer?, for journey: borrowing Journey) -> Bool {
    guard let actor, let owner = journey.owner else { return false }
    return journey.bytes(owner).withUnsafeBytes { equalBytes($0, actor) }
  }

  /// What a role is based on; the built-in ones need no declaration.
  private func base(of name: UnsafeRawBufferPointer) -> Role.Base? {
    if let index = roleNames.index(of: name) { return program.roles[index].base }
    for base in [Role.Base.administrator, .manager, .lead, .automatic, .owner]
    where name.elementsEqual(base.rawValue.utf8) {
      return base
    }
    return nil
  }

  private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes.prefix(80), as: UTF8.self) }
}
