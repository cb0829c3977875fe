import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelLint
import FunnelSemantics

/// Checks one file given as a funnel.
struct FunnelCheck {
  /// The folder that holds all files of the funnel; nil for the one that holds the file itself.
  let root: String?
  /// How much a funnel may hold.
  let limits: LanguageLimits
  /// What asks the rules.
  let linter: Linter

  /// Reads and compiles a file, reads its tables, and asks the rules.
  func check(_ path: String, into findings: inout Findings) throws {
    switch FunnelFile.read(path, into: &findings.sources) {
    case .unusable(let diagnostic, let status): findings.add([diagnostic], status: status)
    case .program(let bytes, let id):
      do {
        let program = try Compiler.load(bytes)
        _ = LoadedTable.load(
          for: program.program, [], id, of: path, in: try SourceRoot(root, of: path), into: &findings)
      } catch let error as RefusedProgram {
        findings.add([.refusedProgram(error, at: SourceSpan(file: id, start: 0, end: 0))])
      }
    case .source(let id):
      let folder = try SourceRoot(root, of: path)
      let result = try ProgramLoader.compiler(limits).compile(
        id, at: folder.place(of: path), in: &findings.sources, importing: folder.files)
      let checked = result.check(by: linter)
      findings.add(checked.findings)
      findings.add(setAside: checked.setAside)
      guard let program = result.program?.program else { return }
      _ = LoadedTable.load(for: program, result.enrichments, id, of: path, in: folder, into: &findings)
    }
  }
}
