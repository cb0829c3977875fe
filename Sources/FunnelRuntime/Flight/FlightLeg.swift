/// A part of a journey's way, chained to the one before it: a stage that was left, a time of waiting outside any stage, or
/// nothing but a decision; with the decision that was taken behind it, if any. What a leg ends, the next one begins at once.
struct FlightLeg: BitwiseCopyable {
  /// What stands for a stage where there was none.
  enum Pause { static let waiting: Int16 = -2, none: Int16 = -1 }

  /// The leg before it; -1 for none.
  let before: Int32
  /// When it was over, from the journey's start.
  private let low: UInt32
  private let high: UInt16
  /// The stage, or what stands for it.
  let stage: Int16
  /// The branch that was taken; `UInt16.max` for none.
  var branch = UInt16.max
  /// How the stage was left.
  let how: Journey.Leaving

  init(before: Int32, over distance: Int64, stage: Int16, how: Journey.Leaving = .completed) {
    (self.before, self.stage, self.how) = (before, stage, how)
    low = UInt32(truncatingIfNeeded: distance)
    high = UInt16(truncatingIfNeeded: distance >> 32)
  }

  /// When it was over, from the journey's start.
  var over: Int64 { Int64(low) | Int64(high) << 32 }
}
