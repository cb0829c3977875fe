import Glibc
import Synchronization

/// Threads that do one work together.
final class Crew: @unchecked Sendable {
  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()

  init() {
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&condition, nil)
  }

  deinit {
    pthread_mutex_destroy(&mutex)
    pthread_cond_destroy(&condition)
  }

  /// Does something that only one thread may do at a time.
  func alone<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    return body()
  }

  /// Does something that only one thread may do at a time, and for which others may wait.
  func tell(_ body: () -> Void) {
    pthread_mutex_lock(&mutex)
    body()
    pthread_cond_broadcast(&condition)
    pthread_mutex_unlock(&mutex)
  }

  /// Waits until a function finds something; it is asked alone, and again whenever a thread has told something.
  func wait<Result>(for find: () -> Result?) -> Result {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    while true {
      if let found = find() { return found }
      pthread_cond_wait(&condition, &mutex)
    }
  }

  /// Runs a function on so many threads, this one among them, and waits for all; where the system has no more threads, those
  /// that there are do the work.
  static func work(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      if let thread = SideThread.start(SideThread.Work(body)) { threads.append(thread) }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Calls a function for each of some numbers, on as many threads.
  static func each(_ numbers: Range<Int>, _ body: @escaping @Sendable (Int) -> Void) {
    let taken = Atomic(numbers.lowerBound)
    work(numbers.count) {
      while true {
        let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < numbers.upperBound else { return }
        body(number)
      }
    }
  }

  /// How many threads the machine runs at once.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
