import FunnelIR

/// One way to understand a line: as a lead object, as an event in one of the envelopes.
///
/// All ways are read at once, since only the whole line tells which one it is; each is a list of cells to look at. It is made
/// of numbers alone, so that it costs nothing to hand around.
struct LineReading: Sendable, BitwiseCopyable {
  /// A value of a line.
  struct Field: Sendable, BitwiseCopyable {
    /// Where the scanner puts it; -1 where the reading has no such field.
    var cell: Int32 = -1
    /// Its name, an index of `LineReadings.names`.
    var name: Int32 = 0
    /// The author's translations, a group of `LineReadings.renames`.
    var renames = KeyTable.Group()
  }

  /// Which repeated keys concern this reading, as a bit's number.
  let bit: Int
  /// The kind of event; none for a lead object, which registers.
  var type = Field()
  /// What each text in `type` means, a group of numbers of events.
  var kinds = KeyTable.Group()
  /// Where the lead's id may stand, in `LineReadings.leads`.
  var lead = Recogniser.Run()
  var id = Field()
  var sequence = Field()
  var time = Field()
  var source = Field()
  var owner = Field()
  var activity = Field()
  var actor = Field()
  var role = Field()
  var target = Field()
  var funnel = Field()
  var session = Field()
  /// The object that holds actor and role, or the actor's name itself.
  var by = Field()
  /// Where the object stands that holds the points; -1 where it is the line. Where it is null, nothing is said of them.
  var data: Int32 = -1
  /// The cells of each funnel's points and of their currencies: one run of `LineReadings.points` a funnel, in
  /// `LineReadings.funnels`.
  var funnels = Recogniser.Run()
}

/// Readings side by side in memory that never changes, so that they need not be copied to be looked at.
final class ReadingMemory: @unchecked Sendable {
  /// The readings by the number of their bit; good as long as this is.
  let pointer: UnsafePointer<LineReading>

  init(_ readings: [LineReading]) {
    let memory = UnsafeMutableBufferPointer<LineReading>.allocate(capacity: max(readings.count, 1))
    _ = memory.initialize(fromContentsOf: readings)
    pointer = UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
  }

  deinit { pointer.deallocate() }
}

/// A data point's cells.
struct PointCell: Sendable, BitwiseCopyable {
  let slot: Int
  let form: ValueForm
  let cell: Int32
  /// -1 where the point has no currency.
  let currency: Int32
  /// The point's place among those that all plans read, by ascending slot in each.
  let number: Int32
}

/// Everything that funnels which run together want to know of a line: the ways to understand it and the recogniser that
/// serves them all.
struct LineReadings: Sendable {
  let recogniser: Recogniser
  /// A lead object.
  let leadObject: LineReading
  /// The funnel's own envelope.
  let own: LineReading?
  /// The built-in envelope.
  let native: LineReading
  /// CloudEvents 1.0 in structured mode.
  let cloud: LineReading
  /// All of them by the number of their bit; the lead object stands in where the funnel has no envelope of its own.
  let all: ReadingMemory
  /// The attribute that every CloudEvent has.
  let specversion: Int
  /// Where a CloudEvent has data that is no JSON.
  let binaryData: Int

  /// What the fields are called in messages.
  let names: [String]
  /// The author's translations, and the names of events.
  let words: KeyTable
  /// What a translation says instead, by its number in `words`.
  let translations: [[UInt8]]
  /// The fields in which leads' ids stand.
  let leads: [LineReading.Field]
  /// The cells of all readings' points.
  let points: [PointCell]
  /// Which of these are a funnel's, for each reading and funnel.
  let funnels: [Recogniser.Run]
  /// What the plans say of their points, plan by plan, by ascending slot.
  let pointFields: [PointField]

  /// Compiles the plans of funnels that run together; their envelopes are the same, their points are their own.
  /// - Parameter envelope: the plan whose envelopes count.
  init(_ plans: [FeedPlan], envelope: Int = 0) {
    let plan = plans[envelope]
    var draft = Draft(plans)
    // These keys tell the readings apart, so every reading looks at them.
    specversion = draft.cell(["specversion"], 0b1111)
    binaryData = draft.cell(["data_base64"], 1 << 3)
    _ = draft.cell(["type"], 0b1111)
    _ = draft.cell(["lead"], 0b1111)
    if let type = plan.events?.type { _ = draft.cell(type.path.steps, 0b1111) }

    var lead = LineReading(bit: 0)
    lead.lead = draft.leads("the lead's id", plan.leads.lead, 0)
    lead.time = draft.field("the lead's time", plan.leads.time, 0)
    draft.readLead(plan, into: &lead, base: [], data: plan.leads.data.steps)
    leadObject = lead

    if let events = plan.events {
      var own = LineReading(bit: 1)
      own.type = draft.field("the event's type", events.type, 1)
      own.kinds = draft.kinds(events.type)
      own.lead = draft.leads("the lead's id", [events.lead], 1)
      own.id = draft.field("the event's id", events.id, 1)
      own.sequence = draft.field("the event's sequence", events.sequence, 1)
      own.time = draft.field("the event's time", events.time, 1)
      own.activity = draft.field("the activity", events.activity, 1)
      own.actor = draft.field("the actor", events.actor, 1)
      own.role = draft.field("the role", events.role, 1)
      own.target = draft.field("the target", events.target, 1)
      own.funnel = draft.field("the funnel", events.funnel, 1)
      own.session = draft.field("the session token", events.session, 1)
      draft.readLead(plan, into: &own, base: events.data.steps, data: events.data.steps)
      self.own = own
    } else {
      own = nil
    }
    native = draft.envelope(plan, lead: "lead", bit: 2)
    cloud = draft.envelope(plan, lead: "subject", bit: 3)
    all = ReadingMemory([leadObject, own ?? leadObject, native, cloud])
    recogniser = Recogniser(draft.paths)
    (names, words, translations) = (draft.names, draft.words, draft.translations)
    (leads, points, funnels) = (draft.leadFields, draft.points, draft.funnels)
    pointFields = draft.fields.flatMap(\.self)
  }
}

