/// How tightly operators bind, the loosest first.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, coalesce, sum, product, unary

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }

  /// What an operand at the right of a left-associative operator is made of.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .unary }
}

/// An operator between two operands, or behind one.
enum Operator {
  case or, and, comparison, membership, presence, textTest, coalesce, sum, product

  /// The operator that a token writes in operator position; `and`, `or` and `==` also as other languages write them.
  init?(_ token: Token, followedBy next: Token) {
    switch token.kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: self = .comparison
    case .assign where next.kind != .greater: self = .comparison
    case .coalesce: self = .coalesce
    case .plus, .minus: self = .sum
    case .star, .slash: self = .product
    case .doubleAmpersand: self = .and
    case .bar where next.kind == .bar && next.start == token.start + 1: self = .or
    // A word before ":" begins the next entry, whatever the word.
    case .word where next.kind != .colon: self.init(token.keyword, followedBy: next)
    default: return nil
    }
  }

  private init?(_ keyword: Keyword?, followedBy next: Token) {
    switch keyword {
    case .or: self = .or
    case .and: self = .and
    case .in: self = .membership
    case .not where next.keyword == .in: self = .membership
    case .is: self = .presence
    case .contains, .starts, .ends, .matches: self = .textTest
    default: return nil
    }
  }

  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .comparison, .membership, .presence, .textTest: .comparison
    case .coalesce: .coalesce
    case .sum: .sum
    case .product: .product
    }
  }
}
