/// A regular expression, compiled: a deterministic automaton over UTF-8 bytes, one table look-up for each byte of a text.
///
/// State 0 can't match any more, state 1 has matched whatever follows.
/// - Invariant: checked by `isWellFormed`, so that a matcher needs no bounds checks.
public struct Automaton: Hashable, Sendable, Codable {
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

  /// Makes an automaton.
  public init(classes: [UInt8], classCount: Int, transitions: [UInt16], accepting: [Bool], start: UInt16) {
    self.classes = classes
    self.classCount = classCount
    self.transitions = transitions
    self.accepting = accepting
    self.start = start
  }

  /// Whether every index stays inside its table and the two final states are final.
  public var isWellFormed: Bool {
    guard classes.count == 256, (1...256).contains(classCount), (2...Self.maximumStates).contains(accepting.count),
      classes.allSatisfy({ Int($0) < classCount }), transitions.count == accepting.count * classCount,
      transitions.allSatisfy({ Int($0) < accepting.count }), Int(start) < accepting.count
    else { return false }
    return !accepting[0] && accepting[1] && transitions.prefix(classCount).allSatisfy { $0 == 0 }
      && transitions.dropFirst(classCount).prefix(classCount).allSatisfy { $0 == 1 }
  }
}
