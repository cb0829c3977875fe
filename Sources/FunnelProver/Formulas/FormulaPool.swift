/// Formulas, each stored once, simplified as they are made.
struct FormulaPool: Sendable {
  /// How many formulas there may be; beyond it every further one is `never`, and `isFull` says so.
  static let limit = 200_000

  /// What each node is made of; the first two say nothing and everything.
  private(set) var shapes = Shapes()
  /// The literals that say which values a variable has, cut to the variable's domain.
  private(set) var memberships: [Membership] = []
  /// The literals that compare two variables.
  private(set) var distances: [Distance] = []
  /// The variables.
  private(set) var variables: [Variable] = []
  /// Whether formulas were left out because there were too many.
  private(set) var isFull = false

  /// For each node, whether it compares two variables somewhere.
  private(set) var comparesVariables: [Bool] = []

  /// The nodes by what they say: a table with open places, at least half of which are free.
  private var table = [Int32](repeating: -1, count: 64)
  private var hashes: [UInt64] = []
  /// For each node the one that says the opposite; -1 where there is none yet.
  private var negations: [Int32] = []
  /// In which combination a node, or a literal of a variable, was last met; and where the literal stands there.
  private var nodeMarks: [UInt32] = []
  private var variableMarks: [(mark: UInt32, place: Int)] = []
  private var mark: UInt32 = 0
  /// The parts of the combination at hand; the list is kept for the next one.
  private var flat: [Int32] = []

  init() {
    _ = node(.any)
    _ = node(.all)
    (negations[0], negations[1]) = (1, 0)
  }

