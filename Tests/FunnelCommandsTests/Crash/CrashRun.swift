import Foundation

/// A run of the command that a library between it and the C library ends, or lets fail, at one call that changes a file.
struct CrashRun {
  /// What happens at the call; `shim.c` tells what each means.
  enum Blow: String, CaseIterable {
    case before, after, half, torn, power
    case full, fullOn = "full-on", error, errorOn = "error-on"

    /// Whether the process is killed, and does not see an error.
    var kills: Bool {
      switch self {
      case .before, .after, .half, .torn, .power: true
      default: false
      }
    }
  }

  /// What is run.
  enum Scenario: String, CaseIterable {
    /// A feed is read to its end, and the outputs are written when all is committed.
    case feed
    /// A feed is followed until it is closed, and the outputs grow with each commit.
    case followed
  }

  /// The library, built once for all tests.
  static let shim = Result {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "shim.c").path
    let library = NSTemporaryDirectory() + "funnel-crash-\(getpid()).so"
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["clang", "-std=gnu11", "-O1", "-fPIC", "-shared", "-o", library, source]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw CocoaError(.executableNotLoadable) }
    return library
  }

  private static let feed = Array(DurableRunTests.lines.map { $0 + "\n" }.joined().utf8)

  let folder: TemporaryFolder
  private let arguments: [String]

  init(_ scenario: Scenario) throws {
    folder = try TemporaryFolder()
    try folder.write(DurableRunTests.funnel.utf8, to: "welcome.funnel")
    arguments =
      [
        "run", "welcome.funnel", "--leads", "-", "--feed-name", "feed", "--store", "s.db", "--batch", "16", "--anchor",
        "anchor", "--journal", "journal", "--effects", "effects", "--rejects", "rejects", "-o", "journeys",
      ] + (scenario == .feed ? ["--until", "2026-04-01"] : ["--follow", "--lateness", "20000 d"])
  }

  /// Runs to the end without anything in between.
  @discardableResult
  func finish() throws -> CommandProcess { try CommandProcess(arguments, input: Self.feed, in: folder.path) }

  /// Runs to the end and counts the calls.
  func count() throws -> Int {
    let counter = folder.path + ".count"
    defer { try? FileManager.default.removeItem(atPath: counter) }
    _ = try CommandProcess(
      arguments, input: Self.feed, environment: try environment(["CRASH_COUNT": counter]), in: folder.path)
    let bytes = try Data(contentsOf: URL(filePath: counter)).prefix(8)
    return Int(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// Runs until something happens at a call.
  func strike(_ blow: Blow, at call: Int, seed: Int = 1, lies: Bool = false) throws -> CommandProcess {
    var settings = ["CRASH_AT": "\(call)", "CRASH_HOW": blow.rawValue, "CRASH_SEED": "\(seed)"]
    if lies { settings["CRASH_LIES"] = "1" }
    return try CommandProcess(arguments, input: Self.feed, environment: try environment(settings), in: folder.path)
  }

  /// Runs until it is killed after some microseconds; false where it was done before.
  func kill(after microseconds: UInt32) throws -> Bool {
    try folder.write(Self.feed, to: "in")
    let run = try RunningCommand(arguments, in: folder.path, input: FileHandle(forReadingAtPath: folder.path + "/in"))
    usleep(microseconds)
    return run.end(SIGKILL) == -SIGKILL
  }

  private func environment(_ settings: [String: String]) throws -> [String: String] {
    // The kernel names files by their real paths.
    let real = URL(filePath: folder.path).resolvingSymlinksInPath().path
    return try settings.merging(["LD_PRELOAD": Self.shim.get(), "CRASH_FOLDER": real]) { $1 }
  }

  /// The store's dump and all outputs, or what is wrong with the store.
  func results() throws -> [String] {
    let verified = try CommandProcess(["verify", folder.path + "/s.db", "--anchor", folder.path + "/anchor"])
    guard verified.status == 0 else { return [verified.output + verified.errors] }
    return try [CommandProcess(["dump", folder.path + "/s.db"]).output]
      + ["journeys", "journal", "effects", "rejects"].map {
        try String(contentsOfFile: folder.path + "/" + $0, encoding: .utf8)
      }
  }
}
