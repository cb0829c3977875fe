import FunnelSemantics

/// A value that is computed where it is read: a `let` or a score.
enum Formula: Hashable {
  case letValue(ID<ResolvedLet>)
  case score(ID<ResolvedScore>)
}

/// Which formula reads which, once for a funnel.
///
/// - Invariant: free of circles, as the resolved program is.
struct FormulaGraph {
  /// One formula with what lowering must know about it.
  struct Node {
    /// The formula.
    let formula: Formula
    /// The expressions it is made of.
    let roots: [TypedExpression]
    /// The formulas it reads, as often as it reads them.
    var reads: [Int] = []
    /// The number of expressions in it, its formulas not followed.
    var size = 0
    /// Its place in an order in which a formula stands behind all that it reads.
    var rank = 0
    /// How deep its expressions are nested, with all formulas followed.
    var depth = 0
  }

  /// All formulas: the lets, then the scores, each in order of declaration.
  private(set) var nodes: [Node]
  private let letCount: Int

  /// Follows every formula of the funnel.
  /// - Complexity: O(expressions), without recursion from formula to formula.
  init(_ funnel: ResolvedFunnel) {
    letCount = funnel.lets.count
    nodes = funnel.lets.enumerated().map { index, item in
      Node(formula: .letValue(ID(index)), roots: item.cases.flatMap { ($0.condition.map { [$0] } ?? []) + [$0.value] })
    }
    nodes += funnel.scores.enumerated().map { index, item in
      Node(formula: .score(ID(index)), roots: item.rules.map(\.condition))
    }
    for index in nodes.indices {
      let (reads, size, _) = measure(nodes[index].roots)
      nodes[index].reads = reads
      nodes[index].size = size
    }
    rank()
  }

  /// The index of a formula among the nodes.
  func index(of formula: Formula) -> Int {
    switch formula {
    case .letValue(let id): id.index
    case .score(let id): letCount + id.index
    }
  }

  /// The formulas that expressions read directly, as often as they do; their number of expressions and their depth.
  func measure(_ roots: [TypedExpression]) -> (reads: [Int], size: Int, depth: Int) {
    var measure: (reads: [Int], size: Int, depth: Int) = ([], 0, 0)
    for root in roots { follow(root, depth: 1, into: &measure) }
    return measure
  }

  private func follow(
    _ expression: TypedExpression, depth: Int, into measure: inout (reads: [Int], size: Int, depth: Int)
  ) {
    measure.size += 1
    measure.depth = max(measure.depth, depth)
    if let formula = expression.formula {
      let read = index(of: formula)
      measure.reads.append(read)
      measure.depth = max(measure.depth, depth + nodes[read].depth)
    } else {
      expression.visitOperands { follow($0, depth: depth + 1, into: &measure) }
    }
  }

  /// Orders the formulas by depth-first search with a stack of its own, so that a chain of ten thousand is no danger.
  private mutating func rank() {
    var nextRank = 0
    var visited = [Bool](repeating: false, count: nodes.count)
    for first in nodes.indices where !visited[first] {
      visited[first] = true
      var path = [(node: first, read: 0)]
      while let (node, read) = path.last {
        if read < nodes[node].reads.count {
          path[path.count - 1].read += 1
          let target = nodes[node].reads[read]
          guard !visited[target] else { continue }
          visited[target] = true
          path.append((target, 0))
        } else {
          nodes[node].depth = measure(nodes[node].roots).depth
          nodes[node].rank = nextRank
          nextRank += 1
          path.removeLast()
        }
      }
    }
  }
}
