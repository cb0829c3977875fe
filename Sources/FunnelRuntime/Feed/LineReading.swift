import FunnelIR

/// One way to understand a line: as a lead object, as an event in one of the envelopes.
///
/// All ways are read at once, since only the whole line tells which one it is; each is a list of cells to look at.
struct LineReading: Sendable {
  /// A value of a line and the author's translation of it.
  struct Field: Sendable {
    let name: String
    let cell: Int
    let renames: [(from: [UInt8], to: [UInt8])]
  }

  /// A data point's cells.
  struct Point: Sendable {
    let field: PointField
    let cell: Int
    let currency: Int?
  }

  /// Which repeated keys concern this reading, as a bit's number.
  let bit: Int
  /// The kind of event; nil for a lead object, which registers.
  var type: Field?
  /// Where the lead's id may stand.
  var lead: [Field] = []
  var id: Field?
  var sequence: Field?
  var time: Field?
  var source: Field?
  var owner: Field?
  var activity: Field?
  var actor: Field?
  var role: Field?
  var target: Field?
  var funnel: Field?
  var session: Field?
  /// The object that holds actor and role, or the actor's name itself.
  var by: Field?
  /// Where the object stands that holds the points; nil where it is the line. Where it is null, nothing is said of them.
  var data: Int?
  var points: [Point] = []
}

/// Everything a plan wants to know of a line: the ways to understand it and the recogniser that serves them all.
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
  /// The attribute that every CloudEvent has.
  let specversion: Int

  /// Compiles a plan.
  init(_ plan: FeedPlan) {
    var paths = PathCells()
    // These keys tell the readings apart, so every reading looks at them.
    specversion = paths.cell(["specversion"], 0b1111)
    _ = paths.cell(["type"], 0b1111)
    _ = paths.cell(["lead"], 0b1111)
    if let type = plan.events?.type { _ = paths.cell(type.path.steps, 0b1111) }

    var lead = LineReading(bit: 0)
    lead.lead = plan.leads.lead.map { paths.field("the lead's id", $0, 0) }
    lead.time = plan.leads.time.map { paths.field("the lead's time", $0, 0) }
    paths.readLead(plan, into: &lead, base: [], data: plan.leads.data.steps)
    leadObject = lead

    own = plan.events.map { events in
      var own = LineReading(bit: 1)
      own.type = paths.field("the event's type", events.type, 1)
      own.lead = [paths.field("the lead's id", events.lead, 1)]
      own.id = events.id.map { paths.field("the event's id", $0, 1) }
      own.sequence = events.sequence.map { paths.field("the event's sequence", $0, 1) }
      own.time = events.time.map { paths.field("the event's time", $0, 1) }
      own.activity = events.activity.map { paths.field("the activity", $0, 1) }
      own.actor = events.actor.map { paths.field("the actor", $0, 1) }
      own.role = events.role.map { paths.field("the role", $0, 1) }
      own.target = events.target.map { paths.field("the target", $0, 1) }
      own.funnel = events.funnel.map { paths.field("the funnel", $0, 1) }
      own.session = events.session.map { paths.field("the session token", $0, 1) }
      paths.readLead(plan, into: &own, base: events.data.steps, data: events.data.steps)
      return own
    }
    native = paths.envelope(plan, lead: "lead", bit: 2)
    cloud = paths.envelope(plan, lead: "subject", bit: 3)
    recogniser = Recogniser(paths.paths)
  }
}

/// Gives each distinct path its cell.
private struct PathCells {
  private(set) var paths: [(path: FeedPath, readings: Recogniser.Readings)] = []
  private var numbers: [[UInt8]: Int] = [:]

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

  mutating func field(_ name: String, _ field: FeedField, _ bit: Int, under base: [FeedPath.Step] = [])
    -> LineReading.Field
  {
    LineReading.Field(
      name: name, cell: cell(base + field.path.steps, 1 << bit),
      renames: field.renames.map { (Array($0.from.utf8), Array($0.to.utf8)) })
  }

  /// The envelope `{"type","lead","id","sequence","time","by":{"role","name"},"activity","data","target","funnel"}`, in which
  /// `"by":{"session"}` may prove who it was; a CloudEvent names the lead as its subject.
  mutating func envelope(_ plan: FeedPlan, lead: String, bit: Int) -> LineReading {
    func key(_ names: String...) -> FeedField { FeedField(path: FeedPath(names.map { .key($0) })) }
    var reading = LineReading(bit: bit)
    reading.type = field("\"type\"", key("type"), bit)
    reading.lead = [field("\"\(lead)\"", key(lead), bit)]
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
    reading.source = plan.leads.source.map { field("the source", $0, bit, under: base) }
    reading.owner = plan.leads.owner.map { field("the owner", $0, bit, under: base) }
    reading.data = data.isEmpty ? nil : cell(data, 1 << bit)
    reading.points = plan.points.sorted { $0.slot < $1.slot }.map { point in
      LineReading.Point(
        field: point, cell: cell(data + point.path.steps, 1 << bit),
        currency: point.currency.map { cell(data + $0.steps, 1 << bit) })
    }
  }
}
