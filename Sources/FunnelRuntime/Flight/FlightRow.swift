import FunnelIR

/// A row, taken apart.
///
/// - Invariant: the row has `stride` bytes of the layout's program, so every index that the verifier has proved lies in it.
struct FlightRow {
  let header: UnsafeMutablePointer<FlightHeader>
  /// A bit a slot: whether the point is known.
  private let known: UnsafeMutablePointer<UInt8>
  let records: UnsafeMutablePointer<FlightRecord>
  /// The last labels of decisions, each + 1; 0 for none. At the places that the layout tells.
  let labels: UnsafeMutablePointer<UInt16>
  /// How often stages were entered, in the same way.
  let visits: UnsafeMutablePointer<UInt16>
  let values: UnsafeMutablePointer<UInt64>

  @inline(__always)
  init(_ row: UnsafeMutableRawPointer, _ layout: FlightLayout) {
    header = row.assumingMemoryBound(to: FlightHeader.self)
    known = (row + FlightLayout.known).assumingMemoryBound(to: UInt8.self)
    records = (row + layout.records).assumingMemoryBound(to: FlightRecord.self)
    labels = (row + layout.labels).assumingMemoryBound(to: UInt16.self)
    visits = (row + layout.visits).assumingMemoryBound(to: UInt16.self)
    values = (row + layout.values).assumingMemoryBound(to: UInt64.self)
  }

  /// Makes the row that of a journey of which nothing is known: all behind the header is 0 then.
  func reset(_ layout: FlightLayout) {
    header.initialize(to: FlightHeader())
    (UnsafeMutableRawPointer(header) + FlightHeader.size).initializeMemory(
      as: UInt8.self, repeating: 0, count: layout.stride - FlightHeader.size)
  }

  @inline(__always)
  func isKnown(_ slot: Int) -> Bool { known[slot >> 3] >> UInt8(slot & 7) & 1 == 1 }

  @inline(__always)
  func setKnown(_ slot: Int) { known[slot >> 3] |= 1 << UInt8(slot & 7) }

  @inline(__always)
  func setUnknown(_ slot: Int) { known[slot >> 3] &= ~(1 << UInt8(slot & 7)) }
}

/// A row as code reads it.
struct FlightState: JourneyState {
  let row: FlightRow
  let texts: UnsafeRawBufferPointer
  /// The slot of the person responsible; -1 where there is none.
  let ownerSlot: Int
  let labelPlaces: Table<Int32>
  /// When the stage was entered, where the program asks for that.
  let entered: Int64

  @inline(__always)
  func isKnown(_ slot: Int) -> Bool { row.isKnown(slot) }

  @inline(__always)
  func word(_ slot: Int) -> UInt64 { row.values[slot] }

  @inline(__always)
  func label(_ decision: Int) -> Int32 {
    let place = labelPlaces[decision]
    return place < 0 ? -1 : Int32(row.labels[Int(place)]) - 1
  }

  @inline(__always)
  func isActivity(_ key: Int, in states: UInt8) -> Bool { row.records[key].isIn(states) }

  /// No funnel whose journeys fly has sources.
  var source: Int32 { -1 }
  var stage: Int32 { Int32(truncatingIfNeeded: row.header.pointee.stage) }
  var owner: TextReference? {
    ownerSlot >= 0 && row.isKnown(ownerSlot) ? TextReference(bits: row.values[ownerSlot]) : nil
  }
  var started: Int64 { row.header.pointee.started }
  var lastEvent: Int64 { row.header.pointee.clock }

  @inline(__always)
  func withTexts<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(texts) }
}