/// Gives each distinct path its cell, and each field its names.
private struct Draft {
  private(set) var paths: [(path: FeedPath, readings: Recogniser.Readings)] = []
  private(set) var names: [String] = []
  private(set) var words = KeyTable()
  private(set) var translations: [[UInt8]] = []
  private(set) var leadFields: [LineReading.Field] = []
  private(set) var points: [PointCell] = []
  private(set) var funnels: [Recogniser.Run] = []
  /// The points of each plan, by ascending slot.
  let fields: [[PointField]]
  private var numbers: [[UInt8]: Int] = [:]

  init(_ plans: [FeedPlan]) { fields = plans.map { $0.points.sorted { $0.slot < $1.slot } } }

  mutating func cell(_ steps: [FeedPath.Step], _ readings: Recogniser.Readings) -> Int {
    let identity = steps.flatMap(\.identity)
    let number = numbers[identity, default: paths.count]
    if number == paths.count {
      numbers[identity] = number
      paths.append((FeedPath(steps), 0))
    }
    paths[number].readings |= readings
    return number
  }

  mutating func cell(_ keys: [String], _ readings: Recogniser.Readings) -> Int {
    cell(keys.map { FeedPath.Step.key($0) }, readings)
  }

  mutating func field(
    _ name: String, _ field: FeedField?, _ bit: Int, under base: [FeedPath.Step] = []
  ) -> LineReading.Field {
    guard let field else { return LineReading.Field() }
    names.append(name)
    let renames = words.add(field.renames.enumerated().map { ($0.element.from, translations.count + $0.offset) })
    translations += field.renames.map { Array($0.to.utf8) }
    return LineReading.Field(
      cell: Int32(cell(base + field.path.steps, 1 << bit)), name: Int32(names.count - 1), renames: renames)
  }

  mutating func leads(_ name: String, _ fields: [FeedField], _ bit: Int) -> Recogniser.Run {
    for field in fields { leadFields.append(self.field(name, field, bit)) }
    return Recogniser.Run(leadFields.count - fields.count..<leadFields.count)
  }

  /// The texts of a field that name an event, by the author's translation or by themselves, and the events' numbers; what is
  /// translated into nothing known is -1.
  mutating func kinds(_ field: FeedField) -> KeyTable.Group {
    let kinds = IncomingEvent.Kind.allCases.map { (word: $0.name, value: Int($0.rawValue)) }
    let renamed = field.renames.map { rename in
      // Names are compared as bytes, as everything in a feed is.
      (word: rename.from, value: kinds.first { $0.word.utf8.elementsEqual(rename.to.utf8) }?.value ?? -1)
    }
    return words.add(renamed + kinds)
  }

  /// The envelope `{"type","lead","id","sequence","time","by":{"role","name"},"activity","data","target","funnel"}`, in which
  /// `"by":{"session"}` may prove who it was; a CloudEvent names the lead as its subject.
  mutating func envelope(_ plan: FeedPlan, lead: String, bit: Int) -> LineReading {
    func key(_ names: String...) -> FeedField { FeedField(path: FeedPath(names.map { .key($0) })) }
    var reading = LineReading(bit: bit)
    reading.type = field("\"type\"", key("type"), bit)
    reading.kinds = kinds(key("type"))
    reading.lead = leads("\"\(lead)\"", [key(lead)], bit)
    reading.id = field("\"id\"", key("id"), bit)
    reading.sequence = field("\"sequence\"", key("sequence"), bit)
    reading.time = field("\"time\"", key("time"), bit)
    reading.by = field("\"by\"", key("by"), bit)
    reading.actor = field("\"by.name\"", key("by", "name"), bit)
    reading.role = field("\"by.role\"", key("by", "role"), bit)
    reading.session = field("\"by.session\"", key("by", "session"), bit)
    reading.activity = field("\"activity\"", key("activity"), bit)
    reading.target = field("\"target\"", key("target"), bit)
    reading.funnel = field("\"funnel\"", key("funnel"), bit)
    readLead(plan, into: &reading, base: [.key("data")], data: [.key("data")])
    return reading
  }

  /// What is read of the lead object itself, wherever it stands.
  mutating func readLead(
    _ plan: FeedPlan, into reading: inout LineReading, base: [FeedPath.Step], data: [FeedPath.Step]
  ) {
    let bit = reading.bit
    reading.source = field("the source", plan.leads.source, bit, under: base)
    reading.owner = field("the owner", plan.leads.owner, bit, under: base)
    reading.data = data.isEmpty ? -1 : Int32(cell(data, 1 << bit))
    let first = funnels.count
    var number: Int32 = 0
    for fields in fields {
      let start = points.count
      for point in fields {
        let cell = cell(data + point.path.steps, 1 << bit)
        let currency = point.currency.map { self.cell(data + $0.steps, 1 << bit) } ?? -1
        points.append(
          PointCell(
            slot: point.slot, form: ValueForm(point), cell: Int32(cell), currency: Int32(currency), number: number))
        number += 1
      }
      funnels.append(Recogniser.Run(start..<points.count))
    }
    reading.funnels = Recogniser.Run(first..<funnels.count)
  }
}
