import FunnelIR

/// One accepted line of a feed, typed: what the reader hands to the interpreter.
///
/// The reader owns one value and fills it again for each line, so that nothing is allocated in the steady state. Every
/// `TextReference` in it points into `bytes` (arena `event`).
public struct IncomingEvent: Sendable {
  /// What a line can say.
  public enum Kind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case leadRegistered, leadUpdated, leadWithdrawn, leadAccepted, leadDeclined
    case activityStarted, activityCompleted, activityFailed, activityBlocked, activityUnblocked, activityReassigned
    case journeyMoved, journeyCancelled
    case clock
  }

  /// What a session token says besides who acts: its signature is checked, everything else is for whoever knows the journey.
  public struct Session: Sendable, Hashable {
    /// The journey it is good for.
    public var journey: TextReference
    /// The instant from which it is no longer good.
    public var expiry: Int64
    /// What no other token has.
    public var nonce: UInt128

    /// Makes what a token says.
    public init(journey: TextReference, expiry: Int64, nonce: UInt128) {
      self.journey = journey
      self.expiry = expiry
      self.nonce = nonce
    }
  }

  /// A declared point that the line holds; points whose key is absent are not listed.
  public struct PointValue: Sendable, Hashable {
    /// The point's slot.
    public var slot: Int
    /// Whether the line holds a value; false for `null` and for a value that did not fit (which is also an issue).
    public var isKnown: Bool
    /// The funnel whose point it is, by its place in the workspace.
    public var funnel: UInt16
    /// The value's bits as `ValueType` says.
    public var bits: UInt64

    /// Makes a value.
    public init(slot: Int, isKnown: Bool, bits: UInt64, funnel: UInt16 = 0) {
      self.slot = slot
      self.funnel = funnel
      self.isKnown = isKnown
      self.bits = bits
    }
  }

  /// What the line says.
  public var kind: Kind = .leadRegistered
  /// The lead's id, as bytes.
  public var lead = TextReference(bits: 0)
  /// Whether the id stood in the feed as a JSON number, and so comes out as one.
  public var leadIsNumber = false
  /// When it happened, in microseconds since 1970; nil where the line says nothing.
  public var time: Int64?
  /// The event's own id.
  public var id: TextReference?
  /// The event's number in the order of the lead's events.
  public var sequence: Int64?
  /// The reference of the lead's source.
  public var source: TextReference?
  /// The person responsible.
  public var owner: TextReference?
  /// The name of the activity.
  public var activity: TextReference?
  /// The name of who did it.
  public var actor: TextReference?
  /// The role in which it was done.
  public var role: TextReference?
  /// The name of the place a journey is moved to.
  public var target: TextReference?
  /// The name of the funnel it is meant for.
  public var funnel: TextReference?
  /// The session token by which actor and role are proved; nil where nobody proved anything.
  public var session: Session?
  /// The declared points the line holds, by ascending funnel and slot.
  public var values: [PointValue] = []
  /// Values that did not fit, by ascending funnel and slot.
  public var issues: [DataIssue] = []
  /// The bytes all references point into.
  public var bytes: [UInt8] = []

  /// Makes an empty event.
  public init() {}
}

/// A value of a feed that does not fit its declared type, and so counts as `null`.
public struct DataIssue: Sendable, Hashable {
  /// The point's slot.
  public var slot: Int
  /// Why it does not fit, as a phrase: `"abc" is not a whole number`.
  public var reason: String
  /// The funnel whose point it is, by its place in the workspace.
  public var funnel: Int

  /// Makes an issue.
  public init(slot: Int, reason: String, funnel: Int = 0) {
    self.funnel = funnel
    self.slot = slot
    self.reason = reason
  }
}
