import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Reads a file and all that it imports, each file once.
///
/// - Invariant: it reads a bounded number of files and bytes, and follows a chain of any length without recursion.
struct ImportReader {
  /// The most bytes of all files together.
  static let sizeLimit = 64 << 20
  /// The most imports that are followed, the same file again counted.
  static let importLimit = 10_000
  /// The most circles that are told of.
  private static let circleLimit = 20

  /// The files, the imported ones behind those that were there.
  private(set) var sources: SourceMap
  /// What was found in them.
  private(set) var findings: [Diagnostic] = []
  /// Whether every file that is named was read.
  private(set) var isComplete = true

  private let files: SourceFiles
  private var graph: [SourceGraph.File] = []
  private var places: [SourceFiles.Place] = []
  private var indices: [String: Int] = [:]
  private var bytesLeft = sizeLimit
  private var imports = 0
  private var circles = 0
  /// The files whose imports are being followed, each imported by the one before it.
  private var path: [Step] = []

  private struct Step {
    let file: Int
    /// Where the file before it names it.
    let span: SourceSpan?
    let imports: [ImportSyntax]
    var next = 0
  }

  /// Reads the file at `place`, which stands in `sources` already, and what it imports.
  static func read(
    _ file: FileID, at place: SourceFiles.Place, in sources: SourceMap, _ files: SourceFiles
  ) -> (graph: SourceGraph, reader: ImportReader) {
    var reader = ImportReader(sources: sources, files: files)
    reader.bytesLeft -= sources[file].bytes.count
    reader.open(file, place, from: nil)
    reader.followImports()
    return (SourceGraph(reader.graph), reader)
  }

  private init(sources: SourceMap, files: SourceFiles) {
    self.sources = sources
    self.files = files
  }

  private mutating func followImports() {
    while let step = path.last {
      guard step.next < step.imports.count else {
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      guard let written = step.imports[step.next].path else { continue }
      follow(written, in: step.file)
    }
  }

  private mutating func follow(_ written: StringSyntax, in importer: Int) {
    let span = written.span
    imports += 1
    if imports > Self.importLimit { return stop(CompilerDiagnostics.tooManyImports(limit: Self.importLimit, at: span)) }
    let place: SourceFiles.Place
    switch files.locate(written.value, places[importer]) {
    case .success(let found): place = found
    case .failure(let problem): return fail(CompilerDiagnostics.importing(written.value, problem, at: span))
    }
    if let known = indices[place.identity] {
      if let start = path.firstIndex(where: { $0.file == known }) { return reportCircle(from: start, at: span) }
      if let first = graph[importer].imports.first(where: { $0.file == known }) {
        findings.append(CompilerDiagnostics.importedTwice(at: span, first: first.span))
      } else {
        graph[importer].imports.append(SourceGraph.Import(known, at: span))
      }
      return
    }
    guard graph.count < SourceGraph.fileLimit else {
      return stop(CompilerDiagnostics.tooManyFiles(limit: SourceGraph.fileLimit, at: span))
    }
    switch files.read(place, bytesLeft) {
    case .success(let bytes):
      bytesLeft -= bytes.count
      graph[importer].imports.append(SourceGraph.Import(graph.count, at: span))
      open(sources.add(SourceFile(name: place.name, bytes: bytes)), place, from: span)
    case .failure(.tooLarge): stop(CompilerDiagnostics.tooManyBytes(limit: Self.sizeLimit, at: span))
    case .failure(let problem): fail(CompilerDiagnostics.importing(written.value, problem, at: span))
    }
  }

  /// Parses a file; its imports are followed next.
  private mutating func open(_ file: FileID, _ place: SourceFiles.Place, from span: SourceSpan?) {
    let (tree, diagnostics) = Parser.parse(file: file, bytes: sources[file].bytes)
    findings += diagnostics
    indices[place.identity] = graph.count
    path.append(Step(file: graph.count, span: span, imports: tree.fileSyntax.imports))
    graph.append(SourceGraph.File(tree))
    places.append(place)
  }

  private mutating func reportCircle(from start: Int, at span: SourceSpan) {
    circles += 1
    isComplete = false
    guard circles <= Self.circleLimit else { return }
    let way = path[start...]
    findings.append(
      CompilerDiagnostics.importCycle(
        way.map { places[$0.file].name }, at: span, on: way.dropFirst().compactMap(\.span)))
  }

  private mutating func fail(_ finding: Diagnostic) {
    isComplete = false
    findings.append(finding)
  }

  /// Reports that there is too much, and follows nothing more.
  private mutating func stop(_ finding: Diagnostic) {
    fail(finding)
    path = []
  }
}
