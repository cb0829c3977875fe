import FunnelIR

/// A subject as a store keeps it: its lead ids with the events seen of each, the values by which it is known, its journeys.
///
/// An image is whole, or tells what came to the one before: keys and event ids since then, and journeys as they are now. Equal
/// subjects have equal whole images.
public struct SubjectImage: Sendable {
  /// The version of the form that is written.
  static let formatVersion: UInt8 = 3

  /// A lead id and what is remembered of its events.
  struct Lead: Sendable, Equatable {
    var id: [UInt8] = []
    /// The highest sequence number so far.
    var watermark: Int64?
    /// Whether the ids of events before this image are forgotten.
    var forgets = false
    /// The ids of events, in ascending order.
    var ids: [EventID] = []
  }

  /// A journey and its number among all of the store.
  public struct Entry: Sendable {
    /// The number, from 0 in order of registration.
    public internal(set) var number = 0
    /// The journey.
    public internal(set) var journey = Journey()
  }

  /// Whether it tells everything.
  var isWhole = true
  var leads: [Lead] = []
  var keys: [[UInt8]] = []
  /// The journeys, by ascending number.
  public internal(set) var journeys: [Entry] = []

  /// Makes a whole image without content.
  init() {}

  /// Reads a subject from its latest whole image and those after it.
  public init(_ images: [[UInt8]], _ workspace: LoadedWorkspace) throws(RefusedImage) {
    self.init()
    for image in images { apply(try SubjectImage(image: image, workspace)) }
  }

  /// Reads one image.
  init(image: [UInt8], _ workspace: LoadedWorkspace) throws(RefusedImage) {
    var reader = ImageReader(image)
    code(&reader, workspace)
    try reader.finish()
    for entry in journeys { try entry.journey.check(workspace.funnels[Int(entry.journey.funnel)]) }
    guard zip(journeys, journeys.dropFirst()).allSatisfy({ $0.number < $1.number }) else {
      throw RefusedImage("journeys are out of order")
    }
  }

  /// The ids of its leads.
  public var leadIDs: [[UInt8]] { leads.map(\.id) }

  /// The bytes of the image.
  public func bytes(_ workspace: LoadedWorkspace) -> [UInt8] {
    var writer = ImageWriter()
    var copy = self
    copy.code(&writer, workspace)
    writer.finish()
    return writer.image
  }

  /// Writes the image behind what was written before, with journeys that stand on a shelf.
  mutating func write(
    _ numbers: ArraySlice<Int>, on shelf: borrowing JourneyShelf, to writer: inout ImageWriter,
    _ workspace: LoadedWorkspace
  ) {
    writer.beginImage()
    let version = codeFront(&writer)
    writer.count(of: numbers)
    for var number in numbers {
      shelf.withJourney(number) { Self.code(&writer, &number, &$0, workspace, version) }
    }
    writer.finish()
  }

  /// Takes over what a later image tells.
  mutating func apply(_ later: SubjectImage) {
    guard !later.isWhole else { return self = later }
    for lead in later.leads {
      if let index = leads.firstIndex(where: { $0.id == lead.id }) {
        leads[index].watermark = lead.watermark
        let ids = lead.forgets ? [] : leads[index].ids
        leads[index].ids = Set(ids).union(lead.ids).sorted()
      } else {
        leads.append(Lead(id: lead.id, watermark: lead.watermark, ids: lead.ids))
      }
    }
    keys += later.keys
    for entry in later.journeys {
      if let index = journeys.lastIndex(where: { $0.number <= entry.number }) {
        if journeys[index].number == entry.number {
          journeys[index] = entry
        } else {
          journeys.insert(entry, at: index + 1)
        }
      } else {
        journeys.insert(entry, at: 0)
      }
    }
  }

  private mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ workspace: LoadedWorkspace) {
    let version = codeFront(&coder)
    coder.list(&journeys, new: Entry()) { coder, entry in
      Self.code(&coder, &entry.number, &entry.journey, workspace, version)
    }
  }

  /// All but the journeys; gives the version of the form.
  private mutating func codeFront<Coder: FieldCoder>(_ coder: inout Coder) -> UInt8 {
    var version = SubjectImage.formatVersion
    coder.integer(&version, from: 1, through: version)
    coder.begin(version: version)
    coder.flag(&isWhole)
    coder.list(&leads, new: Lead()) { coder, lead in
      coder.text(&lead.id)
      coder.optional(&lead.watermark, new: 0) { $0.number(&$1) }
      coder.flag(&lead.forgets)
      coder.list(&lead.ids, new: EventID()) { coder, id in id.code(&coder) }
    }
    coder.list(&keys, new: []) { coder, key in coder.bytes(&key) }
    return version
  }

  private static func code<Coder: FieldCoder>(
    _ coder: inout Coder, _ number: inout Int, _ journey: inout Journey, _ workspace: LoadedWorkspace, _ version: UInt8
  ) {
    coder.count(&number)
    coder.place(&journey.funnel, below: workspace.funnels.count)
    guard workspace.funnels.indices.contains(Int(journey.funnel)) else { return }
    let program = workspace.funnels[Int(journey.funnel)]
    if Coder.isReading { journey.reset(for: program) }
    journey.code(&coder, program, version: version)
  }
}
