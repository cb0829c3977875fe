/// A session token that was used: what it takes to know it again for as long as it would be good.
struct UsedSession: Hashable, Sendable {
  /// What no other token has.
  let nonce: UInt128
  /// The instant from which it would not be good anyway, and needs no memory.
  let expiry: Int64

  /// Writes or reads the token.
  mutating func code<Coder: FieldCoder>(_ coder: inout Coder) {
    var (nonce, expiry) = (nonce, expiry)
    coder.number(&nonce)
    coder.instant(&expiry)
    self = UsedSession(nonce: nonce, expiry: expiry)
  }
}

extension Journey {
  /// The journey's id, by which session tokens name it: lead, funnel and entry.
  func id(in funnel: String) -> [UInt8] {
    SessionClaims.journey(lead: lead, funnel: funnel, entry: entry)
  }

  /// Whether a session token was used on this journey.
  func hasSpent(_ session: IncomingEvent.Session) -> Bool { usedSessions.contains { $0.nonce == session.nonce } }

  /// Uses a session token up; those that are expired by now are forgotten.
  mutating func spend(_ session: IncomingEvent.Session, at time: Int64?) {
    let now = max(time ?? clock, clock)
    usedSessions.removeAll { $0.expiry <= now }
    usedSessions.append(UsedSession(nonce: session.nonce, expiry: session.expiry))
  }
}

extension SessionClaims {
  /// The id of a journey as results show it: lead, funnel and entry with slashes between them.
  public static func journey(lead: [UInt8], funnel: String, entry: Int) -> [UInt8] {
    lead + Array("/\(funnel)/\(entry)".utf8)
  }
}
