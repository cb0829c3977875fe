/// Forms in XML.
extension DiagnosticReport {
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  /// The findings of each file, in the order of the files; a file without any is there too.
  private var byFile: [(file: String, findings: [Finding])] {
    var order: [String] = []
    var findings: [String: [Finding]] = [:]
    for file in files where findings[file] == nil {
      order.append(file)
      findings[file] = []
    }
    for finding in diagnostics {
      let file = finding.primary.place.file
      if findings[file] == nil { order.append(file) }
      findings[file, default: []].append(finding)
    }
    return order.map { ($0, findings[$0] ?? []) }
  }

  /// Checkstyle's report.
  var checkstyle: String {
    var text = Self.declaration + "<checkstyle version=\"4.3\">\n"
    for (file, findings) in byFile where !findings.isEmpty {
      text += "  <file name=\"\(XMLText.escaped(file))\">\n"
      for finding in findings {
        let start = finding.primary.place.start
        let level = finding.severity == Severity.information.rawValue ? "info" : finding.severity
        text += "    <error line=\"\(start.line)\" column=\"\(start.scalarColumn)\" severity=\"\(level)\""
        text += " message=\"\(XMLText.escaped(finding.words.joined(separator: "; ")))\""
        text += " source=\"funnelc.\(finding.rule)\"/>\n"
      }
      text += "  </file>\n"
    }
    return text + "</checkstyle>\n"
  }

  /// JUnit's report: a suite a file, in which each finding is a test that failed; an information has passed, and a file
  /// without findings is one test that passed.
  var junit: String {
    let suites = byFile
    let failures = diagnostics.filter(\.isFailure).count
    let count = suites.reduce(0) { $0 + max(1, $1.findings.count) }
    var text = Self.declaration + "<testsuites name=\"funnelc check\" tests=\"\(count)\""
    text += " failures=\"\(failures)\" errors=\"0\">\n"
    for (file, findings) in suites {
      let name = XMLText.escaped(file)
      text += "  <testsuite name=\"\(name)\" tests=\"\(max(1, findings.count))\""
      text += " failures=\"\(findings.filter(\.isFailure).count)\" errors=\"0\">\n"
      if findings.isEmpty { text += "    <testcase name=\"no findings\" classname=\"\(name)\"/>\n" }
      for finding in findings {
        let start = finding.primary.place.start
        text += "    <testcase name=\"\(finding.rule) at \(start.line):\(start.scalarColumn)\" classname=\"\(name)\""
        text += " file=\"\(name)\" line=\"\(start.line)\">\n"
        let words = XMLText.escaped(finding.words.joined(separator: "\n"))
        if finding.isFailure {
          text += "      <failure type=\"\(finding.rule)\" message=\"\(XMLText.escaped(finding.message))\">"
          text += words + "</failure>\n"
        } else {
          text += "      <system-out>\(words)</system-out>\n"
        }
        text += "    </testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }
}

extension DiagnosticReport.Finding {
  fileprivate var isFailure: Bool { severity != Severity.information.rawValue }
}
