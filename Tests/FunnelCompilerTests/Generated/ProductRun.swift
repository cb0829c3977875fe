import Foundation
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelSemantics
import FunnelSyntax

@testable import FunnelCompiler

/// The product's own way from source text and feed to journeys, phase by phase, so that the resolved program is at hand
/// for the reference.
struct ProductRun {
  /// A program that does not come out of the compiler.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let funnels: [ResolvedFunnel]
  let workspace: LoadedWorkspace

  /// Compiles funnels of one file; `files` say the same in other words, and are what runs where they are given.
  init(compiling source: String, files: [String: String] = [:], tables: [GeneratedTable] = []) throws {
    funnels = try Self.resolve(["main.funnel": source])
    let running = files.isEmpty ? funnels : try Self.resolve(files)
    let programs = try running.map { funnel in
      let (program, limits) = ProgramLowering.lower(funnel, zone: try Self.zone(funnel.timezone.value))
      guard limits.isEmpty else { throw Failure(description: limits.map(\.message).joined(separator: "\n")) }
      return program
    }
    let verified = try VerifiedWorkspace(Workspace(programs))
    let found = try TestRun.tables(of: verified) { name in
      Array((tables.first { $0.name == name }?.file ?? "").utf8)
    }
    workspace = LoadedWorkspace(verified, tables: found)
  }

  /// What checks the tokens that were made with a key.
  static func tokens(_ key: UInt8) -> SessionTokens? {
    SessionTokens(key: [UInt8](repeating: key, count: 32)) { TestRun.digest($0 + $1) }
  }

  /// What the compiler makes of the funnels of these files, of which one is the main one.
  private static func resolve(_ files: [String: String]) throws -> [ResolvedFunnel] {
    var sources = SourceMap()
    let bytes = files.mapValues { Array($0.utf8) }
    let main = sources.add(SourceFile(name: "main.funnel", bytes: bytes["main.funnel"] ?? []))
    let place = SourceFiles.Place(identity: "main.funnel", folder: "", name: "main.funnel")
    let (graph, reader) = ImportReader.read(main, at: place, in: sources, TestRun.files { bytes[$0] })
    let (resolved, findings) = Resolver.resolve(graph, limits: LanguageLimits())
    let errors = (reader.findings + findings).filter { $0.severity == .error }
    guard errors.isEmpty, let resolved else {
      let texts = files.sorted { $0.key < $1.key }.map { "// \($0.key)\n\($0.value)" }
      throw Failure(
        description: (errors.map { "\($0.rule.rawValue): \($0.message)" } + texts).joined(separator: "\n"))
    }
    return resolved.funnels
  }

  private static func zone(_ name: String) throws -> ZoneTable {
    if name == "UTC" { return .utc }
    guard let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
      throw Failure(description: "there is no zone file of \(name)")
    }
    return try TimeZoneFile.table(name: name, dataVersion: nil, [UInt8](bytes))
  }

  /// What came out of a run.
  struct Result {
    /// The journeys' lines.
    var journeys: [UInt8]
    /// The journal's lines.
    var journal: [UInt8]
    /// The lines of effects.
    var effects: [UInt8]
    /// The numbers of the lines that could not be used.
    var rejects: [Int]
    var repeats: Int
  }

  /// Runs a feed; where sessions are on, with the key of the tokens that are genuine.
  func run(
    _ feed: [UInt8], start: Int64?, until: Int64?, hasSessions: Bool = false, keepsJournal: Bool = false,
    keepsEffects: Bool = true
  ) throws -> Result {
    var settings = RunSettings { TestRun.digest($0) }
    settings.start = start
    settings.until = until
    settings.keepsJournal = keepsJournal
    settings.keepsEffects = keepsEffects
    var run = FunnelRun(workspace, settings)
    var reader = FeedReader(MemorySource(feed), for: workspace, sessions: hasSessions ? Self.tokens(0) : nil)
    var event = IncomingEvent()
    var rejects: [Int] = []
    reading: while true {
      switch try reader.next(into: &event) {
      case .end: break reading
      case .reject(let reject): rejects.append(reject.line)
      case .event(let line, _):
        if case .refused = run.handle(event, line: line) { rejects.append(line) }
      }
    }
    while run.finishNext() {}
    return Result(
      journeys: run.journeys.bytes, journal: run.journal.bytes, effects: run.effects.bytes, rejects: rejects,
      repeats: run.summary.repeated)
  }
}
