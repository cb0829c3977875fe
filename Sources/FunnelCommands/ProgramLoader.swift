import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelSemantics
import FunnelSyntax

/// Turns a file given as a funnel, source or compiled, into funnels that can run.
enum ProgramLoader {
  /// The compiler, with what the system lends it.
  static func compiler(_ limits: LanguageLimits, words: Bool = true) -> Compiler {
    let services = CompilerServices { zone in
      ZoneFiles.bytes(of: zone).map { CompilerServices.ZoneFile(bytes: $0, dataVersion: ZoneFiles.version) }
    }
    return Compiler(services, limits: limits, words: words)
  }

  /// Reads and compiles a file, and reads its tables; nil where it can't run, and `findings` tells why.
  ///
  /// `root` is the folder that holds all files of the funnel; where it is nil, the one that holds the file itself.
  /// A file without a funnel is an error only where it is to run; `words` says whether the conditions' words are kept, which
  /// only tell about a run later.
  static func load(
    _ path: String, root: String?, limits: LanguageLimits, isForRunning: Bool = true, words: Bool = true,
    into findings: inout Findings
  ) throws -> LoadedFunnels? {
    let file = FunnelFile.read(path, into: &findings.sources)
    return try load(file, at: path, root: root, limits, isForRunning: isForRunning, words: words, into: &findings)
  }

  /// Reads and compiles a file that must be a source, with its tests; nil where it can't run, and `findings` tells why.
  static func loadTests(
    _ path: String, root: String?, limits: LanguageLimits, into findings: inout Findings
  ) throws -> LoadedFunnels? {
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

  /// The files that a file imports itself, as far as they exist.
  static func imports(of path: String) -> [FileIdentity] {
    var sources = SourceMap()
    guard case .source(let id) = FunnelFile.read(path, into: &sources), let root = try? SourceRoot(nil, of: path) else {
      return []
    }
    let place = root.place(of: path)
    return Parser.parse(file: id, bytes: sources[id].bytes).tree.fileSyntax.imports.compactMap { item in
      guard let written = item.path?.value, case .success(let found) = root.locate(written, from: place) else {
        return nil
      }
      return FileIdentity(path: found.identity)
    }
  }

  private static func load(
    _ file: FunnelFile, at path: String, root: String?, _ limits: LanguageLimits, isForRunning: Bool,
    words: Bool = true, into findings: inout Findings
  ) throws -> LoadedFunnels? {
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
      let result = try compiler(limits, words: words).compile(
        id, at: folder.place(of: path), in: &findings.sources, importing: folder.files)
      let isLibrary = result.workspace == nil && !result.diagnostics.contains { $0.severity == .error }
      findings.add(isLibrary && isForRunning ? result.diagnostics.map(\.atLevelOfRule) : result.diagnostics)
      return funnel(result, id, at: path, folder, into: &findings)
    }
  }

  private static func funnel(
    _ result: CompilationResult, _ id: FileID, at path: String, _ root: SourceRoot, into findings: inout Findings
  ) -> LoadedFunnels? {
    guard let workspace = result.workspace,
      let tables = LoadedTable.load(
        for: workspace.workspace, result.enrichments, id, of: path, in: root, into: &findings)
    else { return nil }
    return LoadedFunnels(workspace: workspace, tables: tables, tests: result.tests, resolved: result.resolved)
  }
}

/// Funnels that can run together, with the tables in which they look leads up.
struct LoadedFunnels {
  let workspace: VerifiedWorkspace
  /// The tables of each funnel.
  let tables: [[LoadedTable]]
  /// The tests that stood in the source.
  let tests: [TestScenario]
  /// What the source means; nil where a compiled funnel was given.
  let resolved: ResolvedProgram?

  /// The funnels laid out for running.
  var loaded: LoadedWorkspace { LoadedWorkspace(workspace, tables: tables.map { $0.map(\.table) }) }
}

extension Arguments {
  /// How much a funnel may hold, by the options of every verb that reads one.
  var limits: LanguageLimits {
    LanguageLimits(
      stages: number(CommonOptions.maxStages) ?? LanguageLimits().stages,
      funnels: number(CommonOptions.maxFunnels) ?? LanguageLimits().funnels)
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
