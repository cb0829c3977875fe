import FunnelDiagnostics
import FunnelSyntax

/// Where names stand in the files of a funnel, whatever they mean there.
///
/// The text is asked and not the resolved program, so that a name in a test, an action or a text for people counts
/// like any other.
public struct NameOccurrences: Sendable {
  /// One place where a name stands.
  public struct Occurrence: Sendable, Hashable {
    /// Where.
    public let span: SourceSpan
    /// The kind of the node that the name stands in directly.
    public let parent: SyntaxKind
    /// Whether it stands in a test.
    public let isInTest: Bool
  }

  private var places: [String: [Occurrence]] = [:]

  init(_ trees: [SyntaxTree]) {
    for tree in trees {
      var open: [(kind: SyntaxKind, end: Int32)] = []
      var testEnd: Int32 = -1
      for index in tree.nodes.indices {
        let record = tree.nodes[index]
        while let last = open.last, last.end <= Int32(index) { open.removeLast() }
        switch record.kind {
        case .test: testEnd = record.subtreeEnd
        case .name, .nameExpression:
          guard let name = NameSyntax(tree.allNodes[index]) else { break }
          places[name.text, default: []].append(
            Occurrence(span: name.span, parent: open.last?.kind ?? .file, isInTest: Int32(index) < testEnd))
        default: break
        }
        open.append((record.kind, record.subtreeEnd))
      }
    }
  }

  /// The places at which a name stands, in the order of the files.
  public subscript(name: String) -> [Occurrence] { places[name] ?? [] }
}
