import FunnelIR

/// The checks that come before anything changes; a line that fails one changes nothing, no clock either.
extension FunnelRun {
  /// The number of an event's lead.
  func number(of event: borrowing IncomingEvent) -> Int? {
    event.bytes.withUnsafeBytes { bytes in
      let id = bytes.part(event.lead)
      guard let number = registry.find(id) else {
        return knowsErased ? Pseudonym.id(id, settings.digest).withUnsafeBytes { registry.find($0) } : nil
      }
      return number
    }
  }

  /// The subject that has the first of the keys that anybody has.
  func knownSubject(having keys: LeadKeys) -> Int? {
    for index in 0..<keys.count {
      let subject = keys.withKey(index) { key in
        subjectKeys.subject(having: key)
          ?? (knowsErased
            ? Pseudonym.key(key, settings.digest).withUnsafeBytes { subjectKeys.subject(having: $0) } : nil)
      }
      if let subject { return subject }
    }
    return nil
  }

  /// The funnel in which a registration begins a journey.
  func destination(of event: borrowing IncomingEvent) throws(Refusal) -> Int {
    try checkFunnel(event)
    let routing = workspace.routing
    let funnel = routing.destination(of: event)
    if let funnel, lanes[funnel].program.program.sources.isEmpty { return funnel }
    guard let source = event.source else {
      throw Refusal(
        .unknownSource,
        routing.count == 1
          ? "the line names no source, and this funnel takes leads of its own sources only"
          : "the line names no source, so nobody knows which funnel it goes to")
    }
    guard let funnel, routing.sourced(by: event) == funnel else {
      let name = event.funnel.map { " of funnel \"\(text($0, event))\"" } ?? ""
      throw Refusal(.unknownSource, "no source\(name) has the reference \"\(text(source, event))\"")
    }
    return funnel
  }

  /// Refuses an event that is meant for a funnel that is not there.
  func checkFunnel(_ event: borrowing IncomingEvent) throws(Refusal) {
    guard let funnel = event.funnel, workspace.routing.named(by: event) == nil else { return }
    throw Refusal(
      .unknownTarget,
      workspace.routing.count == 1
        ? "funnel \"\(text(funnel, event))\" is not the one that runs"
        : "no funnel of those that run is called \"\(text(funnel, event))\"")
  }

  func unknownLead(_ event: borrowing IncomingEvent) -> Refusal {
    Refusal(.unknownLead, "lead \"\(leadName(event))\" was not registered before")
  }

  /// Refuses an event that no journey of its subject, open or ended, can be meant by.
  func check(_ event: borrowing IncomingEvent, subject: Int) throws(Refusal) {
    var number = subjects[subject]
    var found: Refusal?
    while number >= 0 {
      guard let refusal = refusal(of: event, by: number) else { return }
      // A journey that knows the activity and the place says more than one that does not.
      if found.map({ !$0.reason.isAboutPerson }) ?? true { found = refusal }
      number = Int(kept[number].sibling)
    }
    if let found { throw found }
  }

  /// Why an event can't be meant for a journey; nil where it can.
  func refusal(of event: borrowing IncomingEvent, by number: Int) -> Refusal? {
    let funnel = Int(kept[number].funnel)
    let program = lanes[funnel].program
    if let name = event.funnel, workspace.routing.named(by: event) != workspace.successors[funnel] {
      return Refusal(
        .unknownLead, "lead \"\(leadName(event))\" has no journey in funnel \"\(text(name, event))\"")
    }
    if let activity = event.activity, event.kind.isAboutActivity, !program.hasActivity(activity, of: event) {
      return Refusal(.unknownActivity, "no stage has an activity \"\(text(activity, event))\"")
    }
    if let session = event.session, !isFor(session.journey, number, event) {
      return foreignSession
    }
    if let refusal = program.refusal(of: event, on: kept[number]) { return refusal }
    if event.kind == .journeyMoved {
      guard let target = event.target else {
        return Refusal(.unknownTarget, "the line does not say where the journey is moved to")
      }
      guard program.hasPlace(target, of: event) else {
        return Refusal(.unknownTarget, "no stage, decision or end is called \"\(text(target, event))\"")
      }
    }
    if event.kind == .activityReassigned, event.target == nil {
      return Refusal(.unknownTarget, "the line does not say in \"target\" who the activity is given to")
    }
    return settings.isStrict ? misfit(of: event, in: funnel) : nil
  }

  /// Uses up an event's session token. It must be good still: once used it is not, nor once its time is over by the event or by
  /// the subject's clock.
  mutating func spendSession(of event: borrowing IncomingEvent, by subject: Int, at time: Int64?) throws(Refusal) {
    guard let session = event.session else { return }
    var number = subjects[subject]
    while number >= 0, !isFor(session.journey, number, event) { number = Int(kept[number].sibling) }
    guard number >= 0 else { throw foreignSession }
    let clock = clock(of: subject)
    guard max(event.time ?? clock, clock, received ?? .min) < session.expiry else {
      throw Refusal(.expiredSession, "the session token's time is over")
    }
    guard !kept[number].hasSpent(session) else {
      throw Refusal(.usedSession, "the session token was used before, and is good for one event only")
    }
    kept[number].spend(session, at: time)
  }

