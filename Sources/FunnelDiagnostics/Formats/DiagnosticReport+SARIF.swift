extension DiagnosticReport {
  /// The report in SARIF 2.1.0 (OASIS), with the rules that it names, fixes, related places, what was set aside, and
  /// fingerprints by which a finding is known again when lines have moved.
  func sarif(_ words: ToolWords) -> String {
    let results = diagnostics + suppressed
    let rules = DiagnosticRule.allCases.filter { rule in results.contains { $0.rule == rule.rawValue } }
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.rawValue, $0) })
    var writer = JSONText()
    writer.object {
      $0.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      $0.field("version", "2.1.0")
      $0.field("runs", [()]) { writer, _ in
        writer.object {
          $0.field("tool") {
            $0.field("driver") {
              $0.field("name", "funnelc")
              $0.field("version", words.version)
              $0.field("rules", rules) { $0.sarif(rule: $1, words) }
            }
          }
          $0.field("columnKind", "unicodeCodePoints")
          $0.field("results", results) { $0.sarif(result: $1, ruleIndex: indices[$1.rule] ?? 0) }
        }
      }
    }
    return writer.text + "\n"
  }
}

extension JSONText {
  fileprivate mutating func sarif(rule: DiagnosticRule, _ words: ToolWords) {
    object {
      $0.field("id", rule.rawValue)
      $0.field("name", rule.rawValue)
      if let words = words.page(rule) {
        $0.field("shortDescription") { $0.field("text", words.finds) }
        $0.field("fullDescription") { $0.field("text", words.why) }
        $0.field("help") { $0.field("text", words.why) }
      }
      $0.field("defaultConfiguration") { $0.field("level", Self.sarif(level: rule.severity.rawValue)) }
      $0.field("properties") {
        $0.field("code", rule.code)
        $0.field("preset", rule.traits.preset.rawValue)
        $0.field("tags", [rule.traits.area.rawValue]) { $0.string($1) }
      }
    }
  }

  fileprivate mutating func sarif(result: DiagnosticReport.Finding, ruleIndex: Int) {
    let remarks = result.notes + (result.help.map { [$0] } ?? [])
    object {
      $0.field("ruleId", result.rule)
      $0.field("ruleIndex", ruleIndex)
      $0.field("level", Self.sarif(level: result.severity))
      $0.field("message") { $0.field("text", ([result.message] + remarks).joined(separator: "\n")) }
      $0.field("locations", [result.primary]) { $0.sarif(location: $1, id: nil) }
      $0.field("relatedLocations", result.secondary.enumerated()) { $0.sarif(location: $1.element, id: $1.offset + 1) }
      $0.field("partialFingerprints") { $0.field("funnelc/v1", result.fingerprint) }
      if !result.fixes.isEmpty { $0.field("fixes", result.fixes) { $0.sarif(fix: $1) } }
      $0.field("suppressions", [result.suppression].compactMap(\.self)) { writer, suppression in
        writer.object {
          $0.field("kind", suppression.by == SetAside.Place.comment.rawValue ? "inSource" : "external")
          if !suppression.reason.isEmpty { $0.field("justification", suppression.reason) }
        }
      }
    }
  }

  private mutating func sarif(location: DiagnosticReport.Label, id: Int?) {
    object {
      if let id { $0.field("id", id) }
      $0.field("physicalLocation") {
        $0.field("artifactLocation") { $0.field("uri", Self.uri(location.place.file)) }
        $0.field("region") { $0.sarif(region: location.place) }
      }
      if !location.text.isEmpty { $0.field("message") { $0.field("text", location.text) } }
    }
  }

  private mutating func sarif(region place: DiagnosticReport.Place) {
    field("startLine", place.start.line)
    field("startColumn", place.start.scalarColumn)
    field("endLine", place.end.line)
    field("endColumn", place.end.scalarColumn)
    field("byteOffset", place.start.offset)
    field("byteLength", place.end.offset - place.start.offset)
  }

  private mutating func sarif(fix: DiagnosticReport.Fix) {
    var files: [String] = []
    for edit in fix.edits where !files.contains(edit.place.file) { files.append(edit.place.file) }
    object {
      $0.field("description") { $0.field("text", fix.title) }
      $0.field("artifactChanges", files) { writer, file in
        writer.object {
          $0.field("artifactLocation") { $0.field("uri", Self.uri(file)) }
          $0.field("replacements", fix.edits.filter { $0.place.file == file }) { writer, edit in
            writer.object {
              $0.field("deletedRegion") { $0.sarif(region: edit.place) }
              $0.field("insertedContent") { $0.field("text", edit.replacement) }
            }
          }
        }
      }
      $0.field("properties") { $0.field("safety", fix.safety) }
    }
  }

  private static func sarif(level: String) -> String { level == Severity.information.rawValue ? "note" : level }

  /// A path as a reference of RFC 3986.
  private static func uri(_ path: String) -> String {
    var uri = ""
    for byte in path.utf8 {
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      if isPlain || "-._~/".utf8.contains(byte) {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    // A first part with a colon would be taken for a scheme; colons are escaped, so only an absolute path is left.
    return path.hasPrefix("/") ? "file://" + uri : uri
  }
}
