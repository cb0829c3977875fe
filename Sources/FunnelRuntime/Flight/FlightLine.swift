import FunnelIR

/// What a line says that is plain: several are read before the first is handled, so that the rows that they are about can come
/// near meanwhile.
///
/// - Invariant: `words` and `known` have room for all points of the program, and belong to the place that the line was read into,
///   as does `made`.
struct FlightLine: BitwiseCopyable {
  /// Where it begins, and where the next one does.
  var start: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  var lead: UnsafePointer<UInt8>
  var leadLength = 0
  /// The lead's id in eight bytes, where it has so few.
  var shortID = LeadID()
  var hash: UInt64 = 0
  /// The number of a lead with such a hash; -1 where there was none.
  var number = -1
  var time: Int64 = 0
  var sequence: Int64 = 0
  /// The key of the activity; -1 where it names none.
  var activity = -1
  var kind = IncomingEvent.Kind.clock
  var leadIsNumber = false
  var hasSequence = false
  var hasValues = false
  /// The event's own id, who did it, and in which role, by the number of `FlightRoles`; lengths and number -1 for none.
  var eventID: UnsafePointer<UInt8>
  var eventIDLength = -1
  var actor: UnsafePointer<UInt8>
  var actorLength = -1
  var role = -1
  /// The points that it holds, as in `StraightMemory`.
  let words: UnsafeMutablePointer<UInt64>
  let known: UnsafeMutablePointer<UInt8>
  /// Texts that were made of what stands on the line, and how many bytes there is room for.
  private var made: UnsafeMutablePointer<UInt8>
  private var room = 0

  init(points: Int, at place: UnsafePointer<UInt8>) {
    (start, end, lead, eventID, actor) = (place, place, place, place, place)
    words = .filled(Array(repeating: 0, count: points), 0)
    known = .filled(Array(repeating: 0, count: points + 16), 0)
    made = .allocate(capacity: 0)
  }

  func deallocate() {
    words.deallocate()
    known.deallocate()
    made.deallocate()
  }

  /// The bytes of a text that a point has.
  @inline(__always)
  func text(_ bits: UInt64) -> UnsafeRawBufferPointer {
    let reference = TextReference(bits: bits)
    let texts = StraightMemory.isMade(bits) ? UnsafePointer(made) : start
    return UnsafeRawBufferPointer(start: texts + reference.offset, count: reference.length)
  }

  /// The lead's id.
  var id: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: lead, count: leadLength) }

  /// Takes up what a reader has read.
  /// - Parameter points: how many points there are.
  @inline(__always)
  mutating func take(
    _ reader: borrowing StraightReader, _ kind: IncomingEvent.Kind,
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>, points: Int
  ) {
    (self.start, self.end, self.kind) = (start, end, kind)
    (lead, leadLength, leadIsNumber) = (reader.lead, reader.leadLength, reader.leadIsNumber)
    shortID = LeadID(lead, leadLength)
    (time, sequence, hasSequence, activity) = (
      reader.time, reader.sequence, reader.hasSequence, Int(reader.activity)
    )
    (eventID, eventIDLength) = (reader.id, reader.idLength)
    (actor, actorLength, role) = (reader.actor, reader.actorLength, Int(reader.role))
    hasValues = false
    var first = 0
    while first < points {
      let eight = UnsafeRawPointer(reader.memory.known + first).loadUnaligned(as: UInt64.self)
      if eight != 0 { hasValues = true }
      first &+= 8
    }
    guard hasValues else { return }
    known.update(from: reader.memory.known, count: points)
    words.update(from: reader.memory.words, count: points)
    if reader.made > 0 { keep(reader.memory.scratch, reader.made) }
  }

  @inline(never)
  private mutating func keep(_ texts: UnsafeMutablePointer<UInt8>, _ count: Int) {
    if count > room {
      made.deallocate()
      made = .allocate(capacity: count)
      room = count
    }
    made.update(from: texts, count: count)
  }
}
