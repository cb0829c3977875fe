import Glibc
import Synchronization

/// Being asked to stop: by SIGTERM, or SIGINT from a terminal.
enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let watched = Atomic<Bool>(false)

  /// Whether signals are noted.
  static var isWatched: Bool { watched.load(ordering: .relaxed) }

  /// The signal that came; nil before the first.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// From now on both signals are noted, and end nothing by themselves.
  static func watch() {
    // What the handler uses is made before it can run.
    _ = received.load(ordering: .relaxed)
    watched.store(true, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
    // Without SA_RESTART, so that a read which waits comes back.
    sigaction(SIGTERM, &action, nil)
    sigaction(SIGINT, &action, nil)
    // Whoever started the process may have left them blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// The process was asked to stop before a feed was recognised.
struct Interrupted: Error {}
