/// What is known of a lead at a place in straight code: answers to questions, in the order of the questions, so that the same
/// knowledge is equal.
struct StraightKnowledge: Hashable {
  /// What can be known of a slot.
  enum Kind: UInt8 {
    /// Whether it is known.
    case isKnown
    /// The word that a decision has set it to.
    case word
    /// Whether a test holds, where the slot is known.
    case holds
    /// That a test, or its contrary, came out untrue where the slot may not be known.
    case isUntrue
    /// That the domain it stands for was worked out.
    case hasDomain
  }

  /// A question about a slot.
  struct Question: Hashable, Comparable {
    /// The slot in bits 24 to 39, the kind in 16 to 23, of a test the operation in 8 to 15, and whether it asks the contrary.
    private let bits: UInt64
    private let immediate: UInt64

    init(_ kind: Kind, _ slot: UInt16) {
      bits = UInt64(slot) << 24 | UInt64(kind.rawValue) << 16
      immediate = 0
    }

    /// A question about a test's outcome.
    init(_ kind: Kind, _ node: StraightCode.Node, isNegated: UInt8 = 0) {
      bits =
        UInt64(node.slot) << 24 | UInt64(kind.rawValue) << 16 | UInt64(node.operation.rawValue) << 8 | UInt64(isNegated)
      immediate = node.immediate
    }

    var slot: UInt16 { UInt16(truncatingIfNeeded: bits >> 24) }
    var kind: Kind? { Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 16)) }

    static func < (a: Question, b: Question) -> Bool { (a.bits, a.immediate) < (b.bits, b.immediate) }
  }

  private struct Fact: Hashable {
    let question: Question
    var answer: UInt64
  }

  private var facts: [Fact] = []

  /// The answer to a question, 1 for yes; nil where it is not known.
  subscript(question: Question) -> UInt64? { facts.first { $0.question == question }?.answer }

  private mutating func learn(_ question: Question, _ answer: UInt64 = 1) {
    let place = facts.firstIndex { $0.question >= question } ?? facts.count
    if place < facts.count, facts[place].question == question {
      facts[place].answer = answer
    } else {
      facts.insert(Fact(question: question, answer: answer), at: place)
    }
  }

  /// What is known of some slots, one bit each.
  func about(_ slots: [UInt64]) -> StraightKnowledge {
    var part = self
    part.facts.removeAll { slots[Int($0.question.slot) / 64] >> UInt64($0.question.slot % 64) & 1 == 0 }
    return part
  }

  /// What is known behind a node, which was left one of its ways.
  func behind(_ node: StraightCode.Node, _ isTrue: Bool) -> StraightKnowledge {
    var next = self
    let slot = node.slot
    switch node.operation {
    case .turn:
      next.facts.removeAll { fact in
        let kind = fact.question.kind
        return fact.question.slot == slot && (kind == .holds || kind == .isUntrue)
      }
      next.learn(.init(.isKnown, slot))
      next.learn(.init(.word, slot), UInt64(truncatingIfNeeded: node.a))
    case .domain: next.learn(.init(.hasDomain, slot))
    case .isKnown: next.learn(.init(.isKnown, slot), isTrue != (node.isNegated != 0) ? 1 : 0)
    default:
      guard node.operation.isTest else { break }
      if isTrue || self[.init(.isKnown, slot)] == 1 {
        next.learn(.init(.isKnown, slot))
        next.learn(.init(.holds, node), isTrue != (node.isNegated != 0) ? 1 : 0)
      } else {
        next.learn(.init(.isUntrue, node, isNegated: node.isNegated))
      }
    }
    return next
  }

  /// How a test comes out; nil where that is not known.
  func outcome(_ node: StraightCode.Node) -> Bool? {
    let isNegated = node.isNegated != 0
    let isKnown = self[.init(.isKnown, node.slot)]
    if node.operation == .isKnown { return isKnown.map { ($0 == 1) != isNegated } }
    if isKnown == 0 { return false }
    if let holds = self[.init(.holds, node)] { return (holds == 1) != isNegated }
    if self[.init(.isUntrue, node, isNegated: node.isNegated)] != nil { return false }
    guard let word = self[.init(.word, node.slot)] else { return nil }
    switch node.operation {
    case .equal: return (word == node.immediate) != isNegated
    case .inBits: return (word < 64 && node.immediate >> word & 1 == 1) != isNegated
    default: return nil
    }
  }
}
