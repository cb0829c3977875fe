import Glibc

/// The clock on the wall. Only a followed feed asks it, and what it says is committed.
enum WallClock {
  /// Microseconds since 1970.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
  }
}

/// When a followed feed asks the clock.
struct Pace {
  /// How long to wait from one time to the next, in microseconds.
  let tick: Int64
  /// How much later than the clock lines may still come, in microseconds.
  let lateness: Int64
  private var next = PassingTime.now

  init(tick: Int64, lateness: Int64) {
    (self.tick, self.lateness) = (tick, lateness)
  }

  /// The instant through which everything due has to happen now; nil before its time comes.
  mutating func instant() -> Int64? {
    guard PassingTime.now >= next else { return nil }
    next = PassingTime.now + .microseconds(tick)
    return WallClock.now.subtractingReportingOverflow(lateness).partialValue
  }

  /// How long to wait at most, in milliseconds.
  var rest: Int32 {
    let rest = next - PassingTime.now
    return Int32(max(0, min(200, rest / .milliseconds(1) + 1)))
  }
}
