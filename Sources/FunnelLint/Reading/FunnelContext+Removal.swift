import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Fixes that leave out what changes nothing.
extension FunnelContext {
  /// Leaves a branch out; nothing where it does not stand in the funnel's own file.
  func removal(of branch: ResolvedDecision.Branch) -> [Fix] {
    guard isOwn(branch.span),
      let node = tree.allNodes.first(where: { [.branch, .tableRow].contains($0.kind) && $0.span == branch.span })
    else { return [] }
    return [Fix("leave the branch out", .safe, [Fix.Edit(node.removal, "")])]
  }

  /// Leaves a part of a condition out, with the "and" or "or" beside it; nothing where it does not stand in the funnel's own
  /// file, or in a cell of a table.
  func removal(ofPart span: SourceSpan) -> [Fix] {
    guard isOwn(span) else { return [] }
    for node in tree.nodes(around: span) where node.kind == .andExpression || node.kind == .orExpression {
      let operands = Array(node.children)
      guard operands.count > 1,
        let place = operands.firstIndex(where: { $0.span == span || $0.withoutParentheses.span == span })
      else {
        continue
      }
      let part = operands[place].span
      let cut =
        place > 0
        ? SourceSpan(file: span.file, start: operands[place - 1].span.end, end: part.end)
        : SourceSpan(file: span.file, start: part.start, end: operands[1].span.start)
      return [Fix("leave this part out", .safe, [Fix.Edit(cut, "")])]
    }
    return []
  }
}

extension SyntaxTree {
  /// The nodes in which a piece of the text stands, the outermost first.
  fileprivate func nodes(around span: SourceSpan) -> [SyntaxNode] {
    var found: [SyntaxNode] = []
    var next: SyntaxNode? = root
    while let node = next {
      found.append(node)
      next = node.children.first { $0.span.start <= span.start && span.end <= $0.span.end }
    }
    return found
  }
}

extension SyntaxNode {
  /// What stands inside of its parentheses, where it has any.
  fileprivate var withoutParentheses: SyntaxNode {
    var node = self
    while node.kind == .parenthesizedExpression {
      var children = node.children
      guard let inner = children.next() else { return node }
      node = inner
    }
    return node
  }
}
