/// Decides formulas that compare variables with each other: each literal that matters is tried, then its opposite, and what
/// is asked for on the way is a system of differences, which can be met unless a circle of them sums up to less than nothing.
///
/// Every type lies on the grid of integers, so `x < y` is `x - y <= -1`, and a solution of the system is one of values.
/// Source: Davis, Logemann and Loveland for the search.
struct DifferenceEngine: Sendable {
  private let shapes: Shapes
  private let variables: [Variable]
  /// What variables may still be, and what they may differ by.
  private var system: DifferenceSystem
  /// For each node that compares two variables, its comparison; -1 for others.
  private let comparisons: [Int32]
  /// For each comparison, the formula that it does not hold.
  private let opposites: [Node?]
  /// The comparisons that must not hold, in the order in which they were excluded, and whether each is one of them.
  private var excluded: [Int] = []
  private var isExcluded: [Bool]
  /// The alternatives of which one must hold.
  private var pending: [Node] = []
  private var isPending: [Bool]
  /// What is known of each node in the round at hand.
  private var stamps: [Int32]
  private var standings: [Standing]
  private var round: Int32 = 0

  private enum Standing: UInt8 {
    case never, open, always
  }

  /// A point at which a literal was chosen, to come back to.
  private struct Choice {
    let state: DifferenceSystem.Mark
    let pending: Int
    let excluded: Int
    let literal: Node
    var isOpposite = false
  }

  /// Makes an engine for the formulas that a pool holds now.
  init(_ pool: FormulaPool) {
    shapes = pool.shapes
    variables = pool.variables
    var comparisons = [Int32](repeating: -1, count: pool.forms.count)
    var edges: [DifferenceSystem.Edge] = []
    var opposites: [Node?] = []
    for (index, form) in pool.forms.enumerated() {
      guard case .difference(let first, let second, let bound) = form else { continue }
      comparisons[index] = Int32(truncatingIfNeeded: edges.count)
      edges.append(DifferenceSystem.Edge(first: first, second: second, bound: bound))
      opposites.append(pool.opposite(of: Node(index: index)))
    }
    self.comparisons = comparisons
    self.opposites = opposites
    system = DifferenceSystem(pool, edges)
    isExcluded = [Bool](repeating: false, count: edges.count)
    isPending = [Bool](repeating: false, count: pool.forms.count)
    stamps = [Int32](repeating: 0, count: pool.forms.count)
    standings = [Standing](repeating: .open, count: pool.forms.count)
  }

  /// Whether the pool got formulas that the engine does not know.
  func knows(_ pool: FormulaPool) -> Bool { shapes.count == pool.shapes.count }

  /// Finds values under which all of some formulas hold.
  mutating func solve(_ nodes: [Node], _ budget: inout Budget) -> Outcome {
    let start = system.mark
    defer { undo(to: start, 0, 0) }
    var choices: [Choice] = []
    var holds = nodes.allSatisfy { require($0) }
    while true {
      if holds { holds = propagate(&budget) }
      guard budget.steps > 0 else { return .undecided }
      if holds {
        guard let literal = openLiteral(&budget) else {
          guard let values = system.solution(variables, &budget) else { return .undecided }
          return .model(Model(values: values))
        }
        choices.append(
          Choice(state: system.mark, pending: pending.count, excluded: excluded.count, literal: literal))
        holds = require(literal)
      } else {
        guard let literal = goBack(&choices) else { return .none }
        holds = exclude(literal)
      }
    }
  }

  private mutating func goBack(_ choices: inout [Choice]) -> Node? {
    while var choice = choices.popLast() {
      undo(to: choice.state, choice.pending, choice.excluded)
      guard !choice.isOpposite else { continue }
      choice.isOpposite = true
      choices.append(choice)
      return choice.literal
    }
    return nil
  }

