/// What nodes are made of, in flat tables: all that a search looks at again and again.
struct Shapes: Sendable {
  /// What a node is.
  enum Kind: UInt8, Sendable {
    case isIn, difference, all, any
  }

  /// A node.
  struct Shape: Sendable {
    let kind: Kind
    /// Its parts, among those of all nodes.
    let start: Int32
    let end: Int32

    /// Its parts, among those of all nodes.
    var range: Range<Int> { Int(start)..<Int(end) }
  }

  private var shapes: [Shape] = []
  private var parts: [Int32] = []

  /// How many nodes there are.
  var count: Int { shapes.count }

  subscript(node: Node) -> Shape { shapes[node.index] }

  /// One of the parts of all nodes.
  func part(_ index: Int) -> Node { Node(index: Int(parts[index])) }

  /// Adds a node.
  mutating func add(_ form: Form) {
    let start = Int32(truncatingIfNeeded: parts.count)
    let kind: Kind
    switch form {
    case .isIn: kind = .isIn
    case .difference: kind = .difference
    case .all(let nodes):
      kind = .all
      for node in nodes { parts.append(Int32(truncatingIfNeeded: node.index)) }
    case .any(let nodes):
      kind = .any
      for node in nodes { parts.append(Int32(truncatingIfNeeded: node.index)) }
    }
    shapes.append(Shape(kind: kind, start: start, end: Int32(truncatingIfNeeded: parts.count)))
  }
}
