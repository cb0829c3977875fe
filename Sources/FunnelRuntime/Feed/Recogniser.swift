import FunnelIR

/// The declared paths as a trie of keys that the scanner walks while it reads a line.
///
/// What the scanner finds at the end of a path goes into a *cell*. A path that goes on inside an array is cut there: its rest
/// is looked for in every element and goes into a scratch cell, and a *rule* says of which element the scratch cells are
/// moved to where they belong. So a line is read once whatever the order of its keys.
struct Recogniser: Sendable {
  /// A set of readings, as bits: those that look at a key.
  typealias Readings = UInt8

  /// A place in the trie.
  struct Node: Sendable, BitwiseCopyable {
    /// The cells of a value that stands here, in `cells`.
    var here = Run()
    /// The cells of everything below, in `cells`: a null here is a null for them.
    var below = Run()
    /// The keys of an object that stands here, in `keys`; each one's number is a node.
    var keys = KeyTable.Group()
    /// The node of the elements of an array that stands here; -1 where none is looked at.
    var element: Int32 = -1
    /// What to do behind each element, in `rules`.
    var rules = Run()
    /// The scratch cells that an element fills.
    var scratch = Run()
    /// The readings that look at this node.
    var readings: Readings = 0
  }

  /// A run of indices.
  struct Run: Sendable, BitwiseCopyable, Sequence, IteratorProtocol {
    /// The first index.
    fileprivate(set) var lowerBound: Int32 = 0
    /// The index behind the last.
    fileprivate(set) var upperBound: Int32 = 0

    /// Whether there are none.
    var isEmpty: Bool { lowerBound >= upperBound }

    /// Takes the first one away.
    @inline(__always)
    mutating func next() -> Int32? {
      guard lowerBound < upperBound else { return nil }
      lowerBound &+= 1
      return lowerBound &- 1
    }
  }

  /// Which elements of an array count.
  enum Choice: Sendable {
    case index(Int)
    /// Counted from the end, from 1.
    case fromEnd(Int)
    case each
    /// The first element whose cell holds this.
    case first(cell: Int, text: [UInt8], isText: Bool)
  }

  /// What to do behind an element.
  struct Rule: Sendable {
    let choice: Choice
    /// Scratch cells and where they belong, in `moves`.
    let moves: Range<Int>
  }

  /// From a scratch cell to the cell it belongs to.
  struct Move: Sendable {
    let from: Int
    let to: Int
  }

  /// One path, what it fills and who reads it.
  private struct Wish {
    var path: ArraySlice<FeedPath.Step>
    let cell: Int
    let readings: Readings
    /// Whether it is the left side of a filter, which a null element does not fulfil.
    let isCondition: Bool
  }

  private(set) var nodes: [Node] = []
  private(set) var keys = KeyTable()
  private(set) var cells: [Int32] = []
  private(set) var rules: [Rule] = []
  private(set) var moves: [Move] = []
  /// How many cells there are, scratch cells included.
  private(set) var cellCount: Int

  /// Compiles paths: each with the readings that look at it; a path's place in the list is the number of its cell.
  init(_ paths: [(path: FeedPath, readings: Readings)]) {
    cellCount = paths.count
    _ = add(
      paths.enumerated().map {
        Wish(path: $0.element.path.steps[...], cell: $0.offset, readings: $0.element.readings, isCondition: false)
      })
  }

  private mutating func add(_ wishes: [Wish]) -> Int {
    let number = nodes.count
    nodes.append(Node())
    var node = Node()
    node.readings = wishes.reduce(0) { $0 | $1.readings }
    node.here = append(wishes.filter { $0.path.isEmpty }.map { $0.cell })
    node.below = append(wishes.filter { !$0.path.isEmpty && !$0.isCondition }.map { $0.cell })
    var names: [[UInt8]: Int] = [:]
    var groups: [(name: String, wishes: [Wish])] = []
    var inArray: [Wish] = []
    for var wish in wishes {
      guard let step = wish.path.popFirst() else { continue }
      guard case .key(let name) = step else {
        wish.path = [step] + wish.path
        inArray.append(wish)
        continue
      }
      let place = names[step.identity, default: groups.count]
      if place == groups.count {
        names[step.identity] = place
        groups.append((name, []))
      }
      groups[place].wishes.append(wish)
    }
    if !inArray.isEmpty { addElement(of: inArray, to: &node) }
    node.keys = keys.add(groups.map { ($0.name, add($0.wishes)) })
    nodes[number] = node
    return number
  }

  private mutating func addElement(of wishes: [Wish], to node: inout Node) {
    let start = cellCount
    var rest: [Wish] = []
    var chosen: [(step: FeedPath.Step, condition: Int, moves: [Move])] = []
    var places: [[UInt8]: Int] = [:]
    for wish in wishes {
      guard let step = wish.path.first else { continue }
      let place = places[step.identity, default: chosen.count]
      if place == chosen.count {
        places[step.identity] = place
        chosen.append((step, cellCount, []))
        if case .firstWhere(let key, _, _) = step {
          let path = key.map { FeedPath.Step.key($0) }
          rest.append(Wish(path: path[...], cell: cellCount, readings: wish.readings, isCondition: true))
          cellCount += 1
        }
      }
      rest.append(
        Wish(path: wish.path.dropFirst(), cell: cellCount, readings: wish.readings, isCondition: wish.isCondition))
      chosen[place].moves.append(Move(from: cellCount, to: wish.cell))
      cellCount += 1
    }
    node.scratch = Run(start..<cellCount)
    let added = chosen.map { choice in
      moves += choice.moves
      return Rule(
        choice: Recogniser.choice(choice.step, choice.condition), moves: moves.count - choice.moves.count..<moves.count)
    }
    rules += added
    node.rules = Run(rules.count - added.count..<rules.count)
    node.element = Int32(add(rest))
  }

  private mutating func append(_ numbers: [Int]) -> Run {
    cells += numbers.map { Int32($0) }
    return Run(cells.count - numbers.count..<cells.count)
  }

  private static func choice(_ step: FeedPath.Step, _ condition: Int) -> Choice {
    switch step {
    case .index(let index): index < 0 ? .fromEnd(Int(clamping: index.magnitude)) : .index(index)
    case .firstWhere(_, let text, let isText): .first(cell: condition, text: Array(text.utf8), isText: isText)
    case .each, .key: .each
    }
  }
}

extension Recogniser.Run {
  /// Makes a run of a range.
  init(_ range: Range<Int>) { self.init(lowerBound: Int32(range.lowerBound), upperBound: Int32(range.upperBound)) }
}

extension FeedPath.Step {
  /// Bytes that are equal only for equal steps: a String holds composed and decomposed forms equal, a feed does not.
  var identity: [UInt8] {
    switch self {
    case .key(let name): Array("k\(name.utf8.count):\(name)".utf8)
    case .index(let index): Array("i\(index)".utf8)
    case .firstWhere(let key, let text, let isText):
      key.flatMap { FeedPath.Step.key($0).identity } + Array("\(isText ? "=" : "~")\(text.utf8.count):\(text)".utf8)
    case .each: Array("*".utf8)
    }
  }
}
