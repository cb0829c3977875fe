import CScan
import FunnelIR

/// Reads the lines of a feed that are plain, events and lead objects.
struct FlightReader: ~Copyable {
  /// Marks the lines at hand, and up to where they are marked.
  private var marker = StraightMarker()
  private var marked: UnsafePointer<UInt8>
  private var events: StraightReader
  /// Reads lead objects; nil where the funnel's are not plain.
  private let objects: Held<StraightReader>?
  /// Whether the line read last was a lead object.
  private var isObject = false
  private let lineLength: Int
  let points: Int

  /// Makes a reader; nil where it takes more than the texts and numbers of a line to understand it.
  init?(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits) {
    guard settings.isStraight, workspace.funnels.count == 1 else { return nil }
    let program = workspace.funnels[0]
    guard let plan = StraightPlan(eventsOf: program.program.feed, of: program.program) else { return nil }
    points = program.points.count
    lineLength = limits.lineLength
    events = FlightReader.reader(plan, marker.marks, program, nesting: limits.nesting, settings)
    marked = UnsafePointer(events.memory.known)
    let objects = StraightPlan(program.program.feed, choices: program.program.choices, asked: [:], textSets: false)
    if let objects, program.program.feed.leads.isDeclared {
      self.objects = Held(FlightReader.reader(objects, marker.marks, program, nesting: limits.nesting, settings))
    } else {
      self.objects = nil
    }
  }

  /// A reader of one kind of line.
  private static func reader(
    _ plan: StraightPlan, _ marks: StraightMarks, _ program: LoadedProgram, nesting: Int, _ settings: RunSettings
  ) -> StraightReader {
    let slots = program.points.count
    let memory = StraightMemory(
      words: Array(repeating: 0, count: slots), known: Array(repeating: 0, count: slots))
    let values = ValueReader(choices: program.program.choices, zone: program.program.zone)
    return StraightReader(plan, marks, memory, values, nesting: nesting, settings)
  }

  /// Some bytes that may be pointed to where there is no line.
  var nowhere: UnsafePointer<UInt8> { UnsafePointer(events.memory.known) }

  /// Begins anew at the front of some lines.
  mutating func begin(at start: UnsafePointer<UInt8>) {
    marker.begin()
    marked = start
  }

  /// Reads the next line.
  /// - Returns: where the one behind it begins; nil where the line isn't plain, or isn't whole.
  @inline(__always)
  mutating func next(
    _ text: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, into line: UnsafeMutablePointer<FlightLine>
  ) -> UnsafePointer<UInt8>? {
    if text == marked {
      guard let next = marker.mark(text, end) else { return nil }
      marked = next
      events.marks = marker.marks
      objects?.value.marks = marker.marks
    }
    guard let next = read(text, into: line), next <= end, next - text <= lineLength else { return nil }
    return next
  }

  /// Reads a line as an event or a lead object, first as what the line before was.
  @inline(__always)
  private mutating func read(
    _ text: UnsafePointer<UInt8>, into line: UnsafeMutablePointer<FlightLine>
  ) -> UnsafePointer<UInt8>? {
    if isObject, let next = readObject(text, into: line) { return next }
    events.beginEvent()
    guard let next = events.read(text),
      let kind = IncomingEvent.Kind(rawValue: UInt8(truncatingIfNeeded: events.kind)),
      !events.hasBy || events.actorLength >= 0 || events.role >= 0
    else { return isObject ? nil : readObject(text, into: line) }
    line.pointee.take(events, kind, from: text, to: next, points: points)
    isObject = false
    return next
  }

  @inline(never)
  private mutating func readObject(
    _ text: UnsafePointer<UInt8>, into line: UnsafeMutablePointer<FlightLine>
  ) -> UnsafePointer<UInt8>? {
    guard let objects, let next = objects.value.read(text) else { return nil }
    line.pointee.take(objects.value, .leadRegistered, from: text, to: next, points: points)
    isObject = true
    return next
  }
}
