import FunnelDiagnostics

/// What became of the tests of one invocation.
struct TestReport {
  /// One test, or one row of its table.
  struct Result {
    /// The file as it was named.
    let file: String
    /// What the test shows; with the number of the row where it has a table.
    let title: String
    /// The line on which it stands, from 1.
    let line: Int
    /// What failed; nothing where it passed.
    let failures: [Diagnostic]

    var hasPassed: Bool { failures.isEmpty }
  }

  /// The tests in order.
  var results: [Result] = []
  /// The files that hold a mistake, so that their tests could not run.
  var broken: [String] = []

  var passed: Int { results.count { $0.hasPassed } }
  var failed: Int { results.count { !$0.hasPassed } }

  /// The results by file, in order.
  var files: [(file: String, results: [Result])] {
    var groups: [(file: String, results: [Result])] = []
    for result in results {
      if groups.last?.file == result.file {
        groups[groups.count - 1].results.append(result)
      } else {
        groups.append((result.file, [result]))
      }
    }
    return groups
  }

  /// The report for people.
  func text(colour: Bool) -> String {
    func mark(_ word: String, _ code: String) -> String { colour ? "\u{1B}[\(code)m\(word)\u{1B}[0m" : word }
    var lines: [String] = []
    for group in files {
      lines.append(group.file.printable)
      for result in group.results {
        lines.append("  \(result.hasPassed ? mark("ok  ", "32") : mark("FAIL", "1;31"))  \(result.title.printable)")
      }
      lines.append("")
    }
    for file in broken { lines.append("\(file.printable): not run, because it holds a mistake") }
    if !broken.isEmpty { lines.append("") }
    let count = results.count
    var summary = "\(count) \(count == 1 ? "test" : "tests"), \(passed) passed, \(failed) failed"
    if !broken.isEmpty { summary += ", \(broken.count) \(broken.count == 1 ? "file" : "files") not run" }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }
}
