/// Decides formulas: each literal that matters is tried, then its opposite, and what is forced on the way is followed, until
/// values are found, or there are none.
///
/// What must hold is a list of alternatives. An alternative of which one way is left forces it; where several are left, one
/// literal is tried first. What literals mean is the matter of their system.
/// Source: Davis, Logemann and Loveland, "A machine program for theorem-proving".
struct Search<Literals: LiteralSystem>: Sendable {
  private let shapes: Shapes
  private var literals: Literals
  /// The alternatives of which one must hold.
  private var pending: [Node] = []
  /// Whether a node stands in `pending`.
  private var isPending: [Bool]
  /// The alternatives of which one holds whatever comes, in the order in which that was seen, and whether each is one of them.
  private var settled: [Node] = []
  private var isSettled: [Bool]
  /// What is known of each node in the round at hand.
  private var stamps: [Int32]
  private var standings: [Standing]
  private var round: Int32 = 0

  private enum Standing: UInt8 {
    case never, open, always
  }

  /// A point at which a literal was chosen, to come back to.
  private struct Choice {
    let state: Literals.Mark
    let pending: Int
    let settled: Int
    let literal: Node
    var isOpposite = false
  }

  /// Makes a search for the formulas that a pool holds now.
  init(_ pool: FormulaPool) {
    shapes = pool.shapes
    literals = Literals(pool)
    isPending = [Bool](repeating: false, count: shapes.count)
    isSettled = isPending
    stamps = [Int32](repeating: 0, count: shapes.count)
    standings = [Standing](repeating: .open, count: shapes.count)
  }

  /// Whether the pool has no formulas but those that the search knows.
  func knows(_ pool: FormulaPool) -> Bool { shapes.count == pool.shapes.count }

  /// Finds values under which all of some formulas hold.
  mutating func solve(_ nodes: [Node], _ budget: inout Budget) -> Outcome {
    let start = literals.mark
    defer { undo(to: start, 0, 0) }
    var choices: [Choice] = []
    var holds = nodes.allSatisfy { require($0) }
    while true {
      if holds { holds = propagate(&budget) }
      guard budget.steps > 0 else { return .undecided }
      if holds {
        guard let literal = openLiteral(&budget) else {
          return literals.model(&budget).map { .model($0) } ?? .undecided
        }
        choices.append(
          Choice(state: literals.mark, pending: pending.count, settled: settled.count, literal: literal))
        holds = require(literal)
      } else {
        guard let literal = goBack(&choices) else { return .none }
        holds = exclude(literal)
      }
    }
  }

  private mutating func goBack(_ choices: inout [Choice]) -> Node? {
    while var choice = choices.popLast() {
      undo(to: choice.state, choice.pending, choice.settled)
      guard !choice.isOpposite else { continue }
      choice.isOpposite = true
      choices.append(choice)
      return choice.literal
    }
    return nil
  }

  private mutating func undo(to mark: Literals.Mark, _ pendingCount: Int, _ settledCount: Int) {
    literals.undo(to: mark)
    while pending.count > pendingCount, let node = pending.popLast() { isPending[node.index] = false }
    while settled.count > settledCount, let node = settled.popLast() { isSettled[node.index] = false }
  }

  // MARK: Requirements

  /// Makes a formula hold; false where it can't.
  private mutating func require(_ node: Node) -> Bool {
    let shape = shapes[node]
    switch shape.kind {
    case .isIn, .difference: return literals.require(node)
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
    guard literals.exclude(literal) else { return false }
    guard let opposite = literals.opposite(of: literal) else { return true }
    return require(opposite)
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
          guard !isSettled[node.index], let forced = forced(by: node, &budget) else { continue }
          guard budget.steps > 0, forced != .never else { return false }
          let (before, asked) = (literals.mark, pending.count)
          guard require(forced) else { return false }
          isChanged = isChanged || literals.mark != before || pending.count > asked
        }
        guard budget.steps > 0 else { return false }
      }
      switch literals.tighten(&budget) {
      case .impossible: return false
      case .same: return true
      case .narrower: continue
      }
    } while budget.steps > 0
    return false
  }

  /// The one part of an alternative that is left; `never` where none is, and nil where it holds, which lasts, or there is a
  /// choice.
  private mutating func forced(by node: Node, _ budget: inout Budget) -> Node? {
    var open: Node?
    for index in shapes[node].range {
      let part = shapes.part(index)
      switch standing(part, &budget) {
      case .never: continue
      case .always:
        isSettled[node.index] = true
        settled.append(node)
        return nil
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
    for node in pending where !isSettled[node.index] && standing(node, &budget) == .open {
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
    case .isIn, .difference: result = literals.possible(node).map { $0 ? .always : .never } ?? .open
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
}
