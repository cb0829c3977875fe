import FunnelIR

/// What a lead goes through from its registration to where it comes to rest, as one graph: each node tests something, or does
/// something, and names the nodes that come next.
struct StraightCode {
  /// What a node does.
  enum Operation: UInt8, BitwiseCopyable {
    /// Leaves the lead to the general interpreter.
    case leave
    /// The journey ends, is declined, or stays in a stage: `immediate` is the number of the place among all `places`.
    case end
    /// As `end`, in a stage where activities wait for others or some may be done: `a` is the stage.
    case rest
    /// The turn `immediate` is taken: the label `slot` of a decision gets the value `a`.
    case turn
    /// The activity `immediate` is part of the stage.
    case part
    /// The domain of the text in `a` goes to `slot`; `immediate` says whether it is an address whose `@` is known.
    case domain
    // Tests of a slot.
    case isKnown, equal, less, lessOrEqual, lessNumber, lessOrEqualNumber, inBits, hasBit, inSpan, inTexts

    var isTest: Bool { rawValue >= Operation.isKnown.rawValue }
  }

  /// A node.
  struct Node: BitwiseCopyable {
    var operation: Operation
    /// Whether a test's relation must not hold.
    var isNegated: UInt8 = 0
    var slot: UInt16 = 0
    /// What comes next, of a test where its outcome is true.
    var yes: Int32 = 0
    /// What comes next where a test's outcome is not true.
    var no: Int32 = 0
    var a: Int32 = 0
    var immediate: UInt64 = 0
  }

  /// Whole numbers that lie close together, one bit each.
  struct Span {
    let lowest: Int64
    let count: Int
    /// Where the bits begin in `bits`.
    let place: Int
  }

  /// The texts that a set is asked for, each of which has one bit.
  struct Asked {
    var texts: [[UInt8]] = []
    /// The first of the words that hold the bits.
    var slot = 0
    var wordCount: Int { (texts.count + 63) / 64 }
  }

  var nodes = [Node(operation: .leave)]
  var entry: Int32 = 0
  var spans: [Span] = []
  var bits: [UInt64] = []
  var words = WordTable()
  var groups: [WordTable.Group] = []
  var asked: [Int: Asked] = [:]
  /// Slots of words and their known bytes before a line is read.
  var firstWords: [UInt64] = []
  var firstKnown: [UInt8] = []
}
