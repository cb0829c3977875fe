import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelSemantics
import FunnelSyntax

/// Turns a file given as a funnel, source or compiled, into a program that can run.
enum ProgramLoader {
  /// The compiler, with what the system lends it.
  static func compiler(_ limits: LanguageLimits) -> Compiler {
    let services = CompilerServices { zone in
      ZoneFiles.bytes(of: zone).map { CompilerServices.ZoneFile(bytes: $0, dataVersion: ZoneFiles.version) }
    }
    return Compiler(services, limits: limits)
  }

  /// Reads and compiles a file, and reads its tables; nil where it can't run, and `findings` tells why.
  ///
  /// `root` is the folder that holds all files of the funnel; where it is nil, the one that holds the file itself.
  /// A file without a funnel is an error only where it is to run.
  static func load(
    _ path: String, root: String?, limits: LanguageLimits, isForRunning: Bool = true, into findings: inout Findings
  ) throws -> LoadedFunnel? {
    let file = FunnelFile.read(path, into: &findings.sources)
    return try load(file, at: path, root: root, limits, isForRunning: isForRunning, into: &findings)
  }

  /// Reads and compiles a file that must be a source, with its tests; nil where it can't run, and `findings` tells why.
  static func loadTests(
    _ path: String, root: String?, limits: LanguageLimits, into findings: inout Findings
  ) throws -> LoadedFunnel? {
    let file = FunnelFile.read(path, into: &findings.sources)
    if case .program(_, let id) = file {
      findings.add([.noTestsInProgram(at: SourceSpan(file: id, start: 0, end: 0))])
      return nil
    }
    return try load(file, at: path, root: root, limits, isForRunning: true, into: &findings)
  }

  /// Whether a file only declares what others import, and no funnel.
  static func isLibrary(_ path: String) -> Bool {
    var sources = SourceMap()
    guard case .source(let id) = FunnelFile.read(path, into: &sources) else { return false }
    let file = Parser.parse(file: id, bytes: sources[id].bytes).tree.fileSyntax
    let kinds = file.node.children.map(\.kind)
    return file.funnels.isEmpty && !kinds.contains(.error) && kinds.contains { $0 != .importDeclaration }
  }

  private static func load(
    _ file: FunnelFile, at path: String, root: String?, _ limits: LanguageLimits, isForRunning: Bool,
    into findings: inout Findings
  ) throws -> LoadedFunnel? {
    switch file {
    case .unusable(let diagnostic, let status):
      findings.add([diagnostic], status: status)
      return nil
    case .program(let bytes, let id):
      do {
        let result = CompilationResult(try Compiler.load(bytes))
        return funnel(result, id, at: path, try SourceRoot(root, of: path), into: &findings)
      } catch let error as RefusedProgram {
        findings.add([.refusedProgram(error, at: SourceSpan(file: id, start: 0, end: 0))])
        return nil
      }
    case .source(let id):
      let folder = try SourceRoot(root, of: path)
      let result = try compiler(limits).compile(
        id, at: folder.place(of: path), in: &findings.sources, importing: folder.files)
      let isLibrary = result.program == nil && !result.diagnostics.contains { $0.severity == .error }
      findings.add(isLibrary && isForRunning ? result.diagnostics.map(\.atLevelOfRule) : result.diagnostics)
      return funnel(result, id, at: path, folder, into: &findings)
    }
  }

  private static func funnel(
    _ result: CompilationResult, _ id: FileID, at path: String, _ root: SourceRoot, into findings: inout Findings
  ) -> LoadedFunnel? {
    guard let program = result.program,
      let tables = LoadedTable.load(for: program.program, result.enrichments, id, of: path, in: root, into: &findings)
    else { return nil }
    return LoadedFunnel(program: program, tables: tables, tests: result.tests)
  }
}

/// A funnel that can run, with the tables in which it looks leads up.
struct LoadedFunnel {
  let program: VerifiedProgram
  let tables: [LoadedTable]
  /// The tests that stood in its source.
  let tests: [TestScenario]
}

extension Arguments {
  /// How much a funnel may hold, by the options of every verb that reads one.
  var limits: LanguageLimits {
    LanguageLimits(stages: value(CommonOptions.maxStages).flatMap { Int($0) } ?? LanguageLimits().stages)
  }
}

extension Diagnostic {
  /// The same, as grave as its rule says.
  fileprivate var atLevelOfRule: Diagnostic {
    var copy = self
    copy.severity = rule.severity
    return copy
  }

  /// `refused-program`
  static func refusedProgram(_ refusal: RefusedProgram, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .refusedProgram, "this compiled funnel can't be run: \(refusal.message)", at: span,
      notes: ["a file that begins with \"{\" is taken for what \"funnelc build\" wrote"],
      help: "build it again from its source")
  }

  /// `refused-program`, for a compiled funnel whose tests are asked for
  static func noTestsInProgram(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .refusedProgram, "this compiled funnel holds no tests", at: span,
      notes: ["tests are part of a funnel's source, and no part of what runs"], help: "give its source")
  }
}
