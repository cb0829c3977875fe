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

  let funnel: ResolvedFunnel
  private let program: LoadedProgram

  init(compiling source: String) throws {
    var sources = SourceMap()
    let bytes = Array(source.utf8)
    let (tree, syntaxFindings) = Parser.parse(file: sources.add(SourceFile(name: "trial", bytes: bytes)), bytes: bytes)
    let (resolved, findings) = Resolver.resolve(tree)
    let errors = (syntaxFindings + findings).filter { $0.severity == .error }
    guard errors.isEmpty, let funnel = resolved?.funnels.first else {
      throw Failure(description: errors.map { "\($0.rule.rawValue): \($0.message)" }.joined(separator: "\n"))
    }
    self.funnel = funnel
    let (program, limits) = ProgramLowering.lower(funnel, zone: try Self.zone(funnel.timezone.value))
    guard limits.isEmpty else { throw Failure(description: limits.map(\.message).joined(separator: "\n")) }
    self.program = LoadedProgram(try VerifiedProgram(program))
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
    /// The numbers of the lines that could not be used.
    var rejects: [Int]
    var repeats: Int
  }

  /// Runs a feed.
  func run(_ feed: [UInt8], start: Int64?, until: Int64?, keepsJournal: Bool = false) throws -> Result {
    var settings = RunSettings { bytes in
      // Ids in tests are short, or differ in their ends.
      Array(bytes.suffix(32))
    }
    settings.start = start
    settings.until = until
    settings.keepsJournal = keepsJournal
    var run = FunnelRun(program, settings)
    var reader = FeedReader(
      MemorySource(feed), plan: program.program.feed, choices: program.program.choices, zone: program.program.zone)
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
      journeys: run.journeys.bytes, journal: run.journal.bytes, rejects: rejects, repeats: run.summary.repeated)
  }
}
