import FunnelDiagnostics
import FunnelRuntime

/// The report for other programs.
extension TestReport {
  /// One JSON object and a line end; the order of its fields is fixed.
  func json(_ sources: SourceMap) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("tests")
    writer.beginArray()
    for result in results {
      writer.beginObject()
      writer.key("file")
      writer.string(result.file)
      writer.key("line")
      writer.integer(result.line)
      writer.key("title")
      writer.string(result.title)
      writer.key("status")
      writer.string(result.hasPassed ? "passed" : "failed")
      writer.key("failures")
      writer.beginArray()
      for failure in result.failures { write(failure, sources, to: &writer) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.key("broken")
    writer.beginArray()
    for file in broken { writer.string(file) }
    writer.endArray()
    for (name, count) in [("passed", passed), ("failed", failed)] {
      writer.key(name)
      writer.integer(count)
    }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private func write(_ failure: Diagnostic, _ sources: SourceMap, to writer: inout JSONWriter) {
    let place = TestReport.place(of: failure, sources)
    writer.beginObject()
    writer.key("rule")
    writer.string(failure.rule.rawValue)
    writer.key("message")
    writer.string(failure.message)
    writer.key("line")
    writer.integer(place.line)
    writer.key("column")
    writer.integer(place.column)
    writer.key("story")
    writer.beginArray()
    for note in failure.notes { writer.string(note) }
    writer.endArray()
    writer.endObject()
  }

  /// The report in the form that JUnit made common, which most build servers read.
  func junit(_ sources: SourceMap) -> String {
    let name = { (text: String) in TestReport.escaped(text) }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(results.count + broken.count)\" failures=\"\(failed)\" errors=\"\(broken.count)\">",
    ]
    for group in files {
      let failed = group.results.count { !$0.hasPassed }
      let counts = "tests=\"\(group.results.count)\" failures=\"\(failed)\" errors=\"0\""
      lines.append("  <testsuite name=\"\(name(group.file))\" \(counts)>")
      for result in group.results {
        let head =
          "    <testcase name=\"\(name(result.title))\" classname=\"\(name(group.file))\" file=\"\(name(group.file))\" line=\"\(result.line)\""
        guard !result.hasPassed else {
          lines.append(head + "/>")
          continue
        }
        lines.append(head + ">")
        for failure in result.failures {
          let place = TestReport.place(of: failure, sources)
          let text = (["\(group.file):\(place.line):\(place.column): \(failure.message)"] + failure.notes)
            .joined(separator: "\n")
          lines.append(
            "      <failure type=\"\(failure.rule.rawValue)\" message=\"\(name(failure.message))\">\(name(text))</failure>"
          )
        }
        lines.append("    </testcase>")
      }
      lines.append("  </testsuite>")
    }
    for file in broken {
      lines.append("  <testsuite name=\"\(name(file))\" tests=\"1\" failures=\"0\" errors=\"1\">")
      lines.append("    <testcase name=\"compiles\" classname=\"\(name(file))\" file=\"\(name(file))\">")
      lines.append("      <error message=\"the file holds a mistake, so its tests were not run\"/>")
      lines.append("    </testcase>")
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
  }

  private static func place(of failure: Diagnostic, _ sources: SourceMap) -> SourceLocation {
    sources[failure.primary.span.file].location(of: Int(failure.primary.span.start))
  }

  /// A text within XML; characters that XML can't hold become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
