import FunnelIR

/// Straight code in which no lead is asked the same twice: where the way to a test says how it comes out, the way leads on behind
/// it.
///
/// So a node may be there several times, once for each knowledge that matters behind it.
struct StraightThreads {
  typealias Node = StraightCode.Node

  private struct Place: Hashable {
    let node: Int32
    let knowledge: StraightKnowledge
  }

  /// Code with more nodes stays as it is.
  private static let limit = 4096

  private let code: StraightCode
  /// For each node, a bit for each slot that is asked for from there on.
  private var asked: [[UInt64]]
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
    asked = Array(repeating: Array(repeating: 0, count: code.firstWords.count / 64 + 1), count: code.nodes.count)
    for (number, node) in code.nodes.enumerated() where node.operation.isTest || node.operation == .domain {
      asked[number][Int(node.slot) / 64] |= 1 << UInt64(node.slot % 64)
    }
    var isDone = false
    while !isDone {
      isDone = true
      for (number, node) in code.nodes.enumerated() {
        if node.ways > 0, ask(at: number, for: asked[Int(node.yes)]) { isDone = false }
        if node.ways > 1, ask(at: number, for: asked[Int(node.no)]) { isDone = false }
      }
    }
  }

  /// Adds to the slots that are asked for from a node on; tells whether there are more now.
  private mutating func ask(at number: Int, for slots: [UInt64]) -> Bool {
    var isMore = false
    for (place, word) in slots.enumerated() where word & ~asked[number][place] != 0 {
      asked[number][place] |= word
      isMore = true
    }
    return isMore
  }

  private mutating func follow() -> StraightCode? {
    var threaded = code
    threaded.entry = number(code.entry, StraightKnowledge())
    while let (number, place) = waiting.popLast() {
      var node = code.nodes[Int(place.node)]
      if node.ways > 0 { node.yes = self.number(node.yes, place.knowledge.behind(node, true)) }
      if node.ways > 1 { node.no = self.number(node.no, place.knowledge.behind(node, false)) }
      nodes[Int(number)] = node
      guard nodes.count <= StraightThreads.limit else { return nil }
    }
    threaded.nodes = nodes
    return threaded
  }

  /// The node that comes next from one on, with what is known there.
  private mutating func number(_ first: Int32, _ knowledge: StraightKnowledge) -> Int32 {
    var number = first
    while true {
      let node = code.nodes[Int(number)]
      if node.operation == .leave { return 0 }
      if node.operation == .domain, knowledge[.init(.hasDomain, node.slot)] != nil {
        number = node.yes
      } else if node.operation.isTest, let isTrue = knowledge.outcome(node) {
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

extension StraightCode.Node {
  /// How many ways lead on.
  fileprivate var ways: Int {
    switch operation {
    case .leave, .end, .rest: 0
    case .turn, .part, .domain: 1
    default: 2
    }
  }
}
