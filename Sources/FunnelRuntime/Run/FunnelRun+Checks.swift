import FunnelIR

/// The checks that come before anything changes; a line that fails one changes nothing, no clock either.
extension FunnelRun {
  func check(_ event: borrowing IncomingEvent, subject: Int?) throws(Refusal) {
    let isRegistration = event.kind == .leadRegistered
    guard subject != nil || isRegistration else {
      throw Refusal(.unknownLead, "lead \"\(name(of: event))\" was not registered before")
    }
    if let funnel = event.funnel, !isSame(funnel, program.program.name, event) {
      throw Refusal(.unknownTarget, "funnel \"\(text(funnel, event))\" is not the one that runs")
    }
    if isRegistration { try checkSource(event) }
    if let activity = event.activity, event.kind.isAboutActivity, !isActivity(activity, event) {
      throw Refusal(.unknownActivity, "no stage has an activity \"\(text(activity, event))\"")
    }
    if let session = event.session, !isFor(session.journey, subject, event) {
      throw Refusal(.foreignSession, "the session token is for another journey")
    }
    if let subject, let refusal = program.refusal(of: event, on: kept[subjects[subject]]) { throw refusal }
    if event.kind == .journeyMoved { try checkTarget(event) }
    if event.kind == .activityReassigned, event.target == nil {
      throw Refusal(.unknownTarget, "the line does not say in \"target\" who the activity is given to")
    }
  }

  /// Whether a session token is still good: once used it is not, nor once its time is over by the event or by the lead's clock.
  func checkSession(of event: borrowing IncomingEvent, on journey: borrowing Journey) throws(Refusal) {
    guard let session = event.session else { return }
    guard max(event.time ?? journey.clock, journey.clock) < session.expiry else {
      throw Refusal(.expiredSession, "the session token's time is over")
    }
    guard !journey.hasSpent(session) else {
      throw Refusal(.usedSession, "the session token was used before, and is good for one event only")
    }
  }

  /// Whether a journey's id is that of a subject's latest journey.
  private func isFor(_ id: TextReference, _ subject: Int?, _ event: borrowing IncomingEvent) -> Bool {
    guard let subject else { return false }
    let own = kept[subjects[subject]].id(in: program.program.name)
    return event.bytes.withUnsafeBytes { $0.part(id).elementsEqual(own) }
  }

  private func checkSource(_ event: borrowing IncomingEvent) throws(Refusal) {
    guard !program.program.sources.isEmpty else { return }
    guard let source = event.source else {
      throw Refusal(.unknownSource, "the line names no source, and this funnel takes leads of its own sources only")
    }
    guard event.bytes.withUnsafeBytes({ program.sourceReferences.index(of: $0.part(source)) }) != nil else {
      throw Refusal(.unknownSource, "no source has the reference \"\(text(source, event))\"")
    }
  }

  private func checkTarget(_ event: borrowing IncomingEvent) throws(Refusal) {
    guard let target = event.target else {
      throw Refusal(.unknownTarget, "the line does not say where the journey is moved to")
    }
    guard event.bytes.withUnsafeBytes({ program.place(named: $0.part(target)) }) != nil else {
      throw Refusal(.unknownTarget, "no stage, decision or end is called \"\(text(target, event))\"")
    }
  }

  /// The lead's id as people may see it.
  private func name(of event: borrowing IncomingEvent) -> String {
    let id = event.bytes.withUnsafeBytes { Array($0.part(event.lead)) }
    guard program.personal.isPersonal(id: id), !settings.showsPersonal else { return text(event.lead, event) }
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
    if isForgotten(event, lead) { leads[lead].ids = [] }
    if let id = id(of: event) { leads[lead].ids.insert(id) }
    if let sequence = event.sequence { leads[lead].watermark = sequence }
  }

  /// Whether the lead's last journey ended so long ago that the ids of its events are forgotten.
  private func isForgotten(_ event: borrowing IncomingEvent, _ lead: Int) -> Bool {
    let number = subjects[leads[lead].subject]
    guard number < kept.count, let ended = kept[number].ended, let time = event.time else { return false }
    return time.subtracting(ended).map { $0 > settings.idWindow } ?? false
  }

  private func id(of event: borrowing IncomingEvent) -> EventID? {
    guard let id = event.id else { return nil }
    return event.bytes.withUnsafeBytes { EventID($0.part(id), digest: settings.digest) }
  }

  private func isActivity(_ name: TextReference, _ event: borrowing IncomingEvent) -> Bool {
    event.bytes.withUnsafeBytes { program.activityNames.index(of: $0.part(name)) } != nil
  }

  private func isSame(_ name: TextReference, _ other: String, _ event: borrowing IncomingEvent) -> Bool {
    event.bytes.withUnsafeBytes { $0.part(name).elementsEqual(other.utf8) }
  }

  private func text(_ reference: TextReference, _ event: borrowing IncomingEvent) -> String {
    event.bytes.withUnsafeBytes { String(decoding: $0.part(reference).prefix(80), as: UTF8.self) }
  }
}
