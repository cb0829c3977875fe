/// What nodes are made of, in flat tables: all that a search looks at again and again.
struct Shapes: Sendable {
  /// What a node is.
  enum Kind: UInt8, Sendable {
    /// A variable has a value of a set.
    case isIn
    /// Both of two variables are known, and the first less the second is at most so much.
    case difference
    /// All parts hold.
    case all
    /// One of the parts holds.
    case any
  }

  /// A node.
  struct Shape: Sendable {
    let kind: Kind
    /// Its parts, among those of all nodes; of a literal, its place among those of its kind.
    fileprivate let start: Int32
    fileprivate let end: Int32

    /// The parts of a combination, among those of all nodes.
    var range: Range<Int> { Int(start)..<Int(end) }
    /// The place of a literal among those of its kind.
    var place: Int { Int(start) }
  }

  private var shapes: [Shape] = []
  private var parts: [Int32] = []

  /// How many nodes there are.
  var count: Int { shapes.count }

  subscript(node: Node) -> Shape { shapes[node.index] }

  /// One of the parts of all nodes.
  func part(_ index: Int) -> Node { Node(index: Int(parts[index])) }

  /// Whether a combination has these parts.
  func isCombination(_ shape: Shape, of nodes: [Int32]) -> Bool {
    guard shape.range.count == nodes.count else { return false }
    var index = Int(shape.start)
    for node in nodes {
      if parts[index] != node { return false }
      index += 1
    }
    return true
  }

  /// Adds a combination of nodes.
  mutating func add(_ kind: Kind, of nodes: [Int32]) {
    let start = Int32(truncatingIfNeeded: parts.count)
    parts += nodes
    shapes.append(Shape(kind: kind, start: start, end: Int32(truncatingIfNeeded: parts.count)))
  }

  /// Adds a literal with its place among those of its kind.
  mutating func add(_ kind: Kind, at place: Int) {
    let place = Int32(truncatingIfNeeded: place)
    shapes.append(Shape(kind: kind, start: place, end: place))
  }
}
