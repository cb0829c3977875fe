import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelLint
import FunnelRuntime
import FunnelSemantics

/// A text checked as the command checks a file, but in memory.
struct CheckedText {
  /// The text and what it imports.
  let sources: SourceMap
  /// The text's file among them.
  let file: FileID
  /// What was found.
  let result: LintResult
  /// What was compiled.
  let compiled: CompilationResult

  /// Checks a text; `files` gives those that it imports.
  init(
    _ text: String, name: String = "case.funnel", settings: LintSettings = LintSettings(), feed: String? = nil,
    files: @escaping @Sendable (String) -> String? = { _ in nil }
  ) throws {
    var sources = SourceMap()
    file = sources.add(SourceFile(name: name, bytes: Array(text.utf8)))
    let importing = SourceFiles(
      locate: { path, _ in
        files(path) == nil ? .failure(.missing(meant: nil)) : .success(.init(identity: path, folder: "", name: path))
      },
      read: { place, _ in .success(Array((files(place.identity) ?? "").utf8)) })
    let compiler = Compiler(CompilerServices { _ in nil })
    compiled = try compiler.compile(
      file, at: .init(identity: name, folder: "", name: name), in: &sources, importing: importing)
    var sample: FeedSample?
    if let feed, let program = compiled.workspace?.funnels.first, let funnel = compiled.resolved?.funnels.first {
      sample = try FeedSample.read(TextSource(feed), name: "sample.ndjson", program, funnel)
    }
    result = compiled.check(by: Linter(settings), feed: sample)
    self.sources = sources
  }

  /// What was found, as the making of fixes needs it.
  var checked: FixRun.Checked {
    FixRun.Checked(bytes: sources[file].bytes, file: file, findings: result.findings, meaning: compiled)
  }

  /// What was found, each as `line: rule: message [help]`, in the order of the text.
  var lines: [String] {
    result.findings.inOrder().map { finding in
      let line = sources[finding.primary.span.file].lineIndex(of: Int(finding.primary.span.start)) + 1
      let help = finding.help.map { " [\($0)]" } ?? ""
      return "\(line): \(finding.rule.rawValue): \(finding.message)\(help)"
    }
  }
}

/// A text as a feed.
private final class TextSource: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }
}
