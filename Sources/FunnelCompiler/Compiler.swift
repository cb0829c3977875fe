import FunnelDiagnostics
import FunnelIR
import FunnelSemantics
import FunnelSyntax

/// The pipeline: source bytes, a lossless tree, a resolved program, a program of flat tables, a verified one.
///
/// Each phase takes what the phase before it gave and nothing else. No file is read here: what a funnel needs from the
/// outside is handed in.
public struct Compiler: Sendable {
  private let services: CompilerServices
  private let limits: LanguageLimits
  private let words: Bool

  /// Makes a compiler; without `words`, its programs do not hold what is told of conditions, which nobody asks a program
  /// that is only checked.
  public init(_ services: CompilerServices, limits: LanguageLimits = LanguageLimits(), words: Bool = true) {
    self.services = services
    self.limits = limits
    self.words = words
  }

  /// Compiles a source file that imports nothing.
  /// - Throws: where the compiler itself made a program that can't be right.
  public func compile(_ file: FileID, in sources: SourceMap) throws(RefusedProgram) -> CompilationResult {
    var sources = sources
    let name = sources[file].name
    let place = SourceFiles.Place(identity: name, folder: "", name: name)
    return try compile(file, at: place, in: &sources, importing: .none)
  }

  /// Compiles a source file and the funnels that it holds or imports; imported files are added to the sources.
  /// - Throws: where the compiler itself made a program that can't be right.
  /// - Complexity: O(bytes), but for a `let` that many conditions read, which is computed in each of them.
  public func compile(
    _ file: FileID, at place: SourceFiles.Place, in sources: inout SourceMap, importing files: SourceFiles
  ) throws(RefusedProgram) -> CompilationResult {
    var result = CompilationResult(words: words)
    result.graph = read(file, at: place, in: &sources, files, &result.diagnostics)
    guard let graph = result.graph, let resolved = resolve(graph, &result.diagnostics) else { return result }
    let programs = resolved.funnels.compactMap { funnel in
      zone(of: funnel, &result.diagnostics).flatMap { lower(funnel, $0, &result.diagnostics) }
    }
    guard programs.count == resolved.funnels.count else { return result }
    result.resolved = resolved
    result.workspace = try VerifiedWorkspace(Workspace(programs))
    result.enrichments = resolved.funnels.map(\.enrichments)
    result.tests = resolved.funnels.enumerated().flatMap { TestLowering($1, number: $0).scenarios() }
    return result
  }

  /// Takes a workspace that was compiled before, in its canonical form, and verifies it.
  public static func load(_ bytes: [UInt8]) throws(RefusedProgram) -> VerifiedWorkspace {
    guard let workspace = Workspace(canonicalJSON: bytes) else { throw RefusedProgram.unreadable }
    return try VerifiedWorkspace(workspace)
  }

  // MARK: Phases

  private func read(
    _ file: FileID, at place: SourceFiles.Place, in sources: inout SourceMap, _ files: SourceFiles,
    _ findings: inout [Diagnostic]
  ) -> SourceGraph? {
    let (graph, reader) = ImportReader.read(file, at: place, in: sources, files)
    sources = reader.sources
    findings += reader.findings
    return reader.isComplete ? graph : nil
  }

  private func resolve(_ graph: SourceGraph, _ findings: inout [Diagnostic]) -> ResolvedProgram? {
    let (program, diagnostics) = Resolver.resolve(graph, limits: limits)
    findings += diagnostics
    return findings.contains { $0.severity == .error } ? nil : program
  }

  private func zone(of funnel: ResolvedFunnel, _ findings: inout [Diagnostic]) -> ZoneTable? {
    do {
      return try services.zone(named: funnel.timezone.value)
    } catch {
      findings.append(CompilerDiagnostics.zone(funnel.timezone.value, error, at: funnel.timezone.span))
      return nil
    }
  }

  private func lower(_ funnel: ResolvedFunnel, _ zone: ZoneTable, _ findings: inout [Diagnostic]) -> Program? {
    let (program, diagnostics) = ProgramLowering.lower(funnel, zone: zone, words: words)
    findings += diagnostics
    return diagnostics.isEmpty ? program : nil
  }
}

/// What became of a source file; an error leaves only the findings, and the files as far as they could be read.
public struct CompilationResult: Sendable {
  /// Everything that was found, phase by phase, each phase in text order.
  public internal(set) var diagnostics: [Diagnostic] = []
  /// The files as they were parsed; nil where one of them could not be read.
  public internal(set) var graph: SourceGraph?
  /// What they mean; nil where an error was found.
  public internal(set) var resolved: ResolvedProgram?
  /// The funnels that run together; nil where an error was found.
  public internal(set) var workspace: VerifiedWorkspace?
  /// What the author wrote about each funnel's tables, in the order of its enrichments.
  public internal(set) var enrichments: [[ResolvedEnrichment]] = []
  /// The tests of all funnels, in text order.
  public internal(set) var tests: [TestScenario] = []

  /// Whether the funnels hold what is told of their conditions.
  let words: Bool

  /// Nothing came of it yet.
  init(words: Bool) { self.words = words }

  /// Funnels that were compiled before.
  public init(_ workspace: VerifiedWorkspace) {
    self.workspace = workspace
    words = true
  }
}
