/// Deals leads to the branches of a split: always the same branch for the same lead, in the shares the author gave.
///
/// Which branch a lead takes depends on the split's name, the shares and the lead's id alone, so another program can compute
/// it:
///
/// 1. `h` = FNV-1a, 64 bits, of the name's UTF-8 bytes, one zero byte, and the lead id's bytes: start with
///    0xCBF29CE484222325; for each byte, `h` = (`h` xor byte) · 0x100000001B3 modulo 2^64.
/// 2. Mix as SplitMix64 does: `h` = (`h` xor `h` >> 30) · 0xBF58476D1CE4E5B9; `h` = (`h` xor `h` >> 27) ·
///    0x94D049BB133111EB; `h` = `h` xor `h` >> 31, each modulo 2^64.
/// 3. The lead's draw is ⌊`h` · 1 000 000 / 2^64⌋, a number from 0 to 999 999.
/// 4. It takes the first branch whose share, added to those before it, is above the draw; shares count 1/10 000 %.
///
/// Example: in a split `copy_test`, lead `1` draws 730 167: with 50 % and 50 % it takes the second branch.
///
/// When shares change, only leads whose draw lies between an old and a new border change their branch.
public struct Split: Sendable {
  /// The parts that all shares together have: 100 % in 1/10 000 %.
  public static let whole = 1_000_000

  /// The hash of the name and the zero byte.
  private let seed: UInt64
  /// Each share with those before it added.
  private let borders: [Int]

  /// Makes a split from its branches' shares in 1/10 000 %; nil where one is not above zero or they do not sum to 100 %.
  public init?(name: String, shares: [Int]) {
    var borders: [Int] = []
    for share in shares {
      let sum = borders.last ?? 0
      guard share > 0, share <= Split.whole - sum else { return nil }
      borders.append(sum + share)
    }
    guard borders.last == Split.whole else { return nil }
    self.borders = borders
    seed = Split.hash(0xCBF2_9CE4_8422_2325, Array(name.utf8) + [0])
  }

  /// The branch that a lead takes, counted from 0.
  /// - Complexity: O(length of the id + log of the number of branches)
  public func branch(ofLead id: some Sequence<UInt8>) -> Int {
    let draw = draw(ofLead: id)
    return borders.indices.boundary { borders[$0] > draw }
  }

  /// The number from 0 to 999 999 that a lead draws.
  public func draw(ofLead id: some Sequence<UInt8>) -> Int {
    var word = Split.hash(seed, id)
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    word ^= word >> 31
    return Int(word.multipliedFullWidth(by: UInt64(Split.whole)).high)
  }

  private static func hash(_ start: UInt64, _ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