  private mutating func undo(to mark: DifferenceSystem.Mark, _ count: Int, _ excludedCount: Int) {
    system.undo(to: mark)
    while pending.count > count, let node = pending.popLast() { isPending[node.index] = false }
    while excluded.count > excludedCount, let comparison = excluded.popLast() { isExcluded[comparison] = false }
  }

  // MARK: Requirements

  /// Makes a formula hold; false where it can't.
  private mutating func require(_ node: Node) -> Bool {
    let shape = shapes[node]
    switch shape.kind {
    case .isIn: return system.narrow(node)
    case .difference: return system.add(Int(comparisons[node.index]))
    case .all:
      for index in shape.range where !require(shapes.part(index)) { return false }
      return true
    case .any:
      if !isPending[node.index] {
        isPending[node.index] = true
        pending.append(node)
      }
      return !shape.range.isEmpty
    }
  }

  /// Makes a literal not hold; false where it must.
  private mutating func exclude(_ literal: Node) -> Bool {
    guard shapes[literal].kind == .difference else { return system.narrow(literal, isOpposite: true) }
    let comparison = Int(comparisons[literal.index])
    if !isExcluded[comparison] {
      isExcluded[comparison] = true
      excluded.append(comparison)
    }
    return opposites[comparison].map { require($0) } ?? true
  }

  /// Follows what is forced; false where something can't hold any more.
  private mutating func propagate(_ budget: inout Budget) -> Bool {
    repeat {
      var isChanged = true
      while isChanged {
        isChanged = false
        round &+= 1
        var index = 0
        while index < pending.count {
          let node = pending[index]
          index += 1
          guard let forced = forced(by: node, &budget) else { continue }
          guard budget.steps > 0, forced != .never else { return false }
          let (before, asked) = (system.mark, pending.count)
          guard require(forced) else { return false }
          isChanged = isChanged || system.mark != before || pending.count > asked
        }
        guard budget.steps > 0 else { return false }
      }
      switch system.tighten(&budget) {
      case .impossible: return false
      case .same: return true
      case .narrower: continue
      }
    } while budget.steps > 0
    return false
  }

  /// The one part of an alternative that is left; `never` where none is, and nil where it holds or there is a choice.
  private mutating func forced(by node: Node, _ budget: inout Budget) -> Node? {
    var open: Node?
    for index in shapes[node].range {
      let part = shapes.part(index)
      switch standing(part, &budget) {
      case .never: continue
      case .always: return nil
      case .open:
        guard open == nil else { return nil }
        open = part
      }
    }
    return open ?? .never
  }

  /// A literal on which an alternative depends that is not decided; nil where all are.
  private mutating func openLiteral(_ budget: inout Budget) -> Node? {
    round &+= 1
    for node in pending where standing(node, &budget) == .open {
      var node = node
      while shapes[node].kind == .all || shapes[node].kind == .any {
        let range = shapes[node].range
        guard let open = range.first(where: { standing(shapes.part($0), &budget) == .open }) else { return nil }
        node = shapes.part(open)
      }
      return node
    }
    return nil
  }

  private mutating func standing(_ node: Node, _ budget: inout Budget) -> Standing {
    if stamps[node.index] == round { return standings[node.index] }
    _ = budget.take()
    var result: Standing
    let shape = shapes[node]
    switch shape.kind {
    case .isIn: result = standing(system.possible(node))
    case .difference:
      let comparison = Int(comparisons[node.index])
      result = isExcluded[comparison] ? .never : standing(system.possible(comparison))
    case .all:
      result = .always
      for index in shape.range {
        let standing = standing(shapes.part(index), &budget)
        if standing.rawValue < result.rawValue { result = standing }
        if result == .never { break }
      }
    case .any:
      result = .never
      for index in shape.range {
        let standing = standing(shapes.part(index), &budget)
        if standing.rawValue > result.rawValue { result = standing }
        if result == .always { break }
      }
    }
    stamps[node.index] = round
    standings[node.index] = result
    return result
  }

  private func standing(_ isPossible: Bool?) -> Standing { isPossible.map { $0 ? .always : .never } ?? .open }
}
