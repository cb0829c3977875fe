import Glibc

/// Measures what keeping a run costs: the run without a store, what plain SQLite needs to insert as many rows, and the run with
/// a store, three times in turn, so that what else the machine does falls on all alike.
struct DurableBench {
  private let command: String
  private let own: String
  private let feed: String
  private let folder: String

  /// - Parameter feed: a feed of the workload "journeys".
  init(own: String, feed: String, folder: String) {
    self.own = own
    command = own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/funnelc"
    self.feed = feed
    self.folder = folder
  }

  /// Runs everything and prints it; false where something did not run.
  func run() -> Bool {
    guard let events = lines(of: feed), events > 0 else { return false }
    let funnel = Bench.folder + "w2_journeys.funnel"
    let database = folder + "/bench.db"
    defer { remove(database) }
    let base = [command, "run", funnel, "--leads", feed, "--output", "/dev/null"]
    let durable = base + ["--store", database, "--batch", "1000"]
    var rounds: [(plain: Measurement, floor: Measurement, durable: Measurement)] = []
    for _ in 0..<3 {
      guard let plain = Measurement(base + ["--journal", "/dev/null"]) else { return false }
      guard let floor = Measurement([own, "floor", feed, database]) else { return false }
      remove(database)
      guard let kept = Measurement(durable) else { return false }
      rounds.append((plain, floor, kept))
      if rounds.count < 3 { remove(database) }
    }
    func ratio(_ round: (plain: Measurement, floor: Measurement, durable: Measurement)) -> Double {
      round.durable.elapsed / (round.plain.elapsed + round.floor.elapsed)
    }
    rounds.sort { ratio($0) < ratio($1) }
    let median = rounds[rounds.count / 2]
    say("events", "\(events)")
    say("run without a store, journal to the null device", seconds(median.plain.elapsed))
    say("plain SQLite, as many rows, 1000 a commit", seconds(median.floor.elapsed))
    say("run with a store, 1000 events a commit", seconds(median.durable.elapsed))
    say("times run and SQLite together", decimals(ratio(median), 2))
    say("of three rounds from", "\(decimals(ratio(rounds[0]), 2)) to \(decimals(ratio(rounds[2]), 2))")
    say("bytes in the store an event", "\(size(of: database) / events)")
    say("bytes written an event", "\(median.durable.written / events)")
    say("bytes of the feed an event", "\(size(of: feed) / events)")
    say("memory without a store", mebibytes(median.plain.memory))
    say("memory with a store", mebibytes(median.durable.memory))
    remove(database)
    return sayMemory(funnel, database)
  }

  /// Runs the same leads with once, twice and four times as much that is heard of them, and prints what memory that takes.
  private func sayMemory(_ funnel: String, _ database: String) -> Bool {
    for times in [1, 2, 4] {
      guard let grown = grown(times) else { return false }
      let words = [
        command, "run", funnel, "--leads", grown, "--output", "/dev/null", "--store", database, "--batch", "1000",
      ]
      guard let run = Measurement(words) else { return false }
      say("memory with a store, the feed \(times)x", mebibytes(run.memory))
      remove(database)
      unlink(grown)
    }
    return true
  }

  private func say(_ what: String, _ value: String) {
    print(what + String(repeating: " ", count: max(1, 52 - what.count)) + value)
    fflush(nil)
  }

  private func seconds(_ value: Double) -> String { decimals(value, 2) + " s" }

  private func mebibytes(_ bytes: Int) -> String { "\(bytes / 1_048_576) MiB" }

  private func decimals(_ value: Double, _ digits: Int) -> String {
    let scale = digits == 2 ? 100 : 10
    let whole = Int((value * Double(scale)).rounded())
    let rest = String(whole % scale)
    return "\(whole / scale).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }

  private func remove(_ database: String) {
    for suffix in ["", "-wal", "-shm", "-writer"] { unlink(database + suffix) }
  }

  private func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private func lines(of path: String) -> Int? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    var count = 0
    while getline(&line, &capacity, file) > 0 { count += 1 }
    return count
  }

  /// Copies the feed, and its lines again and again under later sequence numbers: events that come late, which all are recorded.
  private func grown(_ times: Int) -> String? {
    let path = folder + "/grown.ndjson"
    guard let output = fopen(path, "w") else { return nil }
    defer { fclose(output) }
    let mark = "{\"seq\":"
    for round in 0..<times {
      guard let input = fopen(feed, "r") else { return nil }
      defer { fclose(input) }
      var line: UnsafeMutablePointer<CChar>?
      var capacity = 0
      defer { free(line) }
      while getline(&line, &capacity, input) > 0, let line {
        var rest: UnsafeMutablePointer<CChar>?
        if round > 0, strncmp(line, mark, mark.utf8.count) == 0 {
          let number = strtol(line + mark.utf8.count, &rest, 10)
          fputs(mark + "\(number + round * 1_000_000)", output)
        }
        fputs(rest ?? line, output)
      }
    }
    return path
  }
}
