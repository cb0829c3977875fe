import Foundation
import Testing

/// SQLite, libcrypto and zlib are opened when they are needed. Here other files stand before them, and what needs one of them
/// says so instead of going on without it.
@Suite("Libraries of the system")
struct SystemLibraryTests {
  /// What stands in a library's place.
  enum Substitute: String, CaseIterable {
    /// A file that is no library.
    case damaged
    /// A library that has none of the functions.
    case other

    var problem: String {
      switch self {
      case .damaged: "it is not installed, or damaged"
      case .other: "it is too old, or another one of that name"
      }
    }
  }

  private static let libraries = [
    "libsqlite3.so.0": "stores need it", "libcrypto.so.3": "hashes, keys and tokens need it",
    "libz.so.1": "compressed feeds need it",
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SystemLibraryTests.funnel.utf8, to: "f.funnel")
    try folder.write(#"{"at":0,"email":"a@example.com"}"#.utf8, to: "leads.ndjson")
    let id = "01234567-89ab-cdef-0123-456789abcdef"
    let event = #"{"type":"activity.completed","lead":"a@example.com","id":"\#(id)","time":"1970-01-01T01:00:00Z","#
    try folder.write((event + #""activity":"call"}"#).utf8, to: "events.ndjson")
    try folder.write(String(repeating: "k", count: 40).utf8, to: "key")
    // A file of gzip with nothing in it.
    try folder.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], to: "leads.ndjson.gz")
  }

  private static let funnel = """
    funnel f {
      feed leads { lead from email  time from at }
      data { email: email personal }
      start -> talk
      stage talk { activity call by lead  on failed call -> lost "no call"  limit 3 days -> lost "silent"  then -> converted }
    }
    """

  private static let run = "run f.funnel --leads leads.ndjson"

  /// Runs the command, which finds files of ours where it looks for libraries.
  private func command(_ words: String, _ substitute: Substitute?, for libraries: [String]) throws -> CommandProcess {
    for library in libraries {
      let path = try folder.write([], to: library)
      guard substitute == .other else { continue }
      let compiler = Process()
      compiler.executableURL = URL(filePath: "/usr/bin/env")
      compiler.arguments = ["clang", "-shared", "-x", "c", "/dev/null", "-o", path]
      try compiler.run()
      compiler.waitUntilExit()
      #expect(compiler.terminationStatus == 0)
    }
    let environment = substitute == nil ? [:] : ["LD_LIBRARY_PATH": folder.path]
    return try CommandProcess(words.split(separator: " ").map(String.init), environment: environment, in: folder.path)
  }

  @Test(
    "what needs no library runs without any",
    arguments: ["--version", "check f.funnel", "test f.funnel", run, "\(run) --journal j --rejects r -o o"])
  func none(words: String) throws {
    let process = try command(words, .damaged, for: Array(Self.libraries.keys))
    #expect(process.status == 0, "\(process.errors)")
    #expect(try process.output == command(words, nil, for: []).output)
  }

  @Test(
    "what needs a library that can't be used says so, and gives nothing",
    arguments: [
      ("libsqlite3.so.0", "\(run) --store s.db"), ("libz.so.1", "\(run).gz"), ("libcrypto.so.3", "\(run) --store s.db"),
      ("libcrypto.so.3", "build f.funnel -o f.json"), ("libcrypto.so.3", "\(run) --effects - -o o"),
      ("libcrypto.so.3", "\(run) --redact"), ("libcrypto.so.3", "\(run) -o o --json-summary"),
      ("libcrypto.so.3", "\(run) --events events.ndjson"),
      ("libcrypto.so.3", "session f.funnel --lead a@example.com --session-key key --at 2026-01-01"),
    ], Substitute.allCases)
  func one(need: (library: String, words: String), substitute: Substitute) throws {
    let process = try command(need.words, substitute, for: [need.library])
    #expect(process.status == 2)
    #expect(process.output == "")
    let needs = Self.libraries[need.library] ?? ""
    #expect(
      process.errors.hasPrefix(
        "error: the library \"\(need.library)\" can't be used: \(substitute.problem)\n  help: \(needs); on Debian "),
      "\(process.errors)")
    // With the library the same command goes on as if nothing had happened.
    #expect(try command(need.words, nil, for: []).status == 0)
  }
}
