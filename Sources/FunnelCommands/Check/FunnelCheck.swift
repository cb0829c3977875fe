import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelLint
import FunnelRuntime
import FunnelSemantics

/// Checks one file given as a funnel.
struct FunnelCheck {
  /// The folder that holds all files of the funnel; nil for the one that holds the file itself.
  let root: String?
  /// Which rules are asked, and how much a funnel may hold.
  let settings: CheckSettings
  /// A feed whose lines the funnel is to fit, and where its leads stand in it.
  var feed: (path: String, items: [String]?)?

  /// Reads and compiles a file, reads its tables, and asks the rules.
  func check(_ path: String, into findings: inout Findings) throws {
    switch FunnelFile.read(path, into: &findings.sources) {
    case .unusable(let diagnostic, let status): findings.add([diagnostic], status: status)
    case .program(let bytes, let id):
      do {
        let funnels = try Compiler.load(bytes)
        _ = LoadedTable.load(
          for: funnels.workspace, [], id, of: path, in: try SourceRoot(root, of: path), into: &findings)
      } catch let error as RefusedProgram {
        findings.add([.refusedProgram(error, at: SourceSpan(file: id, start: 0, end: 0))])
      }
    case .source(let id):
      let folder = try SourceRoot(root, of: path)
      let result = try ProgramLoader.compiler(settings.limits, words: false).compile(
        id, at: folder.place(of: path), in: &findings.sources, importing: folder.files)
      let checked = result.check(by: Linter(settings.lint), feed: try sample(for: result))
      findings.add(checked.findings)
      findings.add(setAside: checked.setAside)
      guard let workspace = result.workspace?.workspace else { return }
      _ = LoadedTable.load(for: workspace, result.enrichments, id, of: path, in: folder, into: &findings)
    }
  }

  private func sample(for result: CompilationResult) throws -> FeedSample? {
    guard let feed, let program = result.workspace?.funnels.first, let funnels = result.resolved?.funnels else {
      return nil
    }
    guard funnels.count == 1 else {
      throw UsageError(
        "\"--feed\" looks at one funnel, and \(funnels.count) stand together here",
        help: "give it the file of one of them")
    }
    return try FeedSample.read(
      try InputFile(feed.path), name: feed.path, program, funnels[0], items: feed.items)
  }

  /// Mends a source file as far as its findings allow; nil where it is none.
  func mend(_ path: String, allowsUnsafe: Bool) throws -> (old: [UInt8], run: FixRun)? {
    var sources = SourceMap()
    guard case .source(let id) = FunnelFile.read(path, into: &sources) else { return nil }
    let (name, bytes) = (sources[id].name, sources[id].bytes)
    let folder = try SourceRoot(root, of: path)
    func checked(_ bytes: [UInt8]) throws -> FixRun.Checked {
      var sources = SourceMap()
      let id = sources.add(SourceFile(name: name, bytes: bytes))
      let result = try ProgramLoader.compiler(settings.limits, words: false).compile(
        id, at: folder.place(of: path), in: &sources, importing: folder.files)
      let found = result.check(by: Linter(settings.lint))
      return FixRun.Checked(bytes: bytes, file: id, findings: found.findings, meaning: result)
    }
    return (bytes, try FixRun(try checked(bytes), allowsUnsafe: allowsUnsafe, check: checked))
  }
}
