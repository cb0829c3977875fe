/// Formulas, each form stored once, simplified as they are made.
struct FormulaPool: Sendable {
  /// How many formulas there may be; beyond it every further one is `never`, and `isFull` says so.
  static let limit = 200_000

  /// What each node says; the first two say nothing and everything.
  private(set) var forms: [Form] = []
  /// The same as the engines take it.
  private(set) var shapes = Shapes()
  /// The variables; a literal is cut to its variable's domain.
  private(set) var variables: [Variable] = []
  /// Whether formulas were left out because there were too many.
  private(set) var isFull = false

  /// For each node, whether it compares two variables somewhere.
  private(set) var comparesVariables: [Bool] = []

  /// The nodes by their forms: a table with open places, at least half of which are free.
  private var table = [Int32](repeating: -1, count: 64)
  private var hashes: [UInt64] = []
  /// For each node the one that says the opposite; -1 where there is none yet.
  private var negations: [Int32] = []
  /// In which combination a node, or a literal of a variable, was last met; and where the literal stands there.
  private var nodeMarks: [UInt32] = []
  private var variableMarks: [(mark: UInt32, place: Int)] = []
  private var mark: UInt32 = 0

  init() {
    _ = node(.any([]))
    _ = node(.all([]))
    (negations[0], negations[1]) = (1, 0)
  }

  subscript(node: Node) -> Form { forms[node.index] }

  /// Adds a variable.
  mutating func add(_ variable: Variable) -> VariableID {
    variables.append(variable)
    variableMarks.append((0, 0))
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
    let count = forms.count
    let literal = node(.difference(first, second, atMost: bound))
    // A search that excludes the literal asks for its opposite, which must be there then.
    if forms.count > count { _ = negated(literal) }
    return literal
  }

  /// The opposite of a literal, where it was made.
  func opposite(of literal: Node) -> Node? {
    let index = Int(negations[literal.index])
    return index < 0 ? nil : Node(index: index)
  }

  // MARK: Combinations

  /// The formula that all of these hold.
  mutating func all(_ parts: [Node]) -> Node { combine(parts, isAll: true) }

  /// The formula that one of these holds.
  mutating func any(_ parts: [Node]) -> Node { combine(parts, isAll: false) }

  private mutating func combine(_ parts: [Node], isAll: Bool) -> Node {
    let (neutral, decisive) = isAll ? (Node.always, Node.never) : (Node.never, Node.always)
    mark &+= 1
    var flat: [Node] = []
    flat.reserveCapacity(parts.count)
    // Literals on one variable are one literal.
    var merged: [(place: Int, variable: VariableID, set: ValueSet)] = []
    for part in parts {
      if part == neutral { continue }
      if part == decisive { return decisive }
      let shape = shapes[part]
      if shape.kind == (isAll ? .all : .any) {
        for index in shape.range { take(shapes.part(index), isAll, &flat, &merged) }
      } else {
        take(part, isAll, &flat, &merged)
      }
    }
    for (place, variable, set) in merged {
      flat[place] = isIn(variable, set)
      if flat[place] == decisive { return decisive }
    }
    guard let first = flat.first else { return neutral }
    return flat.count == 1 ? first : node(isAll ? .all(flat) : .any(flat))
  }

  private mutating func take(
    _ part: Node, _ isAll: Bool, _ flat: inout [Node],
    _ merged: inout [(place: Int, variable: VariableID, set: ValueSet)]
  ) {
    guard nodeMarks[part.index] != mark else { return }
    nodeMarks[part.index] = mark
    guard case .isIn(let variable, let set) = forms[part.index] else { return flat.append(part) }
    let known = variableMarks[variable]
    guard known.mark == mark else {
      variableMarks[variable] = (mark, flat.count)
      return flat.append(part)
    }
    if let index = merged.firstIndex(where: { $0.place == known.place }) {
      merged[index].set = isAll ? merged[index].set.intersection(set) : merged[index].set.union(set)
    } else if case .isIn(_, let first) = forms[flat[known.place].index] {
      merged.append((known.place, variable, isAll ? first.intersection(set) : first.union(set)))
    }
  }

  /// The formula that holds exactly where this one does not.
  mutating func negated(_ node: Node) -> Node {
    if let known = opposite(of: node) { return known }
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
    negations[node.index] = Int32(truncatingIfNeeded: result.index)
    if negations[result.index] < 0 { negations[result.index] = Int32(truncatingIfNeeded: node.index) }
    return result
  }

  private mutating func node(_ form: Form) -> Node {
    let hash = form.mixed
    var place = Int(truncatingIfNeeded: hash & UInt64(table.count - 1))
    while table[place] >= 0 {
      let index = Int(table[place])
      if hashes[index] == hash, forms[index] == form { return Node(index: index) }
      place = (place + 1) & (table.count - 1)
    }
    guard forms.count < Self.limit else {
      isFull = true
      return .never
    }
    let node = Node(index: forms.count)
    table[place] = Int32(truncatingIfNeeded: node.index)
    forms.append(form)
    hashes.append(hash)
    negations.append(-1)
    nodeMarks.append(0)
    let compares =
      switch form {
      case .isIn: false
      case .difference: true
      case .all(let parts), .any(let parts): parts.contains { comparesVariables[$0.index] }
      }
    comparesVariables.append(compares)
    shapes.add(form)
    if forms.count * 2 > table.count { grow() }
    return node
  }

  private mutating func grow() {
    let count = table.count * 2
    table = [Int32](repeating: -1, count: count)
    for (index, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash & UInt64(count - 1))
      while table[place] >= 0 { place = (place + 1) & (count - 1) }
      table[place] = Int32(truncatingIfNeeded: index)
    }
  }
}

extension Form {
  /// A number that tells most forms apart, the same in every run.
  fileprivate var mixed: UInt64 {
    var result: UInt64 = 0
    func mix(_ value: UInt64) {
      result = (result ^ value) &* 0x9E37_79B9_7F4A_7C15
      result ^= result >> 29
    }
    switch self {
    case .isIn(let variable, let set):
      mix(UInt64(truncatingIfNeeded: variable) << 1 | (set.hasMissing ? 1 : 0))
      for range in set.ranges {
        mix(UInt64(bitPattern: range.lowerBound))
        mix(UInt64(bitPattern: range.upperBound))
      }
    case .difference(let first, let second, let bound):
      mix(1 << 40 | UInt64(truncatingIfNeeded: first))
      mix(UInt64(truncatingIfNeeded: second))
      mix(UInt64(truncatingIfNeeded: bound))
    case .all(let parts):
      mix(2 << 40)
      for part in parts { mix(UInt64(truncatingIfNeeded: part.index)) }
    case .any(let parts):
      mix(3 << 40)
      for part in parts { mix(UInt64(truncatingIfNeeded: part.index)) }
    }
    return result
  }
}
