import FunnelDiagnostics

/// Words everything that the lexer and the parser report.
struct SyntaxDiagnostics: Sendable {
  let file: FileID

  /// How many findings one file gives at most; whoever has mended so many looks again.
  static let limit = 1000

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(
      file: file, start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound))
  }

  // MARK: Files

  func tooLarge(_ size: Int) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "this file has \(size / 1_048_576) MiB, and a funnel may have up to 64", at: span(0..<0),
      help: "split it into files and put them together with import")
  }

  func notText(_ offset: Int, line: Int) -> Diagnostic {
    Diagnostic(
      .notText, "this file is not text in UTF-8: byte \(offset) in line \(line) belongs to no character",
      at: span(offset..<offset + 1), help: "save it in the encoding UTF-8, or choose another file")
  }

  // MARK: Characters

  func invisibleCharacter(_ scalar: UInt32, _ span: SourceSpan) -> Diagnostic {
    let digits = String(scalar, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return Diagnostic(
      .invisibleCharacter, "an invisible character (\(code)) stands here", at: span,
      notes: ["what people read and what is run would differ"], help: "delete it; in a string, write \\u{\(digits)}",
      fixes: [Fix("replace it with a blank", .safe, [Fix.Edit(span, " ")])])
  }

  func unknownCharacter(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(.unexpectedToken, "this character means nothing here", at: span, help: "delete it")
  }

  func typographicQuotes(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "these are the quotes of a word processor", at: span,
      help: "write a text between straight quotes: \"...\"")
  }

  func unterminatedString(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unterminatedString, "this text has no closing quote", at: span,
      help: "end it with \" on the same line; a line break within it is written \\n")
  }

  func unterminatedComment(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unterminatedBlock, "this comment never ends", at: span,
      help: "end it with \"*/\"; a comment within it needs a \"*/\" of its own")
  }

  func invalidEscape(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidEscape, "\"\\\" in a text can't be followed by this character", at: span,
      help: "write \\\\ for a backslash; the others are \\\" \\n \\t and \\u{20AC}")
  }

  func invalidUnicodeEscape(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidEscape, "this names no character", at: span,
      help: "write the character's number in hexadecimal digits between braces: \\u{20AC}")
  }

  func invalidQuotedName(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "between backquotes stands one word of letters, digits and \"_\"", at: span,
      help: "write `name`")
  }

  func invalidDate(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "there is no such date", at: span, help: "write year, month and day as in 2026-11-20")
  }

  func invalidDatetime(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "there is no such date and time", at: span,
      help: "write seconds and the offset from UTC too, as in 2026-11-20T10:00:00Z or 2026-11-20T10:00:00+01:00")
  }

  func invalidTime(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(.invalidLiteral, "there is no such time of day", at: span, help: "write hours and minutes as in 09:00")
  }

  func invalidPath(_ message: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "this path can't be followed: \(message)", at: span,
      help: "write it as in \"$.fields[?@.code=='PHONE'].values[0]\"")
  }

  func unclosedBrace(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "\"{\" in a text begins a value, and this one has no \"}\"", at: span,
      help: "close it with \"}\", or write \"{{\" for a brace")
  }

  func notWhole(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(.invalidLiteral, "here stands a whole number, in digits only", at: span, help: "write 12, or 1_000")
  }

  func notPercentage(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "a share is written as a percentage", at: span,
      fixes: [Fix("add \"%\"", .unsafe, [Fix.Edit(span.atEnd, "%")])])
  }

  func numberAndPercent(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"%\" stands right behind its number", at: span, help: "write 12% without a blank")
  }

  // MARK: Structure

  func unexpected(_ found: String, expected: String, at span: SourceSpan, help: String? = nil, fixes: [Fix] = [])
    -> Diagnostic
  {
    Diagnostic(
      .unexpectedToken, "\(expected) is expected here, and \(found) stands here", at: span, help: help, fixes: fixes)
  }

  func missing(_ text: String, at place: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"\(text)\" is missing here", at: place,
      fixes: [Fix("insert \"\(text)\"", .safe, [Fix.Edit(place, " \(text) ")])])
  }

  func replace(_ found: String, with wanted: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"\(found)\" is not part of the language: write \"\(wanted)\"", at: span,
      fixes: [Fix("replace \"\(found)\" with \"\(wanted)\"", .safe, [Fix.Edit(span, wanted)])])
  }

  func misspelt(_ found: String, _ wanted: String, in place: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"\(found)\" begins nothing that can stand in \(place)", at: span,
      help: "did you mean \"\(wanted)\"?",
      fixes: [Fix("replace \"\(found)\" with \"\(wanted)\"", .unsafe, [Fix.Edit(span, wanted)])])
  }

  func misplaced(_ found: String, in place: String, starters: [Keyword], at span: SourceSpan) -> Diagnostic {
    let list = starters.map { $0.rawValue }.joined(separator: ", ")
    return Diagnostic(
      .unexpectedToken, "\(found) can't stand in \(place)", at: span,
      help: starters.isEmpty ? nil : "what can stand here begins with: \(list)")
  }

  func noEntry(_ found: String, in place: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\(found) can't stand in \(place)", at: span, help: "write a name, \":\" and what it is")
  }

  func unterminatedBlock(_ name: String, opened: SourceSpan, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unterminatedBlock, "\(name) has no closing \"}\"", at: span,
      secondary: [Label(opened, "opened here")], help: "close it with \"}\" before this")
  }

  func extraBrace(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "this \"}\" closes nothing", at: span, help: "delete it, or a \"}\" too many before it",
      fixes: [Fix("delete it", .unsafe, [Fix.Edit(span, "")])])
  }

  func outsideFunnel(_ found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\(found) stands outside of the funnel", at: span,
      help: "look for a \"}\" too many before it")
  }

  func reserved(_ word: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .reservedName, "\"\(word)\" has a meaning of its own and can't be a name", at: span,
      help: "choose another name, or write it in backquotes everywhere: `\(word)`",
      fixes: [Fix("put \"\(word)\" in backquotes", .unsafe, [Fix.Edit(span, "`\(word)`")])])
  }

  func duplicate(_ name: String, first: SourceSpan, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "\"\(name)\" stands twice here, and may stand once", at: span,
      secondary: [Label(first, "the first one")], help: "delete one of the two")
  }

  func nestedTooDeep(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, "this is nested more than \(Parser.depthLimit) levels deep", at: span,
      help: "give parts of it a name with \"let\"")
  }

  // MARK: Expressions

  func chained(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "comparisons can't be chained", at: span,
      help: "write two comparisons joined by \"and\", or a range: x in 1..10")
  }

  func bareNot(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"not\" denies a whole comparison", at: span,
      help: "write it before the comparison, or put parentheses around this part")
  }

  func presenceAsValue(_ word: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "\"\(word)\" is not a value", at: span, help: "write x is \(word)")
  }

  func negatedState(_ span: SourceSpan, opposite: String?) -> Diagnostic {
    let fixes = opposite.map { [Fix("write \"\($0)\"", .safe, [Fix.Edit(span, $0)])] } ?? []
    return Diagnostic(
      .unexpectedToken, "\"not\" can't stand behind \"is\"", at: span,
      help: opposite.map { "write \"\($0)\"" } ?? "write \"not\" before the whole comparison: not x is completed",
      fixes: fixes)
  }
}
