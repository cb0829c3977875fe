import FunnelDiagnostics
import FunnelSyntax

extension SyntaxNode {
  /// What to delete to be rid of it: with the comments that document it, and with its lines where nothing else stands
  /// on them.
  var removal: SourceSpan {
    var first = tokens.lowerBound
    var token = first - 1
    while token >= 0, tree.tokens[token].kind.isTrivia {
      let kind = tree.tokens[token].kind
      if kind == .documentation { first = token } else if kind != .whitespace { break }
      token -= 1
    }
    let bytes = tree.bytes
    var start = tree.bytes(ofToken: first).lowerBound
    var end = Int(span.end)
    while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
    let beginsLine = start == 0 || Self.endsLine(bytes[start - 1])
    var behind = end
    while behind < bytes.count, Self.isBlank(bytes[behind]) { behind += 1 }
    let endsLine = behind == bytes.count || Self.endsLine(bytes[behind])
    if beginsLine, endsLine {
      end = behind
      if end < bytes.count, bytes[end] == 0x0D { end += 1 }
      if end < bytes.count, bytes[end] == 0x0A { end += 1 }
    } else if beginsLine {
      // What follows on the line moves to its place.
      start = tree.bytes(ofToken: first).lowerBound
      end = behind
    }
    return SourceSpan(file: tree.file, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
