/// Formulas, each form stored once, simplified as they are made.
struct FormulaPool: Sendable {
  /// How many formulas there may be; beyond it every further one is `never`, and `isFull` says so.
  static let limit = 200_000

  /// What each node says; the first two say nothing and everything.
  private(set) var forms: [Form] = [.any([]), .all([])]
  /// The variables; a literal is cut to its variable's domain.
  private(set) var variables: [Variable] = []
  /// Whether formulas were left out because there were too many.
  private(set) var isFull = false

  /// For each node, whether it compares two variables somewhere.
  private(set) var comparesVariables = [false, false]

  private var nodes: [Form: Node] = [.any([]): .never, .all([]): .always]
  private var negations: [Int: Node] = [0: .always, 1: .never]

  subscript(node: Node) -> Form { forms[node.index] }

  /// Adds a variable.
  mutating func add(_ variable: Variable) -> VariableID {
    variables.append(variable)
    return variables.count - 1
  }

  /// Gives a variable another domain; only while no literal speaks of it.
  mutating func restrict(_ variable: VariableID, to domain: ValueSet) { variables[variable].domain = domain }

  // MARK: Literals

  /// The formula that a variable has a value of a set.
  mutating func isIn(_ variable: VariableID, _ set: ValueSet) -> Node {
    let domain = variables[variable].domain
    let set = set.intersection(domain)
    if set.isEmpty { return .never }
    return set == domain ? .always : node(.isIn(variable, set))
  }

  /// The formula that a variable is known.
  mutating func isKnown(_ variable: VariableID) -> Node { isIn(variable, .known) }

  /// The formula that both variables are known and the first less the second is at most so much.
  mutating func difference(_ first: VariableID, _ second: VariableID, atMost bound: Int128) -> Node {
    if first == second { return bound >= 0 ? isKnown(first) : .never }
    let (a, b) = (variables[first].domain.ranges, variables[second].domain.ranges)
    guard let aLow = a.first?.lowerBound, let aHigh = a.last?.upperBound, let bLow = b.first?.lowerBound,
      let bHigh = b.last?.upperBound
    else { return .never }
    if Int128(aLow) - Int128(bHigh) > bound { return .never }
    if Int128(aHigh) - Int128(bLow) <= bound { return all([isKnown(first), isKnown(second)]) }
    let isNew = nodes[.difference(first, second, atMost: bound)] == nil
    let literal = node(.difference(first, second, atMost: bound))
    // A search that excludes the literal asks for its opposite, which must be there then.
    if isNew, literal != .never { _ = negated(literal) }
    return literal
  }

  /// The opposite of a literal, where it was made.
  func opposite(of literal: Node) -> Node? { negations[literal.index] }

  // MARK: Combinations

  /// The formula that all of these hold.
  mutating func all(_ parts: [Node]) -> Node { combine(parts, isAll: true) }

  /// The formula that one of these holds.
  mutating func any(_ parts: [Node]) -> Node { combine(parts, isAll: false) }

  private mutating func combine(_ parts: [Node], isAll: Bool) -> Node {
    let (neutral, decisive) = isAll ? (Node.always, Node.never) : (Node.never, Node.always)
    var flat: [Node] = []
    // Literals on one variable are one literal.
    var sets: [(variable: VariableID, set: ValueSet, place: Int)] = []
    func add(_ part: Node, _ pool: borrowing FormulaPool) {
      guard case .isIn(let variable, let set) = pool[part] else { return flat.append(part) }
      if let known = sets.firstIndex(where: { $0.variable == variable }) {
        sets[known].set = isAll ? sets[known].set.intersection(set) : sets[known].set.union(set)
      } else {
        sets.append((variable, set, flat.count))
        flat.append(part)
      }
    }
    for part in parts {
      if part == neutral { continue }
      if part == decisive { return decisive }
      switch forms[part.index] {
      case .all(let inner) where isAll: for part in inner { add(part, self) }
      case .any(let inner) where !isAll: for part in inner { add(part, self) }
      default: add(part, self)
      }
    }
    for (variable, set, place) in sets {
      flat[place] = isIn(variable, set)
      if flat[place] == decisive { return decisive }
    }
    var seen: Set<Node> = [neutral]
    flat = flat.filter { seen.insert($0).inserted }
    guard let first = flat.first else { return neutral }
    return flat.count == 1 ? first : node(isAll ? .all(flat) : .any(flat))
  }

  /// The formula that holds exactly where this one does not.
  mutating func negated(_ node: Node) -> Node {
    if let known = negations[node.index] { return known }
    let result: Node
    switch forms[node.index] {
    case .isIn(let variable, let set): result = isIn(variable, set.complement)
    case .difference(let first, let second, let bound):
      let parts = [
        isIn(first, .missing), isIn(second, .missing), difference(second, first, atMost: -bound - 1),
      ]
      result = any(parts)
    case .all(let parts): result = any(parts.map { negated($0) })
    case .any(let parts): result = all(parts.map { negated($0) })
    }
    negations[node.index] = result
    if negations[result.index] == nil { negations[result.index] = node }
    return result
  }

  private mutating func node(_ form: Form) -> Node {
    if let known = nodes[form] { return known }
    guard forms.count < Self.limit else {
      isFull = true
      return .never
    }
    let node = Node(index: forms.count)
    forms.append(form)
    let compares =
      switch form {
      case .isIn: false
      case .difference: true
      case .all(let parts), .any(let parts): parts.contains { comparesVariables[$0.index] }
      }
    comparesVariables.append(compares)
    nodes[form] = node
    return node
  }
}
