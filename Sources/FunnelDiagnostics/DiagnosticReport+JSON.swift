extension DiagnosticReport {
  /// The report as one line of JSON (RFC 8259) with a line end behind it; the order of fields is fixed.
  public var json: String {
    var writer = JSONText()
    writer.object {
      $0.field("schemaVersion", schemaVersion)
      $0.field("diagnostics", diagnostics) { $0.finding($1) }
      $0.field("errors", errors)
      $0.field("warnings", warnings)
      $0.field("informations", informations)
    }
    return writer.text + "\n"
  }
}

/// A JSON text that grows field by field.
private struct JSONText {
  var text = ""
  private var needsComma = false

  mutating func object(_ fields: (inout JSONText) -> Void) {
    enclose("{", "}", fields)
  }

  mutating func field(_ name: String, _ value: Int) {
    key(name)
    text += String(value)
  }

  mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func field(_ name: String, _ fields: (inout JSONText) -> Void) {
    key(name)
    object(fields)
  }

  mutating func field<Element>(_ name: String, _ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
    key(name)
    enclose("[", "]") { writer in
      for element in elements {
        writer.separate()
        write(&writer, element)
      }
    }
  }

  private mutating func enclose(_ open: String, _ close: String, _ content: (inout JSONText) -> Void) {
    text += open
    needsComma = false
    content(&self)
    text += close
    needsComma = true
  }

  private mutating func key(_ name: String) {
    separate()
    string(name)
    text += ":"
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = true
  }

  mutating func string(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONText {
  fileprivate mutating func finding(_ finding: DiagnosticReport.Finding) {
    object {
      $0.field("rule", finding.rule)
      $0.field("code", finding.code)
      $0.field("severity", finding.severity)
      $0.field("message", finding.message)
      $0.field("primary") { $0.fields(of: finding.primary) }
      $0.field("secondary", finding.secondary) { writer, label in writer.object { $0.fields(of: label) } }
      $0.field("notes", finding.notes) { $0.string($1) }
      if let help = finding.help { $0.field("help", help) }
      $0.field("fixes", finding.fixes) { $0.fix($1) }
    }
  }

  private mutating func fields(of label: DiagnosticReport.Label) {
    field("place") { $0.fields(of: label.place) }
    field("text", label.text)
  }

  private mutating func fields(of place: DiagnosticReport.Place) {
    field("file", place.file)
    field("start") { $0.fields(of: place.start) }
    field("end") { $0.fields(of: place.end) }
  }

  private mutating func fields(of point: DiagnosticReport.Point) {
    field("offset", point.offset)
    field("line", point.line)
    field("column", point.column)
  }

  private mutating func fix(_ fix: DiagnosticReport.Fix) {
    object {
      $0.field("title", fix.title)
      $0.field("safety", fix.safety)
      $0.field("edits", fix.edits) { writer, edit in
        writer.object {
          $0.field("place") { $0.fields(of: edit.place) }
          $0.field("replacement", edit.replacement)
        }
      }
    }
  }
}
