/// Writes one line for each finding: `file:line:column: error[name]: message`.
public struct ConciseRenderer: Sendable {
  private let sources: SourceMap

  /// Makes a renderer for findings in the given files.
  public init(sources: SourceMap) { self.sources = sources }

  /// The lines, sorted by file and position.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    var finder = LocationFinder()
    var output = ""
    for diagnostic in diagnostics.inOrder() {
      let span = diagnostic.primary.span
      let file = sources[span.file]
      let location = finder.location(of: Int(span.start), in: file)
      output += "\(VisibleText.of(file.name)):\(location.line):\(location.column): "
      output += "\(diagnostic.severity.rawValue)[\(diagnostic.rule.rawValue)]: \(VisibleText.of(diagnostic.message))\n"
    }
    return output
  }
}
