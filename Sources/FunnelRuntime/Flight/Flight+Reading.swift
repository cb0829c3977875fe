import CScan
import FunnelIR

/// Reading lines ahead of the journeys they are about.
extension Flight {
  /// A reader of one kind of line.
  static func reader(
    _ plan: StraightPlan, _ marks: StraightMarks, _ program: LoadedProgram, nesting: Int, _ settings: RunSettings
  ) -> StraightReader {
    let slots = program.points.count
    let memory = StraightMemory(
      words: Array(repeating: 0, count: slots), known: Array(repeating: 0, count: slots))
    let values = ValueReader(choices: program.program.choices, zone: program.program.zone)
    return StraightReader(plan, marks, memory, values, nesting: nesting, settings)
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
    line.pointee.take(events, kind, from: text, to: next, points: layout.points)
    isObject = false
    return next
  }

  @inline(never)
  private mutating func readObject(
    _ text: UnsafePointer<UInt8>, into line: UnsafeMutablePointer<FlightLine>
  ) -> UnsafePointer<UInt8>? {
    guard let objects, let next = objects.value.read(text) else { return nil }
    line.pointee.take(objects.value, .leadRegistered, from: text, to: next, points: layout.points)
    isObject = true
    return next
  }

  /// Reads lines up to the first that is not plain, and asks for the rows of their leads.
  /// - Returns: how many lines.
  mutating func readAhead(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>,
    _ registry: borrowing LeadRegistry
  ) -> Int {
    var count = 0
    var text = start
    while count < Flight.batch, text < end {
      if text == marked {
        guard let next = marker.mark(text, end) else { break }
        marked = next
        events.marks = marker.marks
        objects?.value.marks = marker.marks
      }
      guard let next = read(text, into: lines + count), next <= end, next - text <= lineLength
      else { break }
      lines[count].hash = registry.hash(lines[count].id)
      registry.bring(lines[count].hash)
      text = next
      count &+= 1
    }
    for index in 0..<count {
      lines[index].number = registry.first(lines[index].hash)
      if lines[index].number >= 0 { cscan_bring(rows[lines[index].number], layout.stride) }
    }
    return count
  }
}
