import FunnelIR

/// What is known of every journey in flight, whatever its funnel: the front of its row.
///
/// Of a journey in a row, the subject's last event, the journey's last step and its clock are the same instant.
struct FlightHeader: BitwiseCopyable {
  /// The lead's id, by its first and last bytes: all of an id of up to sixteen.
  var first: UInt64 = 0
  var last: UInt64 = 0
  var clock: Int64 = 0
  /// When the limit of the stage is; `Int64.max` for none.
  var nextTimer = Int64.max
  /// The highest sequence number of the lead's events.
  var watermark: Int64 = 0
  var started: Int64 = 0
  /// When the stage was entered; when the journey ended.
  var since: Int64 = 0
  var stepsAt = Int64.min
  var done: Int32 = 0
  var failed: Int32 = 0
  var ignored: Int32 = 0
  var late: Int32 = 0
  var duplicates: Int32 = 0
  var outOfOrder: Int32 = 0
  /// The last visit and the last turn, in memory for those of all journeys; -1 for none.
  var visit: Int32 = -1
  var turn: Int32 = -1
  var recordCount: UInt32 = 0
  /// How many bytes the id has; 0 where it has more than sixteen.
  var length: UInt16 = 0
  var steps: UInt16 = 0
  var visitCount: UInt16 = 0
  var turnCount: UInt16 = 0
  var stage: Int16 = -1
  var end: Int16 = -1
  var declineReason: Int16 = -1
  var status = Journey.Status.inProgress
  var isEnded = false
  var hasWatermark = false
  var leadIsNumber = false
  /// Whether the journey is here, and not on the shelf.
  var isAloft = false
}

/// What is known of an activity.
struct FlightRecord: BitwiseCopyable {
  /// The activity; `UInt16.max` where none of its key was part of a visited stage.
  var activity = UInt16.max
  var visit: UInt16 = 0
  var state = ActivityState.blocked
  var wait = ActivityRecord.Wait.before
  var attempts: UInt8 = 0
  var failures: UInt8 = 0
  var openings: UInt8 = 0

  var isOpen: Bool { @inline(__always) get { activity != .max && (state == .open || state == .inProgress) } }
}

/// A visit of a stage, chained to the journey's visit before it.
struct FlightVisit: BitwiseCopyable {
  var entered: Int64
  var left: Int64 = 0
  var before: Int32
  var stage: UInt16
  var how: Journey.Leaving?
}

/// A decision that was taken, chained to the journey's one before it.
struct FlightTurn: BitwiseCopyable {
  var before: Int32
  var decision: UInt16
  var label: UInt16
}

/// Where the parts of a row lie behind its header; the person responsible stands behind the data points, as one more text.
struct FlightLayout {
  let points: Int
  let decisions: Int
  let stages: Int
  let keys: Int
  let known: Int
  let values: Int
  let labels: Int
  let visits: Int
  let records: Int
  let stride: Int

  init(_ program: LoadedProgram) {
    points = program.points.count
    decisions = program.decisions.count
    stages = program.stages.count
    keys = program.activityKeys.count
    known = MemoryLayout<FlightHeader>.stride
    values = known + (points / 64 + 1) * 8
    labels = values + (points + 1) * 8
    visits = labels + decisions * 2
    records = visits + stages * 2
    stride = (records + keys * MemoryLayout<FlightRecord>.stride + 63) & ~63
  }
}

/// A row, taken apart.
///
/// - Invariant: the row has `stride` bytes of the layout's program, so every index that the verifier has proved lies in it.
struct FlightRow {
  let header: UnsafeMutablePointer<FlightHeader>
  let known: UnsafeMutablePointer<UInt64>
  let values: UnsafeMutablePointer<UInt64>
  /// Each decision's last label; `UInt16.max` for none.
  let labels: UnsafeMutablePointer<UInt16>
  /// How often each stage was entered.
  let visits: UnsafeMutablePointer<UInt16>
  let records: UnsafeMutablePointer<FlightRecord>

  @inline(__always)
  init(_ row: UnsafeMutableRawPointer, _ layout: FlightLayout) {
    header = row.assumingMemoryBound(to: FlightHeader.self)
    known = (row + layout.known).assumingMemoryBound(to: UInt64.self)
    values = (row + layout.values).assumingMemoryBound(to: UInt64.self)
    labels = (row + layout.labels).assumingMemoryBound(to: UInt16.self)
    visits = (row + layout.visits).assumingMemoryBound(to: UInt16.self)
    records = (row + layout.records).assumingMemoryBound(to: FlightRecord.self)
  }

  /// Makes the row that of a journey of which nothing is known.
  func reset(_ layout: FlightLayout) {
    header.initialize(to: FlightHeader())
    known.initialize(repeating: 0, count: layout.points / 64 + 1)
    values.initialize(repeating: 0, count: layout.points + 1)
    labels.initialize(repeating: .max, count: layout.decisions)
    visits.initialize(repeating: 0, count: layout.stages)
    records.initialize(repeating: FlightRecord(), count: layout.keys)
  }

  /// Says whose row it is.
  func setID(_ id: UnsafeRawBufferPointer) {
    guard let start = id.baseAddress, id.count <= 16 else { return }
    let marks = KeyTable.Marks(start, id.count)
    (header.pointee.first, header.pointee.last) = (marks.first, marks.last)
    header.pointee.length = UInt16(truncatingIfNeeded: id.count)
  }

  @inline(__always)
  func isKnown(_ slot: Int) -> Bool { known[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }

  @inline(__always)
  func setKnown(_ slot: Int) { known[slot >> 6] |= 1 << UInt64(slot & 63) }

  @inline(__always)
  func setUnknown(_ slot: Int) { known[slot >> 6] &= ~(1 << UInt64(slot & 63)) }
}

/// A row as code reads it.
struct FlightState: JourneyState {
  let row: FlightRow
  let texts: UnsafeRawBufferPointer
  /// The slot of the person responsible.
  let ownerSlot: Int

  @inline(__always)
  func isKnown(_ slot: Int) -> Bool { row.isKnown(slot) }

  @inline(__always)
  func word(_ slot: Int) -> UInt64 { row.values[slot] }

  @inline(__always)
  func label(_ decision: Int) -> Int32 { row.labels[decision] == .max ? -1 : Int32(row.labels[decision]) }

  @inline(__always)
  func isActivity(_ key: Int, in states: UInt8) -> Bool {
    row.records[key].activity != .max && row.records[key].state.mask & states != 0
  }

  /// No funnel whose journeys fly has sources.
  var source: Int32 { -1 }
  var stage: Int32 { Int32(row.header.pointee.stage) }
  var owner: TextReference? { row.isKnown(ownerSlot) ? TextReference(bits: row.values[ownerSlot]) : nil }
  var entered: Int64 { row.header.pointee.since }
  var started: Int64 { row.header.pointee.started }
  var lastEvent: Int64 { row.header.pointee.clock }

  @inline(__always)
  func withTexts<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(texts) }
}
