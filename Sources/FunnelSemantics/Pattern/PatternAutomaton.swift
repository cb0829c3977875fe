/// A pattern as a deterministic automaton over UTF-8 bytes: one table look-up for each byte of a text.
///
/// State 0 can't match any more, state 1 has matched whatever follows; both only ever lead to themselves.
/// Source: Rabin and Scott's subset construction, over classes of bytes that no part of the pattern tells apart.
public struct PatternAutomaton: Hashable, Sendable {
  /// How many states an automaton may have.
  public static let maximumStates = 4_096

  /// The class of each of the 256 bytes.
  public let classes: [UInt8]
  /// How many classes there are.
  public let classCount: Int
  /// The next state, at state times `classCount` plus class.
  public let transitions: [UInt16]
  /// For each state, whether a text that ends there matches.
  public let accepting: [Bool]
  /// The state before the first byte.
  public let start: UInt16

  /// Builds the automaton that says whether the pattern stands anywhere in a text.
  /// - Complexity: bounded by `PatternNetwork.maximumNodes`, `maximumStates` and a fixed number of steps.
  public init(_ pattern: Pattern) throws(InvalidPattern) {
    var builder = AutomatonBuilder(network: try PatternNetwork(pattern))
    try builder.run()
    let numbers = builder.numbersWithoutDeadStates()
    classes = builder.classes
    classCount = builder.classCount
    var transitions: [UInt16] = []
    var accepting: [Bool] = []
    for state in numbers.indices where state < 2 || numbers[state] != 0 {
      accepting.append(builder.accepting[state])
      for target in builder.row(of: state) { transitions.append(numbers[target]) }
    }
    self.transitions = transitions
    self.accepting = accepting
    start = numbers[builder.start]
  }

  /// Whether the pattern stands in the text.
  public func matches(_ text: some Sequence<UInt8>) -> Bool {
    var state = Int(start)
    for byte in text where state > 1 {
      state = Int(transitions[state * classCount + Int(classes[Int(byte)])])
    }
    return accepting[state]
  }
}

/// Finds the sets of network states that can be reached together.
private struct AutomatonBuilder {
  private static let maximumSteps = 8_000_000
  private static let dead = 0
  private static let matched = 1

  let network: PatternNetwork
  private(set) var classes = [UInt8](repeating: 0, count: 256)
  private(set) var classCount = 1
  private(set) var accepting = [false, true]
  private(set) var start = 0
  /// The states of the network that each state stands for; those of 0 and 1 never matter.
  private var members: [[Int]] = [[], []]
  private var targets: [Int] = []
  private var numbers: [[Int]: Int] = [[]: 0]
  /// The states behind lists of nodes that were looked into, and how many steps each took.
  private var states: [[Int]: (number: Int, steps: Int)] = [:]
  private var marks: [Int]
  private var generation = 0
  private var steps = 0

  init(network: PatternNetwork) {
    self.network = network
    marks = [Int](repeating: 0, count: network.nodes.count)
    divideBytes()
    targets = [Int](repeating: Self.dead, count: classCount) + [Int](repeating: Self.matched, count: classCount)
  }

  /// Where each class of bytes leads from a state.
  func row(of state: Int) -> ArraySlice<Int> { targets[state * classCount..<(state + 1) * classCount] }

  /// Gives bytes that every range of the network holds together one class.
  private mutating func divideBytes() {
    var begins = [Bool](repeating: false, count: 257)
    for case .bytes(let range, _) in network.nodes {
      begins[Int(range.lowerBound)] = true
      begins[Int(range.upperBound) + 1] = true
    }
    for byte in 1...255 {
      if begins[byte] { classCount += 1 }
      classes[byte] = UInt8(truncatingIfNeeded: classCount - 1)
    }
  }

  mutating func run() throws(InvalidPattern) {
    let representatives = (0..<classCount).compactMap { number in classes.firstIndex { Int($0) == number } }
    start = try addState(closure(of: [network.start], atStart: true), atStart: true)
    var state = 2
    var next: [Int] = []
    while state < members.count {
      let here = members[state]
      var last: (nodes: [Int], number: Int, steps: Int)?
      for byte in representatives {
        next.removeAll(keepingCapacity: true)
        for node in here {
          if case .bytes(let range, let target) = network.nodes[node], range.contains(UInt8(truncatingIfNeeded: byte)) {
            next.append(target)
          }
        }
        steps += here.count
        // Most bytes lead where the one before them does.
        if let last, last.nodes == next {
          steps += last.steps
          targets.append(last.number)
          continue
        }
        let found = try reached(by: next)
        last = (next, found.number, found.steps)
        targets.append(found.number)
      }
      guard steps < Self.maximumSteps else { throw InvalidPattern(problem: .tooLarge, offset: 0) }
      state += 1
    }
  }

  /// The state behind some nodes; each list of them is looked into once, and counted each time.
  private mutating func reached(by nodes: [Int]) throws(InvalidPattern) -> (number: Int, steps: Int) {
    if let known = states[nodes] {
      steps += known.steps
      return known
    }
    let before = steps
    let set = closure(of: nodes, atStart: false)
    let taken = steps - before
    let found = (number: try addState(set, atStart: false), steps: taken)
    states[nodes] = found
    return found
  }

  /// The number of the state for a set; a set that holds the match matches whatever follows.
  private mutating func addState(_ set: [Int], atStart: Bool) throws(InvalidPattern) -> Int {
    if set.first == 0 { return Self.matched }
    if !atStart, let number = numbers[set] { return number }
    guard members.count < PatternAutomaton.maximumStates else { throw InvalidPattern(problem: .tooLarge, offset: 0) }
    let number = members.count
    members.append(set)
    accepting.append(closure(of: set, atStart: atStart, atEnd: true).first == 0)
    // The first state alone may pass a `^`, so no later one is taken for it.
    if !atStart { numbers[set] = number }
    return number
  }

  /// What is reached without reading, ascending; forks and passed anchors are left out.
  private mutating func closure(of nodes: [Int], atStart: Bool, atEnd: Bool = false) -> [Int] {
    generation += 1
    var pending = nodes
    var reached: [Int] = []
    while let node = pending.popLast() {
      guard marks[node] != generation else { continue }
      marks[node] = generation
      steps += 1
      switch network.nodes[node] {
      case .fork(let branches): pending += branches
      case .textStart(let next): if atStart { pending.append(next) }
      case .textEnd(let next) where atEnd: pending.append(next)
      case .match, .bytes, .textEnd: reached.append(node)
      }
    }
    return reached.sorted()
  }

  /// A number for each state: 0 for those that lead to no match, the others in order.
  func numbersWithoutDeadStates() -> [UInt16] {
    // The states that lead to each state stand side by side.
    var starts = [Int](repeating: 0, count: members.count + 1)
    for target in targets { starts[target + 1] += 1 }
    for state in members.indices { starts[state + 1] += starts[state] }
    var sources = [Int](repeating: 0, count: targets.count)
    var ends = starts
    for (place, target) in targets.enumerated() {
      sources[ends[target]] = place / classCount
      ends[target] += 1
    }
    var isAlive = accepting
    var pending = accepting.indices.filter { accepting[$0] }
    while let state = pending.popLast() {
      for source in sources[starts[state]..<starts[state + 1]] where !isAlive[source] {
        isAlive[source] = true
        pending.append(source)
      }
    }
    var next: UInt16 = 1
    return members.indices.map { state in
      guard isAlive[state] else { return 0 }
      defer { next += 1 }
      return next
    }
  }
}
