import Foundation
import Testing

@testable import FunnelCommands

@Suite("A piece of work on a thread of its own")
struct SideThreadTests {
  private struct Failure: Error, Equatable { let reason: String }

  private final class Box { var value = 0 }

  @Test("it is done once it was waited for, by whoever gives it up too")
  func waiting() throws {
    let box = Box()
    for round in 1...50 {
      let thread = SideThread {
        usleep(1_000)
        box.value += 1
      }
      if round % 2 == 0 {
        try thread.join()
        try thread.join()
        #expect(box.value == round)
      }
    }
    #expect(box.value == 50)
  }

  @Test("what goes wrong is thrown where it is waited for")
  func failure() {
    let thread = SideThread { throw Failure(reason: "full") }
    #expect(throws: Failure(reason: "full")) { try thread.join() }
  }

  @Test("signals are left to whoever waits for input")
  func signals() throws {
    func blocked() -> [Int32] {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      return [SIGTERM, SIGINT, SIGUSR1].filter { sigismember(&mask, $0) == 1 }
    }
    let box = Box()
    let before = blocked()
    try SideThread { box.value = blocked().count }.join()
    #expect(box.value == 3)
    #expect(blocked() == before)
  }
}
