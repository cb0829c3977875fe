import FunnelIR

/// Finds on plain lines whom they are about, reading nothing else of them.
///
/// What it takes for a plain line may still be one that can't be used: whoever reads it whole finds out, and it is the same
/// which run does.
struct LeadFinder: ~Copyable {
  private var marker = StraightMarker()
  private var events: StraightReader
  private let objects: Held<StraightReader>?
  private let lineLength: Int
  /// Whether the line read last was a lead object.
  private var isObject = false
  private var lead: UnsafeRawBufferPointer

  /// Makes a finder; nil where it takes more than the texts and numbers of a line to know whom it is about.
  init?(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits) {
    guard workspace.funnels.count == 1, settings.isStraight else { return nil }
    let loaded = workspace.funnels[0]
    var program = loaded.program
    program.feed.points = []
    guard let plan = StraightPlan(eventsOf: program.feed, of: program) else { return nil }
    lineLength = limits.lineLength
    events = Flight.reader(plan, marker.marks, loaded, nesting: limits.nesting, settings)
    if program.feed.leads.isDeclared, let plan = StraightPlan(program.feed, choices: [], asked: [:], textSets: false) {
      objects = Held(Flight.reader(plan, marker.marks, loaded, nesting: limits.nesting, settings))
    } else {
      objects = nil
    }
    lead = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Deals the lines at the front of a buffer that are plain.
  /// - Parameter place: before them.
  /// - Returns: how many lines these are, and how many bytes they have.
  mutating func deal(_ bytes: UnsafeRawBufferPointer, from place: FeedPlace, to piece: DealtPiece) -> (
    lines: Int, bytes: Int
  ) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
    let end = start + bytes.count
    marker.begin()
    var (text, marked, lines) = (start, start, 0)
    while text < end {
      if text == marked {
        guard let next = marker.mark(text, end) else { break }
        marked = next
        events.marks = marker.marks
        objects?.value.marks = marker.marks
      }
      guard let next = read(text), next <= end, next - text <= lineLength else { break }
      piece.add(
        UnsafeRawBufferPointer(start: text, count: next - text), about: lead,
        at: FeedPlace(offset: place.offset + (text - start), line: place.line + lines))
      text = next
      lines += 1
    }
    return (lines, text - start)
  }

  /// Reads a line as an event or a lead object, first as what the line before was.
  private mutating func read(_ text: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    if isObject, let next = readObject(text) { return next }
    events.beginEvent()
    guard let next = events.read(text), events.kind >= 0 else { return isObject ? nil : readObject(text) }
    lead = UnsafeRawBufferPointer(start: events.lead, count: events.leadLength)
    isObject = false
    return next
  }

  private mutating func readObject(_ text: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    guard let objects, let next = objects.value.read(text) else { return nil }
    lead = UnsafeRawBufferPointer(start: objects.value.lead, count: objects.value.leadLength)
    isObject = true
    return next
  }
}
