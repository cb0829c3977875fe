import FunnelSemantics

/// A random decision over so small domains that all leads can be looked at.
struct SmallDecision {
  /// The funnel's body.
  private(set) var text = ""
  private var random: SplitMix64
  private let points: [Point]
  private let hasScore: Bool
  private let hasLet: Bool
  private let isComparing: Bool

  enum Point: CaseIterable {
    case a, b, c, kind, isNew, tags

    var declaration: String {
      switch self {
      case .a: "a: integer in 0..3"
      case .b: "b: integer in 0..2"
      case .c: "c: integer in 0..2 default 1"
      case .kind: "kind: choice { x, y, z }"
      case .isNew: "is_new: boolean"
      case .tags: "tags: set of choice { p, q, r }"
      }
    }

    /// All values that the point can have.
    var values: [PlainTruth.Value?] {
      switch self {
      case .a: [nil] + (0...3).map { .integer($0) }
      case .b, .c, .kind: [nil] + (0...2).map { .integer($0) }
      case .isNew: [nil, .integer(0), .integer(1)]
      case .tags: [nil] + (0..<8).map { bits in .set(Set((0..<3).filter { bits >> $0 & 1 == 1 })) }
      }
    }
  }

  /// Makes a decision; `comparing` lets points be compared with each other.
  init(seed: UInt64, comparing: Bool) {
    var random = SplitMix64(seed: seed)
    points = Array(random.shuffled(Point.allCases).prefix(random.within(1...3)))
    hasScore = random.chance(20)
    hasLet = random.chance(25)
    isComparing = comparing
    self.random = random
    text = body()
  }

  private mutating func body() -> String {
    var lines = ["start -> d", "data {"] + points.map { "  \($0.declaration)" } + ["}"]
    if hasScore {
      lines.append("score fit in 0..20 {")
      for _ in 0..<random.within(1...3) {
        let effect = random.one("award", "award", "deduct")
        lines.append("  \(effect) \(random.one("5", "10", "15")) when \(condition(1, plain: true))")
      }
      lines.append("}")
    }
    if hasLet {
      lines.append("let big = \(condition(1, plain: true))")
      lines.append("let level = 1 when \(condition(0, plain: true)) else 2 when \(condition(0, plain: true))")
    }
    lines.append("let first = \(condition(2))")
    lines.append("let second = \(condition(2))")
    lines.append("decision d \(random.one("first", "unique")) {")
    var branches = (0..<random.within(1...4)).map { "  when \(condition(2)) -> converted as l\($0)" }
    let otherwise = random.chance(20) ? ["  otherwise -> lost \"no\""] : []
    lines += branches + otherwise + ["}", "decision other {"]
    change(&branches)
    return (lines + branches + otherwise + ["}"]).joined(separator: "\n")
  }

  /// Writes the branches otherwise, so that leads may go another way.
  private mutating func change(_ branches: inout [String]) {
    let (place, place2) = (random.below(branches.count), random.below(branches.count))
    switch random.within(0...3) {
    case 0 where branches.count > 1: branches.remove(at: place)
    case 1: branches[place] = "  when (\(condition(1))) and (\(condition(1))) -> converted as l\(place)"
    case 2: branches.append("  when \(condition(2)) -> converted as l\(place)")
    default: branches.swapAt(place, place2)
    }
  }

  /// All leads, as values by the index of the point.
  var leads: [[PlainTruth.Value?]] {
    points.reduce([[]]) { leads, point in leads.flatMap { lead in point.values.map { lead + [$0] } } }
  }

  private mutating func condition(_ depth: Int, plain: Bool = false) -> String {
    if depth > 0, random.chance(60) {
      let junction = random.one(" and ", " or ")
      let parts = (0..<random.within(2...3)).map { _ in "(\(condition(depth - 1, plain: plain)))" }
      return parts.joined(separator: junction)
    }
    if depth > 0, random.chance(25) { return "not (\(condition(depth - 1, plain: plain)))" }
    if depth > 0, random.chance(8) {
      return "(\(condition(depth - 1, plain: plain))) is \(random.one("missing", "known"))"
    }
    if depth > 0, random.chance(8) {
      return "((\(condition(depth - 1, plain: plain))) ?? \(random.one("true", "false")))"
    }
    if !plain, hasScore, random.chance(30) {
      return random.one(
        "fit >= 10", "fit < 15", "fit == 5", "fit in { 0, 5, 20 }", "fit in 5..10", "fit is known", "fit > 2.5")
    }
    if !plain, hasLet, random.chance(30) {
      return random.one("big", "level == 1", "level >= 2", "level is missing", "level < 2")
    }
    return atom(random.one(of: points, or: .a))
  }

  private mutating func atom(_ point: Point) -> String {
    if random.chance(15) { return "\(name(of: point)) is \(random.one("missing", "known"))" }
    let number = "\(random.within(0...3))"
    let sign = random.one("<", "<=", ">", ">=", "==", "!=")
    switch point {
    case .a, .b, .c:
      let numbers = points.filter { [.a, .b, .c].contains($0) }
      if isComparing, random.chance(50) {
        let other = name(of: random.one(of: numbers, or: point))
        return random.one(
          "\(name(of: point)) \(sign) \(other)", "\(name(of: point)) + 1 \(sign) \(other)",
          "\(name(of: point)) - \(other) \(sign) \(number)", "min(\(name(of: point)), \(other)) \(sign) \(number)",
          "(\(name(of: point)) ?? \(other)) \(sign) \(number)")
      }
      return random.one(
        "\(name(of: point)) \(sign) \(number)", "\(name(of: point)) in { 0, \(number) }",
        "\(name(of: point)) in 1..\(number == "0" ? "1" : number)", "\(name(of: point)) \(sign) 1.5",
        "(\(name(of: point)) ?? \(number)) \(sign) 1", "\(name(of: point)) + 1 \(sign) \(number)")
    case .kind:
      return random.one("kind == \(random.one("x", "y", "z"))", "kind in { x, y }", "kind not in { z }", "kind != x")
    case .isNew: return random.one("is_new", "is_new == true", "is_new == false", "is_new ?? true")
    case .tags:
      return random.one(
        "tags contains \(random.one("p", "q"))", "count(tags) \(sign) \(number)", "\(random.one("p", "r")) in tags")
    }
  }

  private func name(of point: Point) -> String {
    switch point {
    case .a: "a"
    case .b: "b"
    case .c: "c"
    case .kind: "kind"
    case .isNew: "is_new"
    case .tags: "tags"
    }
  }
}
