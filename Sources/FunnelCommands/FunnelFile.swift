import FunnelDiagnostics

/// A file given as a funnel, as far as reading it goes.
enum FunnelFile {
  /// Text to be compiled, as it stands in the source map.
  case source(FileID)
  /// A funnel that `funnelc build` compiled.
  case program([UInt8], FileID)
  /// Nothing that can be used, with the reason and what it means for the process.
  case unusable(Diagnostic, ExitStatus)

  /// Larger files are refused: 64 MiB.
  static let largest = 64 << 20

  /// Reads a file; `-` is standard input.
  static func read(_ path: String, into sources: inout SourceMap) -> FunnelFile {
    let name = path == "-" ? "<standard input>" : path
    func unusable(_ status: ExitStatus, _ finding: (SourceSpan) -> Diagnostic) -> FunnelFile {
      let id = sources.add(SourceFile(name: name, bytes: []))
      return .unusable(finding(SourceSpan(file: id, start: 0, end: 0)), status)
    }
    do {
      guard let bytes = try InputFile(path).readAll(atMost: largest) else {
        return unusable(.findings) { .fileTooLarge(at: $0) }
      }
      if isProgram(bytes) { return .program(bytes, sources.add(SourceFile(name: name, bytes: []))) }
      if let offset = offsetOfNoText(in: bytes) {
        return unusable(.findings) { .notText(at: $0, byte: bytes[offset], offset: offset) }
      }
      return .source(sources.add(SourceFile(name: name, bytes: bytes)))
    } catch {
      return unusable(.failure) { .unreadableFile(error, at: $0) }
    }
  }

  /// A compiled funnel is a JSON object; no funnel's source begins with a brace.
  private static func isProgram(_ bytes: [UInt8]) -> Bool {
    bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
  }

  /// The offset of the first byte that belongs to no UTF-8 text, or of the first zero byte: no text holds one.
  private static func offsetOfNoText(in bytes: [UInt8]) -> Int? {
    let zero = bytes.firstIndex(of: 0)
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return zero
    } catch {
      return min(zero ?? .max, error.byteOffsets.lowerBound)
    }
  }
}

extension Diagnostic {
  /// `unreadable-file`
  static func unreadableFile(_ error: FileError, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.unreadableFile, error.message, at: span, help: error.help)
  }

  /// `file-too-large`
  static func fileTooLarge(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "this file has more than \(FunnelFile.largest >> 20) MiB, too much for a funnel", at: span,
      help: "check that it is a funnel; leads are given with \"--leads\"")
  }

  /// `not-text`
  static func notText(at span: SourceSpan, byte: UInt8, offset: Int) -> Diagnostic {
    let digits = String(byte, radix: 16, uppercase: true)
    return Diagnostic(
      .notText,
      "this file is not UTF-8 text: the byte \(digits.count < 2 ? "0" : "")\(digits) at offset \(offset) is no part of one",
      at: span, help: "save it as UTF-8 in your editor, or check that it is a funnel")
  }
}
