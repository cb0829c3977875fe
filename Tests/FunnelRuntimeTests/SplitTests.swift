import FunnelRuntime
import Testing

@Suite("Splits")
struct SplitTests {
  @Test(
    "anybody can compute a lead's draw",
    arguments: [
      ("copy_test", "1", 730_167), ("copy_test", "2", 156_297), ("copy_test", "lead-100000", 879_784),
      ("copy_test", "", 559_144), ("größe", "ü@x.de", 444_912),
    ])
  func knownDraws(name: String, lead: String, draw: Int) throws {
    let split = try #require(Split(name: name, shares: [Split.whole]))
    #expect(split.draw(ofLead: lead.utf8) == draw)
  }

  @Test("an id is bytes, whatever they are")
  func bytes() throws {
    let split = try #require(Split(name: "a", shares: [Split.whole]))
    #expect(split.draw(ofLead: [0x00, 0xFF]) == 597_829)
  }

  @Test(
    "shares sum to 100 % and none is nothing",
    arguments: [
      [], [0, 1_000_000], [1_000_000, 0], [999_999], [1_000_001], [500_000, 500_001], [-1, 1_000_001], [.max, .max],
    ])
  func impossibleShares(shares: [Int]) {
    #expect(Split(name: "x", shares: shares) == nil)
  }

  @Test("each branch gets its draws, to one in a million")
  func borders() throws {
    let split = try #require(Split(name: "x", shares: [1, 999_998, 1]))
    var found: Set<Int> = []
    for number in 0..<1000 {
      let branch = split.branch(ofLead: "\(number)".utf8)
      let draw = split.draw(ofLead: "\(number)".utf8)
      #expect(branch == (draw < 1 ? 0 : draw < 999_999 ? 1 : 2))
      found.insert(branch)
    }
    #expect(found == [1])
  }

  /// Ids as feeds have them: numbers in a row, padded ones, e-mail addresses, and letters in another order.
  static let idForms: [@Sendable (Int) -> String] = [
    { "\($0)" }, { "lead-\(1_000_000 + $0)" }, { "user\($0)@example.com" },
    { String(UInt64($0) &* 0x9E37_79B9_7F4A_7C15, radix: 16) },
  ]

  @Test("100 000 leads fall into the branches as chance would have it", arguments: idForms.indices)
  func shares(form: Int) throws {
    let shares = [500_000, 250_000, 125_000, 62_500, 31_250, 31_240, 10]
    let split = try #require(Split(name: "copy_test", shares: shares))
    var counts = shares.map { _ in 0 }
    for number in 0..<100_000 { counts[split.branch(ofLead: SplitTests.idForms[form](number).utf8)] += 1 }
    let expected = shares.map { Double($0) / 10 }
    // With six degrees of freedom one of ten thousand random dealings is above this.
    #expect(chiSquare(counts, expected) < 27.86)
  }

  @Test("a hundred equal branches are equally full", arguments: idForms.indices)
  func manyBranches(form: Int) throws {
    let split = try #require(Split(name: "b", shares: Array(repeating: 10_000, count: 100)))
    var counts = Array(repeating: 0, count: 100)
    for number in 0..<100_000 { counts[split.branch(ofLead: SplitTests.idForms[form](number).utf8)] += 1 }
    #expect(chiSquare(counts, Array(repeating: 1000, count: 100)) < 161.3)
  }

  @Test(
    "two splits deal the same leads independently",
    arguments: [("a", "b"), ("copy_test", "copy_test2"), ("test_1", "test_2"), ("x", "xx")])
  func independence(first: String, second: String) throws {
    let shares = [400_000, 300_000, 200_000, 100_000]
    let a = try #require(Split(name: first, shares: shares))
    let b = try #require(Split(name: second, shares: shares))
    var counts = Array(repeating: 0, count: 16)
    for number in 0..<100_000 {
      let id = "\(number)".utf8
      counts[a.branch(ofLead: id) * 4 + b.branch(ofLead: id)] += 1
    }
    let expected = shares.flatMap { x in shares.map { y in Double(x) * Double(y) / 1e7 } }
    #expect(chiSquare(counts, expected) < 44.26)
  }

  @Test("leads stay where they are when others come, and when shares change only those between the borders move")
  func stability() throws {
    let before = try #require(Split(name: "copy_test", shares: [500_000, 500_000]))
    let after = try #require(Split(name: "copy_test", shares: [600_000, 400_000]))
    var moved = 0
    for number in 0..<10_000 {
      let id = "\(number)".utf8
      let (old, new) = (before.branch(ofLead: id), after.branch(ofLead: id))
      #expect(before.branch(ofLead: id) == old)
      #expect(new <= old)
      if new != old { moved += 1 }
    }
    #expect((900...1100).contains(moved))
  }

  /// Pearson's statistic of how far counts are from what is expected.
  private func chiSquare(_ counts: [Int], _ expected: [Double]) -> Double {
    zip(counts, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
  }
}
