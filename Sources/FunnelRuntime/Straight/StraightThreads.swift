import FunnelIR

/// Straight code in which no lead is asked the same twice: where the way to a test says how it comes out, the way leads on behind
/// it.
///
/// So a node may be there several times, once for each knowledge that matters behind it.
struct StraightThreads {
  typealias Node = StraightCode.Node

  /// What is known of a lead on its way.
  fileprivate struct Knowledge: Hashable {
    /// Whether slots are known, and the words of those that decisions have set.
    var known: [UInt16: Bool] = [:]
    var words: [UInt16: UInt64] = [:]
    /// Whether tests hold for slots that are known, and those that came out untrue for one that may not be.
    var tests: [Test: Bool] = [:]
    var untrue: Set<Test> = []
    /// The domains that were worked out.
    var domains: Set<UInt16> = []
  }

  /// What a test asks; of those that came out untrue also whether it asks the contrary.
  fileprivate struct Test: Hashable {
    let slot: UInt16
    let operation: StraightCode.Operation
    let immediate: UInt64
    var isNegated: UInt8 = 0

    init(_ node: Node) { (slot, operation, immediate) = (node.slot, node.operation, node.immediate) }
  }

  private struct Place: Hashable {
    let node: Int32
    let knowledge: Knowledge
  }

  /// Code with more nodes stays as it is.
  private static let limit = 4096

  private let code: StraightCode
  /// The slots that are asked for from a node on.
  private var asked: [Set<UInt16>]
  private var nodes = [Node(operation: .leave)]
  private var numbers: [Place: Int32] = [:]
  private var waiting: [(number: Int32, place: Place)] = []

  /// The code of which nothing is asked twice, or the same where that would be too large.
  static func threaded(_ code: StraightCode) -> StraightCode {
    guard code.nodes.count <= limit else { return code }
    var threads = StraightThreads(code)
    return threads.follow() ?? code
  }

  private init(_ code: StraightCode) {
    self.code = code
    asked = code.nodes.map { $0.operation.isTest || $0.operation == .domain ? [$0.slot] : [] }
    var isDone = false
    while !isDone {
      isDone = true
      for number in code.nodes.indices {
        let before = asked[number].count
        for next in StraightThreads.next(code.nodes[number]) { asked[number].formUnion(asked[Int(next)]) }
        if asked[number].count > before { isDone = false }
      }
    }
  }

  private static func next(_ node: Node) -> [Int32] {
    switch node.operation {
    case .leave, .end, .rest: []
    case .turn, .part, .domain: [node.yes]
    default: [node.yes, node.no]
    }
  }

  private mutating func follow() -> StraightCode? {
    var threaded = code
    threaded.entry = number(code.entry, Knowledge())
    while let (number, place) = waiting.popLast() {
      var node = code.nodes[Int(place.node)]
      let ways = StraightThreads.next(node)
      if let yes = ways.first { node.yes = self.number(yes, place.knowledge.behind(node, true)) }
      if ways.count > 1 { node.no = self.number(node.no, place.knowledge.behind(node, false)) }
      nodes[Int(number)] = node
      guard nodes.count <= StraightThreads.limit else { return nil }
    }
    threaded.nodes = nodes
    return threaded
  }

  /// The node that comes next from one on, with what is known there.
  private mutating func number(_ first: Int32, _ knowledge: Knowledge) -> Int32 {
    var number = first
    while true {
      let node = code.nodes[Int(number)]
      if node.operation == .leave { return 0 }
      if node.operation == .domain, knowledge.domains.contains(node.slot) {
        number = node.yes
      } else if node.operation.isTest, let isTrue = knowledge.outcome(node, code) {
        number = isTrue ? node.yes : node.no
      } else {
        break
      }
    }
    let place = Place(node: number, knowledge: knowledge.about(asked[Int(number)]))
    if let known = numbers[place] { return known }
    nodes.append(Node(operation: .leave))
    let new = Int32(nodes.count - 1)
    numbers[place] = new
    waiting.append((new, place))
    return new
  }
}

extension StraightThreads.Knowledge {
  /// What is known of some slots.
  fileprivate func about(_ slots: Set<UInt16>) -> Self {
    .init(
      known: known.filter { slots.contains($0.key) }, words: words.filter { slots.contains($0.key) },
      tests: tests.filter { slots.contains($0.key.slot) }, untrue: untrue.filter { slots.contains($0.slot) },
      domains: domains.intersection(slots))
  }

  /// What is known behind a node, which was left one of its ways.
  fileprivate func behind(_ node: StraightThreads.Node, _ isTrue: Bool) -> Self {
    var next = self
    let slot = node.slot
    switch node.operation {
    case .turn:
      next.known[slot] = true
      next.words[slot] = UInt64(truncatingIfNeeded: node.a)
      next.tests = tests.filter { $0.key.slot != slot }
      next.untrue = untrue.filter { $0.slot != slot }
    case .domain: next.domains.insert(slot)
    case .isKnown: next.known[slot] = isTrue != (node.isNegated != 0)
    default:
      guard node.operation.isTest else { break }
      var test = StraightThreads.Test(node)
      if isTrue || known[slot] == true {
        next.known[slot] = true
        next.tests[test] = isTrue != (node.isNegated != 0)
      } else {
        test.isNegated = node.isNegated
        next.untrue.insert(test)
      }
    }
    return next
  }

  /// How a test comes out; nil where that is not known.
  fileprivate func outcome(_ node: StraightThreads.Node, _ code: StraightCode) -> Bool? {
    let isNegated = node.isNegated != 0
    if node.operation == .isKnown { return known[node.slot].map { $0 != isNegated } }
    if known[node.slot] == false { return false }
    var test = StraightThreads.Test(node)
    if let holds = tests[test] { return holds != isNegated }
    test.isNegated = node.isNegated
    if untrue.contains(test) { return false }
    guard let word = words[node.slot] else { return nil }
    switch node.operation {
    case .equal: return (word == node.immediate) != isNegated
    case .inBits: return (word < 64 && node.immediate >> word & 1 == 1) != isNegated
    default: return nil
    }
  }
}
