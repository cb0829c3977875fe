import FunnelIR

/// What code reads of a journey, however it is laid out.
protocol JourneyState {
  /// Whether a data point is known, and its bits.
  func isKnown(_ slot: Int) -> Bool
  func word(_ slot: Int) -> UInt64
  /// A decision's last label; -1 for none.
  func label(_ decision: Int) -> Int32
  /// Whether an activity has one of the states in a mask.
  func isActivity(_ key: Int, in states: UInt8) -> Bool
  var source: Int32 { get }
  var stage: Int32 { get }
  var owner: TextReference? { get }
  var entered: Int64 { get }
  var started: Int64 { get }
  var lastEvent: Int64 { get }
  /// The bytes that texts and sets point into.
  func withTexts<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension Journey: JourneyState {
  @inline(__always)
  func word(_ slot: Int) -> UInt64 { values[slot] }

  @inline(__always)
  func label(_ decision: Int) -> Int32 { labels[decision] }

  @inline(__always)
  func isActivity(_ key: Int, in states: UInt8) -> Bool { activities[key].isIn(states) }

  @inline(__always)
  func withTexts<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { heap.withUnsafeBytes(body) }
}
