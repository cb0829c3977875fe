import Glibc

/// The benchmark: its workloads, its files, its rows.
struct Bench {
  /// One funnel and the feed that is sent through it.
  private struct Workload: Sendable {
    let name: String
    let funnel: String
    /// How often one more thread makes sense.
    let threads: [Int]
    let options: [String]
    /// How many lines a journey has.
    let lines: Int
    /// Writes a feed of so many leads.
    let generate: @Sendable (Int, FilePointer) -> Void
  }

  private typealias FilePointer = UnsafeMutablePointer<FILE>

  private let leads: Int
  private let folder: String
  private let command: String
  private let own: String

  init(leads: Int) {
    self.leads = leads
    var template = Array(("/tmp/funnelc-bench-" + String(repeating: "X", count: 6)).utf8CString)
    folder = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = max(0, readlink("/proc/self/exe", &path, path.count - 1))
    own = String(decoding: path[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    command = own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/funnelc"
  }

  /// Runs everything; false where something did not run.
  func run() -> Bool {
    defer { rmdir(folder) }
    let workloads = Bench.workloads
    say(
      row([
        "workload", "leads", "threads", "MB", "seconds", "busy", "leads/s", "MB/s", "MiB", "B/journey", "instr/lead",
      ]))
    var isWell = measureStart()
    for workload in workloads {
      // What a run takes by itself, by threads.
      var bases: [Int: Int] = [:]
      for factor in [0, 1, 2, 4, 8] {
        let feed = folder + "/feed.ndjson"
        let count = max(leads * factor, 1)
        guard let bytes = write(feed, workload, count) else { return false }
        defer { unlink(feed) }
        for threads in workload.threads {
          let words =
            [
              command, "run", Bench.folder + workload.funnel, "--leads", feed, "--jobs", String(threads), "--output",
              "/dev/null",
            ] + workload.options
          guard factor > 0 else {
            bases[threads] = Measurement(words)?.memory
            continue
          }
          guard let taken = Measurement.median(of: 3, words) else {
            isWell = false
            continue
          }
          let instructions = factor == 1 ? Measurement.instructions(words, in: folder) : nil
          say(
            row([
              workload.name, String(count), String(threads), decimals(Double(bytes) / 1e6, 1),
              decimals(taken.elapsed, 3),
              decimals(taken.busy, 3), String(Int(Double(count) / taken.elapsed)),
              String(Int(Double(bytes) / 1e6 / taken.elapsed)), decimals(Double(taken.memory) / 1_048_576, 1),
              bases[threads].map { String(max(0, taken.memory - $0) / max(1, count / workload.lines)) } ?? "-",
              instructions.map { String($0 / count) } ?? "-",
            ]))
        }
      }
    }
    return isWell
  }

  /// Measures what a store costs, on a feed that is there or a generated one.
  func runDurably(feed: String?) -> Bool {
    defer { rmdir(folder) }
    let path = feed ?? folder + "/feed.ndjson"
    if feed == nil {
      guard let file = fopen(path, "w") else { return false }
      var events = EventFeed()
      events.write(leads: leads) { fputs($0, file) }
      fclose(file)
    }
    defer { if feed == nil { unlink(path) } }
    return DurableBench(own: own, feed: path, folder: folder).run()
  }

  /// Measures how long checking takes; false where something did not run.
  func runCheck() -> Bool {
    defer { rmdir(folder) }
    return CheckBench(command: command, folder: folder).run()
  }

  private func say(_ row: String) {
    print(row)
    // Each row is seen as soon as it is known, also where the output is a file.
    fflush(nil)
  }

  /// How long the command takes to start, and to check a funnel.
  private func measureStart() -> Bool {
    for (name, words) in [
      ("--version", [command, "--version"]), ("check", [command, "check", Bench.folder + "w2_journeys.funnel"]),
    ] {
      guard let taken = Measurement.median(of: 11, words) else { return false }
      say(
        row([
          name, "-", "-", "-", decimals(taken.elapsed, 4), decimals(taken.busy, 4), "-", "-",
          decimals(Double(taken.memory) / 1_048_576, 1), "-", "-",
        ]))
    }
    return true
  }

  private func write(_ path: String, _ workload: Workload, _ count: Int) -> Int? {
    guard let file = fopen(path, "w") else { return nil }
    defer { fclose(file) }
    workload.generate(count, file)
    return ftell(file)
  }

  static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Tests/Workloads/"

  private static let workloads = [
    Workload(
      name: "qualify", funnel: "w1_qualify.funnel", threads: [1, 2],
      options: ["--fields", "id=lead,path,stage=place,activities=activities.name"], lines: 1,
      generate: { count, file in
        var feed = LeadFeed()
        for number in 1...count { fputs(feed.line(number), file) }
      }),
    Workload(
      name: "journeys", funnel: "w2_journeys.funnel", threads: [1, 2],
      options: ["--fields", "id=lead,status=end|open,ended,history.stage+entered+left+how,counts"], lines: 10,
      generate: { count, file in
        var feed = EventFeed()
        feed.write(leads: max(1, count / 10)) { fputs($0, file) }
      }),
  ]

  private func decimals(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    let rest = String(whole % Int(scale))
    return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }

  private func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let blanks = String(repeating: " ", count: max(0, (index == 0 ? 10 : 11) - cell.count))
      return index == 0 ? cell + blanks : blanks + cell
    }.joined()
  }
}
