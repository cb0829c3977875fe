/// What one funnel reads from a feed: the paths that are declared and the types of what stands there.
///
/// The reader compiles a plan into its recogniser; everything else on a line is checked to be JSON and passed over.
public struct FeedPlan: Hashable, Sendable, Codable {
  /// Which lines are lead objects and what is read from them.
  public var leads: LeadFields
  /// The funnel's own event envelope; nil where only the built-in envelopes are read.
  public var events: EventFields?
  /// Whether an event that names no actor is refused.
  public var actorsRequired: Bool
  /// The declared points that are read from feeds.
  public var points: [PointField]

  /// Makes a plan.
  public init(leads: LeadFields, events: EventFields?, actorsRequired: Bool, points: [PointField]) {
    self.leads = leads
    self.events = events
    self.actorsRequired = actorsRequired
    self.points = points
  }
}

/// A singular path through a JSON object; empty for the object itself.
public struct FeedPath: Hashable, Sendable, Codable {
  /// One step down.
  public enum Step: Hashable, Sendable {
    /// The value of a key.
    case key(String)
    /// The element at an index from 0; a negative one counts from the end.
    case index(Int)
    /// The first element, itself an object, in which the path `key` holds the given text, number (as written in canonical
    /// form), `true`, `false` or `null`.
    case firstWhere(key: [String], equals: String, isText: Bool)
    /// Every element; only where the point is a set, and once.
    case each
  }

  /// The steps from the outside in.
  public var steps: [Step]

  /// Makes a path.
  public init(_ steps: [Step]) { self.steps = steps }
}

/// A value of a feed with the author's translation table (`P { "x" -> lead.updated }`).
public struct FeedField: Hashable, Sendable, Codable {
  /// Where it stands.
  public var path: FeedPath
  /// From what the feed says to what the language says, in order of declaration; a value not listed stands for itself.
  public var renames: [Rename]

  /// One line of the translation table.
  public struct Rename: Hashable, Sendable, Codable {
    /// What the feed says.
    public let from: String
    /// What it means.
    public let to: String

    /// Makes a line of the table.
    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// Makes a field.
  public init(path: FeedPath, renames: [Rename] = []) {
    self.path = path
    self.renames = renames
  }
}

/// What is read from a lead object.
public struct LeadFields: Hashable, Sendable, Codable {
  /// Where the lead's id may stand: the first that holds a value counts.
  public var lead: [FeedField]
  /// When it registered.
  public var time: FeedField?
  /// The reference of the source it came from.
  public var source: FeedField?
  /// The person responsible.
  public var owner: FeedField?
  /// The object at which the points' paths start; the line itself where the path is empty.
  public var data: FeedPath
  /// Whether the author says how lead objects are read; otherwise a feed may hold nothing but events.
  public var isDeclared: Bool

  /// Makes the fields of a lead object.
  public init(
    lead: [FeedField], time: FeedField?, source: FeedField?, owner: FeedField?, data: FeedPath, isDeclared: Bool = true
  ) {
    self.isDeclared = isDeclared
    self.lead = lead
    self.time = time
    self.source = source
    self.owner = owner
    self.data = data
  }
}

/// What is read from an event in the funnel's own envelope; a line on which `type` resolves is an event.
public struct EventFields: Hashable, Sendable, Codable {
  /// The kind of event.
  public var type: FeedField
  /// The lead it is about.
  public var lead: FeedField
  /// The event's own id.
  public var id: FeedField?
  /// Its number in the order of the lead's events.
  public var sequence: FeedField?
  /// When it happened.
  public var time: FeedField?
  /// The activity it is about.
  public var activity: FeedField?
  /// Who did it.
  public var actor: FeedField?
  /// The role in which it was done.
  public var role: FeedField?
  /// The place a journey is moved to.
  public var target: FeedField?
  /// The funnel it is meant for.
  public var funnel: FeedField?
  /// The session token that proves who did it.
  public var session: FeedField?
  /// The object at which the points' paths start.
  public var data: FeedPath

  /// Makes the fields of an event.
  public init(
    type: FeedField, lead: FeedField, id: FeedField? = nil, sequence: FeedField? = nil, time: FeedField? = nil,
    activity: FeedField? = nil, actor: FeedField? = nil, role: FeedField? = nil, target: FeedField? = nil,
    funnel: FeedField? = nil, session: FeedField? = nil, data: FeedPath
  ) {
    self.type = type
    self.lead = lead
    self.id = id
    self.sequence = sequence
    self.time = time
    self.activity = activity
    self.actor = actor
    self.role = role
    self.target = target
    self.funnel = funnel
    self.session = session
    self.data = data
  }
}

/// One data point as the reader sees it.
public struct PointField: Hashable, Sendable, Codable {
  /// The point's slot in the journey.
  public var slot: Int
  /// The name, for data issues.
  public var name: String
  /// The type a value must fit.
  public var type: ValueType
  /// Where it stands, from the lead object on.
  public var path: FeedPath
  /// For money, where the currency stands; nil where amounts come without one.
  public var currency: FeedPath?
  /// The least and the greatest bits allowed (`integer in 0..`), both inclusive; nil where open.
  public var lowest: UInt64?
  /// See `lowest`.
  public var highest: UInt64?

  /// Makes a field.
  public init(
    slot: Int, name: String, type: ValueType, path: FeedPath, currency: FeedPath? = nil, lowest: UInt64? = nil,
    highest: UInt64? = nil
  ) {
    self.slot = slot
    self.name = name
    self.type = type
    self.path = path
    self.currency = currency
    self.lowest = lowest
    self.highest = highest
  }
}
