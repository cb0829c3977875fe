import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime

/// A funnel compiled from text, and feeds run through it, as the command does it but in memory.
struct TestRun {
  /// The lines of journeys.
  var journeys = ""
  /// The lines of records.
  var journal = ""
  /// The lines of effects.
  var effects = ""
  /// One line for each piece of a feed that could not be used: where, why.
  var rejects = ""
  /// How many values did not fit, or were not written.
  var dataIssues = 0

  /// Runs feeds through funnels.
  init(_ funnels: VerifiedWorkspace, leads: [UInt8], events: [UInt8] = [], tables: [[LookupTable]] = []) throws {
    let workspace = LoadedWorkspace(funnels, tables: tables)
    var settings = RunSettings { Self.digest($0) }
    settings.keepsJournal = true
    settings.keepsEffects = true
    var run = FunnelRun(workspace, settings)
    for (name, feed) in [("leads", leads), ("events", events)] where !feed.isEmpty {
      var reader = FeedReader(MemorySource(feed), for: workspace)
      var event = IncomingEvent()
      reading: while true {
        switch try reader.next(into: &event) {
        case .end: break reading
        case .reject(let reject): rejects += "\(name) \(reject.line) \(reject.reason.rawValue): \(reject.message)\n"
        case .event(let line, _):
          if case .refused(let refusal) = run.handle(event, line: line) {
            rejects += "\(name) \(line) \(refusal.reason.rawValue): \(refusal.message)\n"
          }
        }
      }
    }
    while run.finishNext() {}
    journeys = String(decoding: run.journeys.bytes, as: UTF8.self)
    journal = String(decoding: run.journal.bytes, as: UTF8.self)
    effects = String(decoding: run.effects.bytes, as: UTF8.self)
    dataIssues = run.summary.dataIssues
  }

  /// The tables in which funnels look leads up; `file` gives the bytes of each.
  static func tables(of funnels: VerifiedWorkspace, _ file: (String) -> [UInt8]) throws -> [[LookupTable]] {
    try funnels.funnels.map { try tables(of: $0.program, file) }
  }

  private static func tables(of program: Program, _ file: (String) -> [UInt8]) throws -> [LookupTable] {
    try program.enrichments.map { enrichment in
      let name = program.strings[enrichment.file]
      let source = MemorySource(file(name))
      let (key, columns) = (program.strings[enrichment.column], enrichment.cells.map { program.strings[$0.column] })
      return name.hasSuffix(".csv")
        ? try LookupTable(csv: source, key: key, columns: columns)
        : try LookupTable(ndjson: source, key: key, columns: columns)
    }
  }

  /// Compiles a text that is expected to be without mistakes; `imported` gives the files that it may import.
  static func compile(
    _ source: [UInt8], name: String = "test.funnel", imported: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
  ) throws -> VerifiedWorkspace {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: name, bytes: source))
    let place = SourceFiles.Place(identity: name, folder: "", name: name)
    let result = try Compiler(services).compile(file, at: place, in: &sources, importing: files(imported))
    guard let workspace = result.workspace else {
      throw Mistakes(text: DiagnosticFormat.text.render(result.diagnostics, sources: sources, colour: false))
    }
    return workspace
  }

  /// Compiles a text that is expected to be without mistakes.
  static func compile(_ source: String) throws -> VerifiedWorkspace { try compile(Array(source.utf8)) }

  /// What was found in a text.
  static func diagnostics(of source: String) throws -> [Diagnostic] {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "test.funnel", bytes: Array(source.utf8)))
    return try Compiler(services).compile(file, in: sources).diagnostics
  }

  /// Files by their paths, which all begin in the same folder.
  static func files(_ bytes: @escaping @Sendable (String) -> [UInt8]?) -> SourceFiles {
    SourceFiles(
      locate: { path, _ in
        bytes(path) == nil
          ? .failure(.missing(meant: nil)) : .success(SourceFiles.Place(identity: path, folder: "", name: path))
      },
      read: { place, limit in
        guard let bytes = bytes(place.name) else { return .failure(.missing(meant: nil)) }
        return bytes.count > limit ? .failure(.tooLarge) : .success(bytes)
      })
  }

  /// The machine's zone data.
  static let services = CompilerServices { name in
    let file = URL(fileURLWithPath: "/usr/share/zoneinfo").appendingPathComponent(name)
    return (try? Data(contentsOf: file)).map { CompilerServices.ZoneFile(bytes: [UInt8]($0)) }
  }

  /// Thirty-two bytes that differ for different inputs; nothing here depends on more.
  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    (0..<4).flatMap { (salt: UInt64) -> [UInt8] in
      let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 ^ salt) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
  }

  /// Mistakes in a text that was expected to have none, as people see them.
  struct Mistakes: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }
}
