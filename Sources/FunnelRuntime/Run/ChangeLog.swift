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
    /// How much of it the store has.
    var stored = Extent()
    /// How much of it the store will have with the image that was written last.
    var next = Extent()
    /// The batch in which it changed last, and its place among what changed there.
    fileprivate(set) var batch = -1
    fileprivate(set) var place: Int32 = 0
  }

  /// How much of what belongs to a subject needs no telling any more.
  struct Extent {
    /// How many of the keys are there.
    var keys: Int32 = 0
    /// How many of the journeys are there as they will stay.
    var journeys: Int32 = 0
  }

  /// A subject that changed since the last commit.
  struct Change {
    let subject: Int
    /// Where its image stands among those of the batch; nil where none tells how it is now.
    var image: Range<Int>?
    /// Whether an image was written: the next one is written when the batch ends, so that no subject costs more than two.
    var wasWritten = false
  }

  /// By subject.
  private(set) var members: [Members] = []
  /// The subjects that changed, each once.
  private(set) var changed: [Change] = []
  /// How many commits were made before.
  private var batch = 0
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

  /// Notes that a subject changed.
  mutating func touch(_ subject: Int) {
    guard members[subject].batch < batch else { return changed[Int(members[subject].place)].image = nil }
    members[subject].batch = batch
    members[subject].place = Int32(truncatingIfNeeded: changed.count)
    members[subject].stored = members[subject].next
    changed.append(Change(subject: subject))
  }

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

  /// Takes what is known of a subject for granted from the next batch on, once its image is written: its keys, and its journeys
  /// before the first that may still change.
  mutating func settle(_ subject: Int, before journey: Int) {
    members[subject].next = Extent(
      keys: Int32(truncatingIfNeeded: members[subject].keys.count),
      journeys: Int32(truncatingIfNeeded: members[subject].journeys.prefix { $0 < journey }.count))
  }

  /// Whether a subject has no image in this batch yet, so that one may be written while it is at hand.
  func awaitsImage(_ subject: Int) -> Bool {
    members[subject].batch == batch && !changed[Int(members[subject].place)].wasWritten
  }

  /// Notes where the image of a subject that changed stands.
  mutating func noteImage(of subject: Int, at range: Range<Int>) {
    let place = Int(members[subject].place)
    changed[place].image = range
    changed[place].wasWritten = true
  }

  /// Writes a subject's image behind what was written before.
  func write(
    _ subject: Int, isWhole: Bool, _ registry: LeadRegistry, _ leads: LeadTable, _ kept: borrowing JourneyShelf,
    _ workspace: LoadedWorkspace, to writer: inout ImageWriter
  ) {
    var image = SubjectImage()
    image.isWhole = isWhole
    image.leads = members[subject].leads.map { number in
      let ids = isWhole ? Array(leads[number].ids) : ids[number] ?? []
      return SubjectImage.Lead(
        id: registry.id(of: number), watermark: leads[number].watermark,
        forgets: !isWhole && forgotten.contains(number), ids: ids.sorted())
    }
    let stored = isWhole ? Extent() : members[subject].stored
    image.keys = Array(members[subject].keys.dropFirst(Int(stored.keys)))
    image.write(members[subject].journeys.dropFirst(Int(stored.journeys)), on: kept, to: &writer, workspace)
  }

  /// The images of the subjects that changed, by ascending number, out of the bytes of all.
  func images(in bytes: [UInt8]) -> [RunChanges.Image] {
    changed.sorted { $0.subject < $1.subject }.map { change in
      RunChanges.Image(subject: change.subject, bytes: bytes[change.image ?? 0..<0])
    }
  }

  /// Begins anew, once everything is committed.
  mutating func removeAll() {
    batch += 1
    changed.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    forgotten.removeAll(keepingCapacity: true)
    links.removeAll(keepingCapacity: true)
  }

  mutating func makeRoom(for subject: Int) {
    if subject == members.count { members.append(Members()) }
  }
}
