import Glibc

/// A command of the operator that carries effects out: it reads one from its standard input, and ends with 0 once it is done.
struct EffectCommand {
  /// The command, as a shell reads it.
  let text: String
  /// How long it may take.
  let seconds: Int

  /// Runs it for one effect.
  /// - Returns: why it failed; nil where it is done.
  func carryOut(_ line: [UInt8]) -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return "it could not be started: system error \(errno)" }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var process: pid_t = 0
    let failure = start(&process, reading: ends[0])
    close(ends[0])
    guard failure == 0 else {
      close(ends[1])
      return "it could not be started: system error \(failure)"
    }
    let deadline = now() + Int64(seconds) * 1_000
    feed(line + [UInt8(ascii: "\n")], to: ends[1], until: deadline)
    close(ends[1])
    return wait(for: process, until: deadline)
  }

  private func start(_ process: inout pid_t, reading input: Int32) -> Int32 {
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var ignored = sigset_t()
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
    // Results of the verb go to standard output; what a command says is no result.
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO)
    sigemptyset(&ignored)
    sigaddset(&ignored, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    // A group of its own, so that an interrupt of ours leaves it alone, and it ends as a whole where it takes too long.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    let texts = ["/bin/sh", "-c", text]
    var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    return posix_spawn(&process, "/bin/sh", &files, &attributes, &words, environ)
  }

  /// Writes as much as the command reads; one that does not read may still do its work.
  private func feed(_ bytes: [UInt8], to end: Int32, until deadline: Int64) {
    _ = fcntl(end, F_SETFL, O_NONBLOCK)
    var rest = bytes[...]
    while !rest.isEmpty, now() < deadline {
      let count = rest.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var place = pollfd(fd: end, events: Int16(POLLOUT), revents: 0)
        poll(&place, 1, Int32(clamping: max(deadline - now(), 0)))
      } else if errno != EINTR {
        return
      }
    }
  }

  private func wait(for process: pid_t, until deadline: Int64) -> String? {
    var status: Int32 = 0
    var pause: UInt32 = 500
    while waitpid(process, &status, WNOHANG) == 0 {
      guard now() < deadline else {
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        return "the command took more than \(seconds.of("second"))"
      }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
    let signal = status & 0x7F
    let code = (status >> 8) & 0xFF
    if signal != 0 { return "the command was ended by signal \(signal)" }
    return code == 0 ? nil : "the command ended with status \(code)"
  }

  /// Milliseconds of a clock that nobody sets.
  private func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
