/// Forms that services for reviews and builds read.
extension DiagnosticReport {
  /// Commands of GitHub's workflows, each of which marks its line: `::error file=...,line=...::message`.
  var gitHub: String {
    diagnostics.map { finding in
      let (start, end) = (finding.primary.place.start, finding.primary.place.end)
      var properties = [
        ("file", finding.primary.place.file), ("line", String(start.line)), ("endLine", String(end.line)),
      ]
      // Columns are only taken on one line.
      if start.line == end.line {
        properties += [("col", String(start.scalarColumn)), ("endColumn", String(end.scalarColumn))]
      }
      properties.append(("title", "\(finding.rule) \(finding.code)"))
      let command = finding.severity == Severity.information.rawValue ? "notice" : finding.severity
      let list = properties.map { "\($0)=\(Self.gitHub(property: $1))" }.joined(separator: ",")
      return "::\(command) \(list)::\(Self.gitHub(message: finding.words.joined(separator: "\n")))\n"
    }.joined()
  }

  private static func gitHub(message: String) -> String {
    message.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func gitHub(property: String) -> String {
    gitHub(message: property).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }

  /// GitLab's code quality report, a subset of Code Climate's issues.
  var gitLab: String {
    var writer = JSONText()
    writer.array(diagnostics) { writer, finding in
      writer.object {
        $0.field("description", finding.words.joined(separator: "; "))
        $0.field("check_name", finding.rule)
        $0.field("fingerprint", finding.fingerprint)
        $0.field("severity", ["error": "major", "warning": "minor"][finding.severity] ?? "info")
        $0.field("location") {
          $0.field("path", finding.primary.place.file)
          $0.field("lines") {
            $0.field("begin", finding.primary.place.start.line)
            $0.field("end", finding.primary.place.end.line)
          }
        }
      }
    }
    return writer.text + "\n"
  }

  /// Reviewdog's diagnostic format, in which columns count bytes.
  var rdjson: String {
    var writer = JSONText()
    writer.object {
      $0.field("source") { $0.field("name", "funnelc") }
      $0.field("diagnostics", diagnostics) { writer, finding in
        writer.object {
          $0.field("message", finding.words.joined(separator: "\n"))
          $0.field("location") { $0.location(finding.primary.place) }
          $0.field("severity", ["error": "ERROR", "warning": "WARNING"][finding.severity] ?? "INFO")
          $0.field("code") { $0.field("value", finding.rule) }
          // A suggestion there is one change in the finding's own file.
          let simple = finding.fixes.compactMap { $0.edits.count == 1 ? $0.edits.first : nil }
            .filter { $0.place.file == finding.primary.place.file }
          $0.field("suggestions", simple) { writer, edit in
            writer.object {
              $0.field("range") { $0.range(edit.place) }
              $0.field("text", edit.replacement)
            }
          }
          $0.field("related_locations", finding.secondary) { writer, label in
            writer.object {
              $0.field("message", label.text)
              $0.field("location") { $0.location(label.place) }
            }
          }
        }
      }
    }
    return writer.text + "\n"
  }
}

extension JSONText {
  fileprivate mutating func location(_ place: DiagnosticReport.Place) {
    field("path", place.file)
    field("range") { $0.range(place) }
  }

  fileprivate mutating func range(_ place: DiagnosticReport.Place) {
    field("start") { $0.position(place.start) }
    field("end") { $0.position(place.end) }
  }

  private mutating func position(_ point: DiagnosticReport.Point) {
    field("line", point.line)
    field("column", point.byteColumn)
  }
}

extension DiagnosticReport.Finding {
  /// The message with what explains it and what to do, a line each.
  var words: [String] { [message] + notes + (help.map { [$0] } ?? []) }
}
