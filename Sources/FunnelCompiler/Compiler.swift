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

  /// Makes a compiler.
  public init(_ services: CompilerServices, limits: LanguageLimits = LanguageLimits()) {
    self.services = services
    self.limits = limits
  }

  /// Compiles a source file that holds one funnel and imports nothing.
  /// - Throws: where the compiler itself made a program that can't be right.
  public func compile(_ file: FileID, in sources: SourceMap) throws(RefusedProgram) -> CompilationResult {
    var sources = sources
    let name = sources[file].name
    let place = SourceFiles.Place(identity: name, folder: "", name: name)
    return try compile(file, at: place, in: &sources, importing: .none)
  }

  /// Compiles a source file that holds or imports one funnel; imported files are added to the sources.
  /// - Throws: where the compiler itself made a program that can't be right.
  /// - Complexity: O(bytes), but for a `let` that many conditions read, which is computed in each of them.
  public func compile(
    _ file: FileID, at place: SourceFiles.Place, in sources: inout SourceMap, importing files: SourceFiles
  ) throws(RefusedProgram) -> CompilationResult {
    var findings: [Diagnostic] = []
    guard let graph = read(file, at: place, in: &sources, files, &findings),
      let resolved = resolve(graph, &findings), let funnel = onlyFunnel(of: resolved, &findings),
      let zone = zone(of: funnel, &findings), let program = lower(funnel, zone, &findings)
    else { return CompilationResult(diagnostics: findings, program: nil) }
    return CompilationResult(
      diagnostics: findings, program: try VerifiedProgram(program), enrichments: funnel.enrichments,
      tests: TestLowering(funnel).scenarios())
  }

  /// Takes a program that was compiled before, in its canonical form, and verifies it.
  public static func load(_ bytes: [UInt8]) throws(RefusedProgram) -> VerifiedProgram {
    guard let program = Program(canonicalJSON: bytes) else { throw RefusedProgram.unreadable }
    return try VerifiedProgram(program)
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

  private func onlyFunnel(of program: ResolvedProgram, _ findings: inout [Diagnostic]) -> ResolvedFunnel? {
    guard let first = program.funnels.first else { return nil }
    guard let second = program.funnels.dropFirst().first else { return first }
    findings.append(CompilerDiagnostics.severalFunnels(at: second.span, first: first.span))
    return nil
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
    let (program, diagnostics) = ProgramLowering.lower(funnel, zone: zone)
    findings += diagnostics
    return diagnostics.isEmpty ? program : nil
  }
}

/// What became of a source file.
public struct CompilationResult: Sendable {
  /// Everything that was found, phase by phase, each phase in text order.
  public let diagnostics: [Diagnostic]
  /// The program; nil where an error was found.
  public let program: VerifiedProgram?
  /// What the author wrote about the program's tables, in the order of its enrichments.
  public let enrichments: [ResolvedEnrichment]
  /// The tests of its funnel, in text order; none where an error was found.
  public let tests: [TestScenario]

  /// What came of a file; an error leaves only the findings.
  public init(
    diagnostics: [Diagnostic], program: VerifiedProgram?, enrichments: [ResolvedEnrichment] = [],
    tests: [TestScenario] = []
  ) {
    self.diagnostics = diagnostics
    self.program = program
    self.enrichments = enrichments
    self.tests = tests
  }
}