  /// How many formulas there are.
  var count: Int { shapes.count }

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
    if set == domain { return .always }
    var hash = Hash()
    hash.mix(UInt64(truncatingIfNeeded: variable) << 1 | (set.hasMissing ? 1 : 0))
    for range in set.ranges {
      hash.mix(UInt64(bitPattern: range.lowerBound))
      hash.mix(UInt64(bitPattern: range.upperBound))
    }
    let known = find(hash.value) { pool, shape in
      guard shape.kind == .isIn else { return false }
      let literal = pool.memberships[shape.place]
      return literal.variable == variable && literal.set == set
    }
    if let known { return known }
    guard let node = add(hash.value, comparesVariables: false) else { return .never }
    shapes.add(.isIn, at: memberships.count)
    memberships.append(Membership(node: node, variable: variable, set: set))
    return node
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
    var hash = Hash()
    hash.mix(1 << 40 | UInt64(truncatingIfNeeded: first))
    hash.mix(UInt64(truncatingIfNeeded: second))
    hash.mix(UInt64(truncatingIfNeeded: bound))
    let known = find(hash.value) { pool, shape in
      guard shape.kind == .difference else { return false }
      let literal = pool.distances[shape.place]
      return literal.first == first && literal.second == second && literal.bound == bound
    }
    if let known { return known }
    guard let node = add(hash.value, comparesVariables: true) else { return .never }
    shapes.add(.difference, at: distances.count)
    distances.append(Distance(node: node, first: first, second: second, bound: bound))
    // A search that excludes the literal asks for its opposite, which must be there then.
    _ = negated(node)
    return node
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
    flat.removeAll(keepingCapacity: true)
    // Literals on one variable are one literal.
    var merged: [(place: Int, variable: VariableID, set: ValueSet)] = []
    for part in parts {
      if part == neutral { continue }
      if part == decisive { return decisive }
      let shape = shapes[part]
      if shape.kind == (isAll ? .all : .any) {
        for index in shape.range { take(shapes.part(index), isAll, &merged) }
      } else {
        take(part, isAll, &merged)
      }
    }
    for (place, variable, set) in merged {
      let literal = isIn(variable, set)
      if literal == decisive { return decisive }
      flat[place] = Int32(truncatingIfNeeded: literal.index)
    }
    guard let first = flat.first else { return neutral }
    return flat.count == 1 ? Node(index: Int(first)) : node(isAll ? .all : .any)
  }

  private mutating func take(
    _ part: Node, _ isAll: Bool, _ merged: inout [(place: Int, variable: VariableID, set: ValueSet)]
  ) {
    guard nodeMarks[part.index] != mark else { return }
    nodeMarks[part.index] = mark
    let shape = shapes[part]
    if shape.kind == .isIn {
      let variable = memberships[shape.place].variable
      let known = variableMarks[variable]
      if known.mark == mark {
        let set = memberships[shape.place].set
        if let index = merged.firstIndex(where: { $0.place == known.place }) {
          merged[index].set = isAll ? merged[index].set.intersection(set) : merged[index].set.union(set)
        } else {
          let first = memberships[shapes[Node(index: Int(flat[known.place]))].place].set
          merged.append((known.place, variable, isAll ? first.intersection(set) : first.union(set)))
        }
        return
      }
      variableMarks[variable] = (mark, flat.count)
    }
    flat.append(Int32(truncatingIfNeeded: part.index))
  }

  /// The formula that holds exactly where this one does not.
  mutating func negated(_ node: Node) -> Node {
    if let known = opposite(of: node) { return known }
    let result: Node
    let shape = shapes[node]
    switch shape.kind {
    case .isIn:
      let literal = memberships[shape.place]
      result = isIn(literal.variable, literal.set.complement)
    case .difference:
      let literal = distances[shape.place]
      let parts = [
        isIn(literal.first, .missing), isIn(literal.second, .missing),
        difference(literal.second, literal.first, atMost: -literal.bound - 1),
      ]
      result = any(parts)
    case .all, .any:
      var parts: [Node] = []
      parts.reserveCapacity(shape.range.count)
      for index in shape.range { parts.append(negated(shapes.part(index))) }
      result = combine(parts, isAll: shape.kind == .any)
    }
    negations[node.index] = Int32(truncatingIfNeeded: result.index)
    if negations[result.index] < 0 { negations[result.index] = Int32(truncatingIfNeeded: node.index) }
    return result
  }

  // MARK: Storing each once

  /// The combination of the parts at hand.
  private mutating func node(_ kind: Shapes.Kind) -> Node {
    var hash = Hash()
    hash.mix(kind == .all ? 2 << 40 : 3 << 40)
    var compares = false
    for part in flat {
      hash.mix(UInt64(truncatingIfNeeded: part))
      compares = compares || comparesVariables[Int(part)]
    }
    let known = find(hash.value) { pool, shape in shape.kind == kind && pool.shapes.isCombination(shape, of: pool.flat)
    }
    if let known { return known }
    guard let node = add(hash.value, comparesVariables: compares) else { return .never }
    shapes.add(kind, of: flat)
    return node
  }

  /// The node of a hash that is as asked.
  @inline(__always)
  private func find(_ hash: UInt64, _ isMeant: (FormulaPool, Shapes.Shape) -> Bool) -> Node? {
    var place = Int(truncatingIfNeeded: hash & UInt64(table.count - 1))
    while table[place] >= 0 {
      let node = Node(index: Int(table[place]))
      if hashes[node.index] == hash, isMeant(self, shapes[node]) { return node }
      place = (place + 1) & (table.count - 1)
    }
    return nil
  }

  /// A new node, of which the shape is still to be added; nil where there are too many.
  private mutating func add(_ hash: UInt64, comparesVariables compares: Bool) -> Node? {
    guard hashes.count < Self.limit else {
      isFull = true
      return nil
    }
    let node = Node(index: hashes.count)
    hashes.append(hash)
    negations.append(-1)
    nodeMarks.append(0)
    comparesVariables.append(compares)
    if hashes.count * 2 > table.count {
      table = [Int32](repeating: -1, count: table.count * 2)
      for index in hashes.indices { enter(index) }
    } else {
      enter(node.index)
    }
    return node
  }

  private mutating func enter(_ index: Int) {
    var place = Int(truncatingIfNeeded: hashes[index] & UInt64(table.count - 1))
    while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
    table[place] = Int32(truncatingIfNeeded: index)
  }

  /// A number that tells most formulas apart, the same in every run.
  private struct Hash {
    private(set) var value: UInt64 = 0

    mutating func mix(_ number: UInt64) {
      value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
      value ^= value >> 29
    }
  }
}
