import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelSemantics
import FunnelSyntax

/// A table in which a funnel looks leads up, as it was read for this run.
struct LoadedTable {
  /// The path as the author wrote it.
  let name: String
  /// The SHA-256 of the file.
  let hash: String
  /// Which file it is, so that it is never written over.
  let identity: FileIdentity?
  let table: LookupTable

  /// Reads the tables of all funnels; nil where one can't be used, and `findings` tells why.
  ///
  /// A path begins in the folder of the file that names it, and stays in the root.
  /// - Parameters:
  ///   - source: what the author wrote about each funnel's tables; empty for compiled funnels.
  ///   - id: the file of the command line.
  static func load(
    for workspace: Workspace, _ source: [[ResolvedEnrichment]], _ id: FileID, of path: String,
    in root: SourceRoot, into findings: inout Findings
  ) -> [[LoadedTable]]? {
    let tables = workspace.funnels.enumerated().map { number, program in
      load(for: program, source.indices.contains(number) ? source[number] : [], id, of: path, in: root, into: &findings)
    }
    let complete = tables.compactMap(\.self)
    return complete.count == tables.count ? complete : nil
  }

  /// Reads the tables of one funnel.
  private static func load(
    for program: Program, _ source: [ResolvedEnrichment], _ id: FileID, of path: String,
    in root: SourceRoot, into findings: inout Findings
  ) -> [LoadedTable]? {
    var tables: [LoadedTable] = []
    for (index, enrichment) in program.enrichments.enumerated() {
      let wording = TableWording(
        name: program.strings[enrichment.file], source: source.indices.contains(index) ? source[index] : nil,
        file: SourceSpan(file: id, start: 0, end: 0))
      // The file of the command line may be called otherwise in messages.
      let file = wording.span.file
      let place = root.place(of: file == id ? path : findings.sources[file].name)
      switch root.locate(wording.name, from: place) {
      case .failure(let problem): findings.add([wording.diagnostic(problem)])
      case .success(let found):
        do {
          tables.append(try LoadedTable(enrichment, of: program, at: found))
        } catch let failure as TableFailure {
          findings.add([wording.diagnostic(failure)])
        } catch let error as FileError {
          findings.add([wording.diagnostic(.unusable(error.reason.words))])
        } catch {
          findings.add([wording.diagnostic(.unusable("it can't be read"))])
        }
      }
    }
    return tables.count == program.enrichments.count ? tables : nil
  }

  private init(_ enrichment: Enrichment, of program: Program, at place: SourceFiles.Place) throws {
    name = program.strings[enrichment.file]
    identity = FileIdentity(path: place.identity)
    // Anything but a plain file might never end.
    guard identity != nil else { throw FileError(place.identity, isOutput: false, .isDirectory) }
    let key = program.strings[enrichment.column]
    let columns = enrichment.cells.map { program.strings[$0.column] }
    let file = HashedFile(try InputFile(place.identity))
    table =
      name.hasSuffix(".csv")
      ? try LookupTable(csv: file, key: key, columns: columns)
      : try LookupTable(ndjson: file, key: key, columns: columns)
    hash = file.hash.finish()
  }
}

/// What is said about a table that can't be used.
private struct TableWording {
  let name: String
  let source: ResolvedEnrichment?
  let file: SourceSpan

  /// Where the table is named.
  var span: SourceSpan { source?.file.span ?? file }

  func diagnostic(_ problem: SourceFiles.Problem) -> Diagnostic {
    switch problem {
    case .missing(let meant):
      Diagnostic(
        .unusableTable, "there is no table \"\(name)\"", at: span, label: "not found",
        notes: ["a path begins in the folder of the file that it is written in"],
        help: meant.map { "did you mean \"\($0)\"?" } ?? "check the spelling")
    case .outside(let root):
      Diagnostic(
        .unusableTable, "the table \"\(name)\" is outside of the folder \"\(root)\"", at: span,
        label: "not to be read from here",
        notes: ["a funnel reads no files but those of its own folder, so that a copied one can't read yours"],
        help: "name a folder that holds both files with \"--root\"")
    case .unusable(let reason):
      Diagnostic(.unusableTable, "the table \"\(name)\" can't be read: \(reason)", at: span, label: "can't be read")
    case .tooLarge:
      Diagnostic(.unusableTable, "the table \"\(name)\" is too large", at: span, label: "too large")
    }
  }

  func diagnostic(_ failure: TableFailure) -> Diagnostic {
    guard case .missingColumn(let column, let columns) = failure.problem else {
      return Diagnostic(
        .unusableTable, "the table \"\(name)\" can't be used: line \(failure.line): \(failure.message)", at: span,
        label: "names this table", help: "mend the table, or ask for a new one from whoever made it")
    }
    let place = source.flatMap { source in
      ([source.column] + source.fields.map(\.column)).first { $0.value == column }?.span
    }
    let nearest = Suggestion.nearest(to: column, among: columns)
    return Diagnostic(
      .unusableTable, "in \"\(name)\", \(failure.message)", at: place ?? span, label: "no column of the table",
      help: nearest.map { "did you mean \"\($0)\"?" } ?? "name the column with \"POINT from COLUMN\"")
  }
}
