import Glibc

/// The time that passes, whatever becomes of the clock on the wall.
///
/// The standard library's clock would bring its runtime for tasks along, for whose start every command would wait.
enum PassingTime {
  /// How long it is since a moment that stays the same while the system runs.
  static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
