import FunnelSemantics

/// Which formulas one piece of code computes once, before anything else; all others that it reads stand where they are read.
///
/// So code never grows beyond the text it comes from: only what is read once is repeated, and that is no repetition.
struct FormulaPlan {
  /// How deep expressions may be nested in code before a formula is taken out of them.
  static let maximumDepth = 32

  /// One formula to compute beforehand.
  struct Step {
    /// The formula.
    let formula: Formula
    /// The later step behind which nothing reads it any more; nil where the code itself reads it.
    let lastReader: Int?
  }

  /// The formulas to compute, each behind those that it reads.
  let steps: [Step]

  /// Decides for the code of the given expressions.
  /// - Complexity: O(n log n) for n expressions in them and in all formulas they read.
  init(_ roots: [TypedExpression], in graph: FormulaGraph) {
    let direct = graph.nodes.isEmpty ? [] : graph.measure(roots).reads
    guard !direct.isEmpty else {
      steps = []
      return
    }
    var uses: [Int: Int] = [:]
    // Steps are found from the last to the first, so the last reader is the one found first; -1 is the code itself.
    var lastReader: [Int: Int] = [:]
    for read in direct {
      uses[read, default: 0] += 1
      lastReader[read] = -1
    }
    var found: [(formula: Formula, lastReader: Int)] = []
    for index in Self.reachable(from: direct, in: graph) {
      let node = graph.nodes[index]
      let isScore = if case .score = node.formula { true } else { false }
      var place = lastReader[index, default: -1]
      if uses[index, default: 0] > 1 || isScore || node.depth > Self.maximumDepth {
        found.append((node.formula, place))
        place = found.count - 1
      }
      for read in node.reads {
        uses[read, default: 0] += 1
        lastReader[read] = min(lastReader[read] ?? place, place)
      }
    }
    let count = found.count
    steps = found.reversed().map { formula, reader in
      Step(formula: formula, lastReader: reader < 0 ? nil : count - 1 - reader)
    }
  }

  /// All formulas that are read, every one before those that it reads itself.
  private static func reachable(from direct: [Int], in graph: FormulaGraph) -> [Int] {
    var seen: Set<Int> = []
    var pending = direct
    var found: [Int] = []
    while let index = pending.popLast() {
      guard seen.insert(index).inserted else { continue }
      found.append(index)
      pending += graph.nodes[index].reads
    }
    return found.sorted { graph.nodes[$0].rank > graph.nodes[$1].rank }
  }
}
