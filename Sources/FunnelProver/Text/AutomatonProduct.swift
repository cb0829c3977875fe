import FunnelSemantics

/// Several automata side by side over the same text; the first says which texts there are.
struct AutomatonProduct {
  /// The states of all automata at the beginning of a text.
  let start: [UInt16]
  /// One byte of each kind that they tell apart.
  let letters: [UInt8]

  /// The automata's transitions, one behind the other, and where those of each begin.
  private var transitions: [UInt16] = []
  private var beginnings: [Int] = []
  private let classCounts: [Int]
  /// The class of each letter for each automaton, those of one letter together.
  private var classes: [Int] = []
  private let accepting: [[Bool]]

  init(_ automata: [PatternAutomaton], letters: [UInt8]) {
    start = automata.map(\.start)
    self.letters = letters
    classCounts = automata.map(\.classCount)
    accepting = automata.map(\.accepting)
    for automaton in automata {
      beginnings.append(transitions.count)
      transitions += automaton.transitions
    }
    for letter in letters { classes += automata.map { Int($0.classes[Int(letter)]) } }
  }

  /// Whether what was read is a text.
  func isText(_ state: Int, of states: States) -> Bool { accepting[0][Int(states[state, 0])] }

  /// What the automata but the first say of what was read.
  func answer(_ state: Int, of states: States) -> [Bool] {
    accepting.indices.dropFirst().map { accepting[$0][Int(states[state, $0])] }
  }

  /// Where a letter leads, in `target`; false where no text leads on from there.
  func lead(from state: Int, of states: States, by letter: Int, to target: inout [UInt16]) -> Bool {
    let first = letter * classCounts.count
    for automaton in classCounts.indices {
      let row = beginnings[automaton] + Int(states[state, automaton]) * classCounts[automaton]
      target[automaton] = transitions[row + classes[first + automaton]]
      if automaton == 0, target[0] == 0 { return false }
    }
    return true
  }

  /// The states that were reached, each once, in order.
  struct States {
    private(set) var count = 0
    private let width: Int
    /// All states, one behind the other.
    private var numbers: [UInt16] = []
    /// Their places by what they are: a table with open places, at least half of which are free.
    private var table = [Int32](repeating: -1, count: 256)

    init(_ start: [UInt16]) {
      width = start.count
      _ = add(start)
    }

    subscript(state: Int, automaton: Int) -> UInt16 { numbers[state * width + automaton] }

    /// Adds a state; false where it is known.
    mutating func add(_ state: [UInt16]) -> Bool {
      if count * 2 >= table.count { grow() }
      var place = Self.mixed(state[...], table.count)
      while table[place] >= 0 {
        let known = Int(table[place]) * width
        if (0..<width).allSatisfy({ numbers[known + $0] == state[$0] }) { return false }
        place = (place + 1) & (table.count - 1)
      }
      table[place] = Int32(truncatingIfNeeded: count)
      numbers += state
      count += 1
      return true
    }

    private mutating func grow() {
      let size = table.count * 2
      table = [Int32](repeating: -1, count: size)
      for state in 0..<count {
        var place = Self.mixed(numbers[state * width..<(state + 1) * width], size)
        while table[place] >= 0 { place = (place + 1) & (size - 1) }
        table[place] = Int32(truncatingIfNeeded: state)
      }
    }

    private static func mixed(_ state: ArraySlice<UInt16>, _ size: Int) -> Int {
      var sum: UInt64 = 0
      for number in state {
        sum = (sum ^ UInt64(number)) &* 0x9E37_79B9_7F4A_7C15
        sum ^= sum >> 29
      }
      return Int(truncatingIfNeeded: sum & UInt64(size - 1))
    }
  }
}
