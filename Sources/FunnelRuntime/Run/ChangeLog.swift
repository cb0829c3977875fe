/// What a run remembers for its store: which leads, keys and journeys each subject has, and what changed since the last commit.
struct ChangeLog {
  /// What belongs to a subject.
  struct Members {
    /// The numbers of its leads.
    var leads: [Int] = []
    /// By which values it is known, in the order in which they came.
    var keys: [[UInt8]] = []
    /// The numbers of its journeys, in their order.
    var journeys: [Int] = []
    /// How many of the keys the store has.
    var storedKeys = 0
    /// How many of the journeys the store has as they will stay.
    var settledJourneys = 0
  }

  /// By subject.
  private(set) var members: [Members] = []
  /// Subjects that changed.
  private(set) var touched: Set<Int> = []
  /// The event ids that leads got, by lead.
  private(set) var ids: [Int: [EventID]] = [:]
  /// The leads whose ids from before are forgotten.
  private(set) var forgotten: Set<Int> = []
  /// Whose the records are that were written since the last commit.
  private(set) var links: [RunChanges.Link] = []
  /// The records since the last commit, as a store keeps them.
  var records = RecordEncoder()
  /// The effects since the last commit.
  var effects = RecordEncoder()

  mutating func touch(_ subject: Int) { touched.insert(subject) }

  mutating func join(lead: Int, subject: Int) {
    makeRoom(for: subject)
    members[subject].leads.append(lead)
    touch(subject)
  }

  mutating func add(keys: [[UInt8]], to subject: Int) { members[subject].keys += keys }

  mutating func begin(journey: Int, of subject: Int) {
    makeRoom(for: subject)
    members[subject].journeys.append(journey)
    touch(subject)
  }

  mutating func add(_ id: EventID, to lead: Int) { ids[lead, default: []].append(id) }

  mutating func forget(lead: Int) {
    ids[lead] = nil
    forgotten.insert(lead)
  }

  /// Says whose the records and effects are that were written up to here.
  mutating func link(subject: Int) {
    let last = links.last
    guard records.count > last?.recordsEnd ?? 0 || effects.count > last?.effectsEnd ?? 0 else { return }
    links.append(RunChanges.Link(subject: subject, recordsEnd: records.count, effectsEnd: effects.count))
    records.endPart()
    effects.endPart()
  }

  /// Takes what is known of a subject for granted from now on, once its image is written: its keys, and its journeys before
  /// the first that may still change.
  mutating func settle(_ subject: Int, before journey: Int) {
    members[subject].storedKeys = members[subject].keys.count
    members[subject].settledJourneys = members[subject].journeys.prefix { $0 < journey }.count
  }

  /// Begins anew, once everything is committed.
  mutating func removeAll() {
    touched.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    forgotten.removeAll(keepingCapacity: true)
    links.removeAll(keepingCapacity: true)
  }

  mutating func makeRoom(for subject: Int) {
    if subject == members.count { members.append(Members()) }
  }
}
