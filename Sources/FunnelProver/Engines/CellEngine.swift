/// Decides formulas in which each literal is about one variable: a variable's values are cells, and a search over sets of
/// cells finds a value for each variable, or that there is none.
///
/// What must hold is a list of alternatives. An alternative of which one way is left forces it; where several are left, the
/// cells of one literal are tried first, then the others.
struct CellEngine: Sendable {
  private let shapes: Shapes
  private let cells: Cells

  private var domain: [UInt64]
  /// The words that were changed, and what they were, to go back.
  private var trail: [(index: Int, word: UInt64)] = []
  /// The alternatives of which one must hold.
  private var pending: [Node] = []
  /// Whether a node stands in `pending`.
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
    let trail: Int
    let pending: Int
    let literal: Node
    var isOpposite: Bool
  }

  /// Makes an engine for the formulas that a pool holds now.
  init(_ pool: FormulaPool) {
    shapes = pool.shapes
    cells = Cells(pool)
    domain = cells.everything
    isPending = [Bool](repeating: false, count: shapes.count)
    stamps = [Int32](repeating: 0, count: shapes.count)
    standings = [Standing](repeating: .open, count: shapes.count)
  }

  /// Whether the pool got formulas that the engine does not know.
  func knows(_ pool: FormulaPool) -> Bool { shapes.count == pool.shapes.count }

  /// Finds values under which all of some formulas hold.
  mutating func solve(_ nodes: [Node], _ budget: inout Budget) -> Outcome {
    defer { reset() }
    var choices: [Choice] = []
    var holds = nodes.allSatisfy { require($0) }
    while true {
      if holds { holds = propagate(&budget) }
      guard budget.steps > 0 else { return .undecided }
      if holds {
        guard let literal = openLiteral(&budget) else { return .model(model()) }
        choices.append(Choice(trail: trail.count, pending: pending.count, literal: literal, isOpposite: false))
        holds = require(literal)
      } else {
        guard let choice = goBack(&choices) else { return .none }
        holds = exclude(choice.literal)
      }
    }
  }

  private mutating func goBack(_ choices: inout [Choice]) -> Choice? {
    while var choice = choices.popLast() {
      undo(to: choice.trail, choice.pending)
      guard !choice.isOpposite else { continue }
      choice.isOpposite = true
      choices.append(choice)
      return choice
    }
    return nil
  }

  private mutating func reset() {
    undo(to: 0, 0)
  }

  private mutating func undo(to mark: Int, _ count: Int) {
    while trail.count > mark, let change = trail.popLast() { domain[change.index] = change.word }
    while pending.count > count, let node = pending.popLast() { isPending[node.index] = false }
  }

  private func model() -> Model {
    Model(
      values: (0..<cells.offsets.count - 1).map { variable in
        cells.representative(of: variable, among: domain[cells.offsets[variable]..<cells.offsets[variable + 1]])
      })
  }

  // MARK: Requirements

  /// Makes a formula hold; false where it can't.
  private mutating func require(_ node: Node) -> Bool {
    let shape = shapes[node]
    switch shape.kind {
    case .isIn: return narrow(node, flipped: 0)
    case .difference: return true
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
  private mutating func exclude(_ literal: Node) -> Bool { narrow(literal, flipped: .max) }

  private mutating func narrow(_ literal: Node, flipped: UInt64) -> Bool {
    let variable = cells.variables[literal.index]
    let mask = cells.masks[literal.index]
    let start = cells.offsets[variable]
    var isPossible: UInt64 = 0
    for index in start..<cells.offsets[variable + 1] {
      let word = domain[index]
      let narrowed = word & (cells.words[mask + index - start] ^ flipped)
      if narrowed != word {
        trail.append((index, word))
        domain[index] = narrowed
      }
      isPossible |= narrowed
    }
    return isPossible != 0
  }

  /// Follows what is forced; false where something can't hold any more.
  private mutating func propagate(_ budget: inout Budget) -> Bool {
    var isChanged = true
    while isChanged {
      isChanged = false
      round &+= 1
      var index = 0
      while index < pending.count {
        let node = pending[index]
        index += 1
        var open: Node?
        var count = 0
        var holds = false
        for index in shapes[node].range {
          let part = shapes.part(index)
          switch standing(part, &budget) {
          case .never: continue
          case .always: holds = true
          case .open:
            open = part
            count += 1
          }
          if holds || count > 1 { break }
        }
        guard budget.steps > 0 else { return false }
        if holds || count > 1 { continue }
        let (changes, asked) = (trail.count, pending.count)
        guard let open, require(open) else { return false }
        isChanged = isChanged || trail.count > changes || pending.count > asked
      }
    }
    return true
  }

  /// A literal on which an alternative depends that is not decided; nil where all are.
  private mutating func openLiteral(_ budget: inout Budget) -> Node? {
    round &+= 1
    for node in pending where standing(node, &budget) == .open {
      var node = node
      while true {
        let shape = shapes[node]
        switch shape.kind {
        case .isIn, .difference: return node
        case .all, .any:
          guard let open = shape.range.first(where: { standing(shapes.part($0), &budget) == .open }) else { return nil }
          node = shapes.part(open)
        }
      }
    }
    return nil
  }

  private mutating func standing(_ node: Node, _ budget: inout Budget) -> Standing {
    if stamps[node.index] == round { return standings[node.index] }
    _ = budget.take()
    var result: Standing
    let shape = shapes[node]
    switch shape.kind {
    case .isIn:
      let variable = cells.variables[node.index]
      let mask = cells.masks[node.index]
      let start = cells.offsets[variable]
      var (inside, outside): (UInt64, UInt64) = (0, 0)
      for index in start..<cells.offsets[variable + 1] {
        let word = cells.words[mask + index - start]
        inside |= domain[index] & word
        outside |= domain[index] & ~word
      }
      result = outside == 0 ? .always : inside == 0 ? .never : .open
    case .difference: result = .open
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
