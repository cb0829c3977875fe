import Glibc

/// Threads that do one work together.
final class Crew: @unchecked Sendable {
  private var mutex = pthread_mutex_t()

  init() { pthread_mutex_init(&mutex, nil) }

  deinit { pthread_mutex_destroy(&mutex) }

  /// Does something that only one thread may do at a time.
  func alone<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    return body()
  }

  /// Runs a function on so many threads, this one among them, and waits for all; where the system has no more threads, those
  /// that there are do the work.
  static func work(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      var thread = pthread_t()
      let box = Unmanaged.passRetained(Work(body))
      let code = pthread_create(&thread, nil, Crew.start, box.toOpaque())
      if code == 0 { threads.append(thread) } else { box.release() }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    { pointer in
      if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// How many threads the machine runs at once.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
