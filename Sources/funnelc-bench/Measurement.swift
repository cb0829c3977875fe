import Glibc

/// What a process took from its start to its end.
struct Measurement {
  /// Seconds of the clock on the wall, and of the processors on the process's own behalf.
  var elapsed = 0.0
  var busy = 0.0
  /// The most memory it had at once, in bytes.
  var memory = 0
  /// How many bytes it had written to disks.
  var written = 0

  /// Runs a command to its end, its output thrown away; nil where it could not be run or did not end well.
  init?(_ words: [String]) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let clock = ContinuousClock()
    let start = clock.now
    var process: pid_t = 0
    guard posix_spawnp(&process, words[0], &actions, nil, arguments, environ) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process, status == 0 else { return nil }
    let time = start.duration(to: clock.now).components
    elapsed = Double(time.seconds) + Double(time.attoseconds) / 1e18
    busy =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    memory = usage.ru_maxrss * 1024
    written = usage.ru_oublock * 512
  }

  /// The median, by the clock on the wall, of some runs of a command.
  static func median(of count: Int, _ words: [String]) -> Measurement? {
    let runs = (0..<count).compactMap { _ in Measurement(words) }.sorted { $0.elapsed < $1.elapsed }
    return runs.count == count ? runs[count / 2] : nil
  }

  /// The instructions that a command takes: as the machine counts them, where it does and `perf` is there to ask, otherwise as
  /// `valgrind` does, which runs the command some fifty times as long.
  static func instructions(_ words: [String], in folder: String) -> Int? {
    let (report, copy) = (folder + "/report", folder + "/command")
    defer {
      unlink(report)
      unlink(copy)
    }
    if Measurement(["perf", "stat", "-x", ",", "-e", "instructions:u", "-o", report] + words) != nil,
      let line = line(of: report, with: "instructions"),
      let count = line.split(separator: ",").first.flatMap({ Int($0) })
    {
      return count
    }
    // It does not understand how Swift describes its code to debuggers.
    guard Measurement(["strip", "--strip-debug", "-o", copy, words[0]]) != nil,
      Measurement(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-file=" + report, copy]
          + words.dropFirst()) != nil
    else { return nil }
    return line(of: report, with: "Collected")?.split(separator: " ").last.flatMap { Int($0) }
  }

  /// The first line of a file that holds a word, without its end.
  private static func line(of path: String, with word: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.contains(word) { return text }
    }
    return nil
  }
}
