import Glibc

/// Threads that do one work together, and whose results are taken in the order of the work.
final class Crew: @unchecked Sendable {
  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()
  /// The number of the piece of work whose turn it is.
  private var turn = 0

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

  /// Does something when all pieces of work with lower numbers have had their turn.
  func inTurn(_ number: Int, _ body: () -> Void) {
    pthread_mutex_lock(&mutex)
    while turn != number { pthread_cond_wait(&condition, &mutex) }
    pthread_mutex_unlock(&mutex)
    body()
    pthread_mutex_lock(&mutex)
    turn += 1
    pthread_cond_broadcast(&condition)
    pthread_mutex_unlock(&mutex)
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

  /// How many threads the machine runs at once.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
