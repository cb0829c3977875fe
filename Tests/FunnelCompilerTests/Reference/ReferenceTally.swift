/// How often each construct came into play, so that agreement is known to be about something.
struct ReferenceTally {
  enum Construct: String, CaseIterable {
    case held, accepted, required, blocked, waited, split, visitLimit
    case limit, overdue, reminder, retry, wake, businessTimer
    case exit, whenever, answered, action, effect, go, doneByItself
    case lookedUp, sameSubject, restarted, tooSoon, fixed, moved, reassigned, sameDoer
    case shared
    case routed, inTwoFunnels, heardByTwo, overheard, narrowed, handedOver, startedInto, alreadyThere, numbered
    case session, forgedSession, foreignSession, expiredSession, usedSession, redirected
  }

  private(set) var counts: [Construct: Int] = [:]

  subscript(construct: Construct) -> Int {
    get { counts[construct, default: 0] }
    set { counts[construct] = newValue }
  }

  mutating func add(_ other: ReferenceTally) {
    for (construct, count) in other.counts { self[construct] += count }
  }
}

extension ReferenceTally.Construct {
  /// The pairs in a thousand that are at least about this construct, about half of those that are.
  var floor: Int {
    switch self {
    case .sameDoer: 1
    case .usedSession, .redirected, .alreadyThere: 5
    case .startedInto: 12
    case .retry, .visitLimit, .accepted: 6
    case .reassigned, .tooSoon, .sameSubject, .heardByTwo: 15
    case .handedOver: 25
    case .required, .blocked, .reminder, .doneByItself, .moved, .fixed, .numbered, .expiredSession, .narrowed: 30
    case .held, .waited, .businessTimer, .go, .restarted, .overheard: 50
    case .overdue, .lookedUp, .wake, .limit, .whenever, .routed, .inTwoFunnels, .session, .forgedSession,
      .foreignSession:
      70
    case .split, .exit, .answered, .action, .effect, .shared: 120
    }
  }
}
