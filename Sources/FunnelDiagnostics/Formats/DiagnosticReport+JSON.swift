extension DiagnosticReport {
  /// The report as one line of JSON (RFC 8259) with a line end behind it; the order of fields is fixed.
  public var json: String {
    var writer = JSONText()
    writer.object {
      $0.field("schemaVersion", schemaVersion)
      $0.field("diagnostics", diagnostics) { $0.finding($1) }
      $0.field("suppressed", suppressed) { $0.finding($1) }
      $0.field("files", files) { $0.string($1) }
      $0.field("errors", errors)
      $0.field("warnings", warnings)
      $0.field("informations", informations)
    }
    return writer.text + "\n"
  }

  /// Each finding as a JSON object on a line of its own, those that do not count behind the others.
  var jsonLines: String {
    (diagnostics + suppressed).map { finding in
      var writer = JSONText()
      writer.finding(finding)
      return writer.text + "\n"
    }.joined()
  }
}

extension JSONText {
  fileprivate mutating func finding(_ finding: DiagnosticReport.Finding) {
    object {
      $0.field("rule", finding.rule)
      $0.field("code", finding.code)
      $0.field("severity", finding.severity)
      $0.field("message", finding.message)
      $0.field("fingerprint", finding.fingerprint)
      $0.field("primary") { $0.fields(of: finding.primary) }
      $0.field("secondary", finding.secondary) { writer, label in writer.object { $0.fields(of: label) } }
      $0.field("notes", finding.notes) { $0.string($1) }
      if let help = finding.help { $0.field("help", help) }
      $0.field("fixes", finding.fixes) { $0.fix($1) }
      if let suppression = finding.suppression {
        $0.field("suppression") {
          $0.field("by", suppression.by)
          $0.field("reason", suppression.reason)
        }
      }
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
    field("scalarColumn", point.scalarColumn)
    field("byteColumn", point.byteColumn)
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
