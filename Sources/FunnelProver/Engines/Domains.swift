/// What each variable of a pool may still be, and the way back to what it could be before.
struct Domains: Sendable {
  /// How the values stand for bits.
  let bits: ValueBits

  private var words: [UInt64]
  /// The words that were changed, and what they were.
  private var trail: [(index: Int, word: UInt64)] = []

  /// Begins with all that the variables can be.
  init(_ bits: ValueBits) {
    self.bits = bits
    words = bits.everything
  }

  /// How many words were changed, to come back to.
  var mark: Int { trail.count }

  /// Goes back to where so many words were changed.
  mutating func undo(to mark: Int) {
    while trail.count > mark, let change = trail.popLast() { words[change.index] = change.word }
  }

  /// The words of a variable, among those of all.
  func range(of variable: VariableID) -> Range<Int> { bits.offsets[variable]..<bits.offsets[variable + 1] }

  /// What is left of the values in a word.
  subscript(index: Int) -> UInt64 { words[index] }

  /// What is left of the values in some words.
  subscript(range: Range<Int>) -> ArraySlice<UInt64> { words[range] }

  /// Leaves only some of the values in a word.
  mutating func set(_ index: Int, _ word: UInt64) {
    guard words[index] != word else { return }
    trail.append((index, words[index]))
    words[index] = word
  }

  /// Keeps a variable within the set of a literal, or outside of it; false where no value is left.
  mutating func narrow(_ literal: Node, isOpposite: Bool) -> Bool {
    let range = range(of: bits.variables[literal.index])
    let mask = bits.masks[literal.index]
    let flipped: UInt64 = isOpposite ? .max : 0
    var left: UInt64 = 0
    for index in range {
      let narrowed = words[index] & (bits.words[mask + index - range.lowerBound] ^ flipped)
      set(index, narrowed)
      left |= narrowed
    }
    return left != 0
  }

  /// Whether a variable is in the set of a literal; nil where both may be.
  func possible(_ literal: Node) -> Bool? {
    let range = range(of: bits.variables[literal.index])
    let mask = bits.masks[literal.index]
    var (inside, outside): (UInt64, UInt64) = (0, 0)
    for index in range {
      let word = bits.words[mask + index - range.lowerBound]
      inside |= words[index] & word
      outside |= words[index] & ~word
    }
    return outside == 0 ? true : inside == 0 ? false : nil
  }
}
