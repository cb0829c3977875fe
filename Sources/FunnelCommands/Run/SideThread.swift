import Glibc

/// A piece of work on a thread of its own, which nobody leaves behind: whoever gives it up waits for it.
///
/// - Invariant: until the thread has ended, nobody else touches what the work touches, nor `failure`.
final class SideThread {
  private let work: Work
  /// Nil once it has ended.
  private var thread: pthread_t?

  /// Starts a piece of work; where the system has no more threads, this one does it now.
  init(_ body: @escaping () throws -> Void) {
    work = Work(body)
    thread = SideThread.start(work)
    if thread == nil { work.run() }
  }

  deinit { end() }

  /// Waits for the end, and throws what went wrong.
  func join() throws {
    end()
    if let failure = work.failure { throw failure }
  }

  private func end() {
    if let thread { pthread_join(thread, nil) }
    thread = nil
  }

  /// Starts a thread that is to be joined; nil where the system has none left.
  static func start(_ work: Work) -> pthread_t? {
    // Signals are for the thread that waits for input, so that they end its waiting.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let box = Unmanaged.passRetained(work)
    guard pthread_create(&thread, nil, SideThread.main, box.toOpaque()) == 0 else {
      box.release()
      return nil
    }
    return thread
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    { pointer in
      if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }

  /// What a thread does, and what went wrong with it.
  final class Work {
    private let body: () throws -> Void
    private(set) var failure: (any Error)?

    init(_ body: @escaping () throws -> Void) { self.body = body }

    fileprivate func run() {
      do { try body() } catch { failure = error }
    }
  }
}