  var foreignSession: Refusal { Refusal(.foreignSession, "the session token is for another journey") }

  /// Whether an id that an event holds is a journey's.
  private func isFor(_ id: TextReference, _ number: Int, _ event: borrowing IncomingEvent) -> Bool {
    let funnel = Int(kept[number].funnel)
    guard lanes.indices.contains(funnel) else { return false }
    let own = kept[number].id(in: lanes[funnel].program.program.name)
    return event.bytes.withUnsafeBytes { $0.part(id).elementsEqual(own) }
  }

  /// Refuses a line with a value that does not fit, where the run is strict.
  func checkValues(_ event: borrowing IncomingEvent, in funnel: Int) throws(Refusal) {
    if settings.isStrict, let misfit = misfit(of: event, in: funnel) { throw misfit }
  }

  private func misfit(of event: borrowing IncomingEvent, in funnel: Int) -> Refusal? {
    for index in event.issues.indices where event.issues[index].funnel == funnel {
      let program = lanes[funnel].program
      let point = program.points[event.issues[index].slot]
      let isHidden = point.isPersonal && !settings.showsPersonal
      let reason = isHidden ? "a personal value does not fit its type" : event.issues[index].reason
      return Refusal(.dataIssue, "\(program.string(point.name)): \(reason)")
    }
    return nil
  }

  /// The lead's id as people may see it.
  private func leadName(_ event: borrowing IncomingEvent) -> String {
    let id = event.bytes.withUnsafeBytes { Array($0.part(event.lead)) }
    guard lanes.contains(where: { $0.program.personal.isPersonal(id: id) }), !settings.showsPersonal else {
      return text(event.lead, event)
    }
    return String(decoding: id.withUnsafeBytes { Masking.mask($0, as: ValueType(.email)) }, as: UTF8.self)
  }

  /// When an event happens: as its line says, else at its lead's clock, or for a new lead at the run's start.
  func time(of event: borrowing IncomingEvent, isNew: Bool) throws(Refusal) -> Int64? {
    guard let time = event.time else {
      guard isNew else { return nil }
      guard let start = settings.start else {
        throw Refusal(.noTime, "the line has no time, so nobody knows when the lead was registered")
      }
      return start
    }
    guard time >= settings.earliest, time <= settings.latest else {
      throw Refusal(.implausibleTime, "the line's time lies outside the years in which anything can have happened")
    }
    return time
  }

  /// Whether an event came before: its number is not above the highest so far, or its id is known.
  func isRepeated(_ event: borrowing IncomingEvent, _ lead: Int) -> Bool {
    if let sequence = event.sequence, let watermark = leads[lead].watermark, sequence <= watermark { return true }
    guard !leads[lead].ids.isEmpty, !isForgotten(event, lead), let id = id(of: event) else { return false }
    return leads[lead].ids.contains(id)
  }

  /// Remembers an accepted event's number and id.
  mutating func note(_ event: borrowing IncomingEvent, _ lead: Int) {
    if isForgotten(event, lead) {
      leads[lead].ids = []
      changes?.forget(lead: lead)
    }
    if let id = id(of: event) {
      leads[lead].ids.insert(id)
      changes?.add(id, to: lead)
    }
    if let sequence = event.sequence { leads[lead].watermark = sequence }
  }

  /// Whether the last of the lead's journeys ended so long ago that the ids of its events are forgotten.
  private func isForgotten(_ event: borrowing IncomingEvent, _ lead: Int) -> Bool {
    guard let time = event.time, let ended = end(of: leads[lead].subject) else { return false }
    return time.subtracting(ended).map { $0 > settings.idWindow } ?? false
  }

  private func id(of event: borrowing IncomingEvent) -> EventID? {
    guard let id = event.id else { return nil }
    return event.bytes.withUnsafeBytes { EventID($0.part(id), digest: settings.digest) }
  }

  private func text(_ reference: TextReference, _ event: borrowing IncomingEvent) -> String {
    event.bytes.withUnsafeBytes { String(decoding: $0.part(reference).prefix(80), as: UTF8.self) }
  }
}

extension LoadedProgram {
  fileprivate func hasActivity(_ name: TextReference, of event: borrowing IncomingEvent) -> Bool {
    event.bytes.withUnsafeBytes { activityNames.index(of: $0.part(name)) } != nil
  }

  fileprivate func hasPlace(_ name: TextReference, of event: borrowing IncomingEvent) -> Bool {
    event.bytes.withUnsafeBytes { place(named: $0.part(name)) } != nil
  }
}

extension RejectReason {
  /// Whether somebody may not do what they did, rather than there being nothing to do it with.
  fileprivate var isAboutPerson: Bool { self == .notAllowed || self == .unknownRole || self == .dataIssue }
}
