import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

extension FunnelContext {
  /// Whether the funnel itself fills a data point: an activity collects it, an action sets it, a table has it.
  func isWritten(_ point: ID<ResolvedPoint>) -> Bool {
    let isCollected = funnel.activities.contains { $0.collects.contains(point) }
    let isLookedUp = funnel.enrichments.contains { $0.fields.contains { $0.point == point } }
    let isSet = funnel.actions.contains { action in
      switch action.kind {
      case .tag(let written, _), .untag(let written, _), .set(let written, _): written == point
      default: false
      }
    }
    return isCollected || isLookedUp || isSet
  }

  /// Whether a point's declaration says where a feed has it.
  func hasPath(_ point: ResolvedPoint) -> Bool {
    guard let tree = files.first(where: { $0.file == point.span.file }) else { return false }
    return tree.nodes.indices.contains { index in
      guard tree.nodes[index].kind == .dataPoint else { return false }
      let node = tree.allNodes[index]
      return node.span.start <= point.span.start && node.span.end >= point.span.end
        && node.children.contains { $0.kind == .fromModifier }
    }
  }
}

extension ResolvedPath {
  /// The path as people write it.
  var words: String {
    var words = ""
    for step in steps {
      switch step {
      case .key(let key): words += words.isEmpty ? key : ".\(key)"
      case .index(let index): words += "[\(index)]"
      case .firstWhere(let key, let value): words += "[?@.\(key.joined(separator: "."))==\(value.words)]"
      case .each: words += "[*]"
      }
    }
    return words
  }
}

extension ResolvedPath.Comparand {
  fileprivate var words: String {
    switch self {
    case .text(let text): "'\(text)'"
    case .number(let number): number
    case .boolean(let value): value ? "true" : "false"
    case .null: "null"
    }
  }
}
