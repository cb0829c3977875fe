/// What is known of every journey in flight, whatever its funnel: the front of its row.
///
/// Of a journey in a row, the subject's last event, the journey's last step and its clock are the same instant, and it entered
/// its stage, or ended, when it left what was before. Instants are counted from the start in 48 bits, which is nearly nine years
/// of microseconds; a journey that takes longer does not fly.
struct FlightHeader: BitwiseCopyable {
  /// Where a journey is that is on its way from one stage to another; stages are 0 and above, ends below (see `FlightPlaces`).
  static let nowhere = -1
  /// How many instants can be told apart; the last stands for none.
  private static let span: UInt64 = 1 << 48 - 1

  var started: Int64 = 0
  /// The clock; in the upper bits three flags and the place.
  private var clockAndPlace = UInt64(bitPattern: Int64(FlightHeader.nowhere) << 51)
  /// When the limit of the stage is; in the upper bits how many records the journey has made.
  private var timerAndRecords = FlightHeader.span
  /// The highest sequence number of the lead's events, if there was any.
  var watermark: Int64 = 0
  /// The last leg of its way, in memory for those of all journeys; -1 for none.
  var leg: Int32 = -1
  /// How many steps it took at the instant of its clock.
  var steps: UInt8 = 0
  var done: UInt8 = 0
  var failed: UInt8 = 0
  var ignored: UInt8 = 0
  var late: UInt8 = 0
  var duplicates: UInt8 = 0
  var outOfOrder: UInt8 = 0

  /// How many bytes there are; what follows needs no place of its own.
  static let size = MemoryLayout<FlightHeader>.size

  /// Whether an instant can be told.
  @inline(__always)
  func reaches(_ instant: Int64) -> Bool {
    let (distance, overflow) = instant.subtractingReportingOverflow(started)
    return !overflow && distance >= 0 && UInt64(distance) < FlightHeader.span
  }

  var clock: Int64 {
    @inline(__always) get { started &+ Int64(clockAndPlace & FlightHeader.span) }
    @inline(__always) set {
      clockAndPlace = clockAndPlace & ~FlightHeader.span | UInt64(bitPattern: newValue &- started) & FlightHeader.span
    }
  }

  /// `Int64.max` for none.
  var nextTimer: Int64 {
    @inline(__always) get {
      let distance = timerAndRecords & FlightHeader.span
      return distance == FlightHeader.span ? .max : started &+ Int64(distance)
    }
    @inline(__always) set {
      let distance = newValue == .max ? FlightHeader.span : UInt64(bitPattern: newValue &- started) & FlightHeader.span
      timerAndRecords = timerAndRecords & ~FlightHeader.span | distance
    }
  }

  /// How many records it has made, up to 65 535.
  var records: Int {
    @inline(__always) get { Int(timerAndRecords >> 48) }
    @inline(__always) set {
      timerAndRecords = timerAndRecords & FlightHeader.span | UInt64(truncatingIfNeeded: newValue) << 48
    }
  }

  /// Where it is, from -4096 to 4095.
  var place: Int {
    @inline(__always) get { Int(Int64(bitPattern: clockAndPlace) >> 51) }
    @inline(__always) set {
      clockAndPlace = clockAndPlace & (1 << 51 - 1) | UInt64(bitPattern: Int64(newValue)) << 51
    }
  }

  /// The stage it is in; -1 for none.
  var stage: Int { @inline(__always) get { max(place, FlightHeader.nowhere) } }

  var isEnded: Bool { @inline(__always) get { place < FlightHeader.nowhere } }

  var hasWatermark: Bool {
    @inline(__always) get { flag(48) }
    @inline(__always) set { setFlag(48, newValue) }
  }

  var leadIsNumber: Bool {
    get { flag(49) }
    set { setFlag(49, newValue) }
  }

  /// Whether the journey is here, and not on the shelf.
  var isAloft: Bool {
    @inline(__always) get { flag(50) }
    @inline(__always) set { setFlag(50, newValue) }
  }

  @inline(__always)
  private func flag(_ bit: UInt64) -> Bool { clockAndPlace >> bit & 1 == 1 }

  @inline(__always)
  private mutating func setFlag(_ bit: UInt64, _ isSet: Bool) {
    clockAndPlace = clockAndPlace & ~(1 << bit) | (isSet ? 1 << bit : 0)
  }
}

extension UInt8 {
  /// Counts one more; false where it is as large as it can be.
  @inline(__always)
  mutating func countUp() -> Bool {
    guard self < .max else { return false }
    self &+= 1
    return true
  }
}
