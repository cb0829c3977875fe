import FunnelDiagnostics

/// What the pipeline itself can report.
enum CompilerDiagnostics {
  static func zone(_ name: String, _ problem: CompilerServices.ZoneProblem, at span: SourceSpan) -> Diagnostic {
    switch problem {
    case .unknown:
      Diagnostic(
        .unknownName, "there is no time zone \"\(name)\"", at: span, label: "not in this machine's zone data",
        notes: ["dates, days and hours are told in the funnel's zone"],
        help: "write a name of the tz database, for example \"Europe/Berlin\", or \"UTC\"")
    case .unusable(let reason):
      Diagnostic(
        .unreadableFile, "the zone data of \"\(name)\" can't be used: \(reason)", at: span,
        label: "this zone's file is damaged", help: "install the zone data again, the package \"tzdata\" as a rule")
    }
  }

  static func importing(_ path: String, _ problem: SourceFiles.Problem, at span: SourceSpan) -> Diagnostic {
    switch problem {
    case .missing(let meant):
      Diagnostic(
        .importNotFound, "there is no file \"\(path)\"", at: span, label: "not found",
        notes: ["a path begins in the folder of the file that it is written in"],
        help: meant.map { "did you mean \"\($0)\"?" } ?? "check the spelling")
    case .outside(let root):
      Diagnostic(
        .importNotFound, "the file \"\(path)\" is outside of the folder \"\(root)\"", at: span,
        label: "not to be read from here",
        notes: ["a funnel reads no files but those of its own folder, so that a copied one can't read yours"],
        help: "name a folder that holds both files with \"--root\"")
    case .unusable(let reason):
      Diagnostic(
        .importNotFound, "the file \"\(path)\" can't be read: \(reason)", at: span, label: "can't be read")
    case .tooLarge: tooManyBytes(limit: ImportReader.sizeLimit, at: span)
    }
  }

  static func importedTwice(at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unusedImport, "this file is imported already", at: span, label: "again",
      secondary: [Label(first, "first imported here")], help: "leave this \"import\" out")
  }

  /// `files` import each other in turn; `spans` are where each but the first is imported, and `span` closes the circle.
  static func importCycle(_ files: [String], at span: SourceSpan, on spans: [SourceSpan]) -> Diagnostic {
    let way = (files + files.prefix(1)).map { "\"\($0)\"" }.joined(separator: " -> ")
    return Diagnostic(
      .importCycle,
      files.count == 1 ? "the file \"\(files[0])\" imports itself" : "these files import each other: \(way)",
      at: span, label: files.count == 1 ? "this file" : "and this leads back to the first",
      secondary: spans.map { Label($0, "imported here") },
      help: files.count == 1
        ? "leave this \"import\" out" : "move what both need to a file of its own, and import that")
  }

  static func tooManyFiles(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "a funnel has at most \(limit) files", at: span, label: "one too many",
      help: "put several small files together")
  }

  static func tooManyImports(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "the files of a funnel have at most \(limit) imports together", at: span, label: "one too many",
      help: "import each file once")
  }

  static func tooManyBytes(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "the files of a funnel have at most \(limit >> 20) MiB together", at: span,
      label: "too much from here on", help: "check that this is a funnel file")
  }
}
