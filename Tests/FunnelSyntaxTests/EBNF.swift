/// A small reader of the W3C's EBNF: as much of it as `Grammar/funnel.ebnf` uses.
struct EBNF: Sendable {
  indirect enum Rule: Hashable, Sendable {
    case sequence([Rule])
    case choice([Rule])
    case several(Rule, atLeast: Int, atMost: Int)
    case literal(String)
    case name(String)
    case difference(Rule, Rule)
    /// A character class, as it is written; the generator takes tokens from pools instead.
    case characters(String)
  }

  private(set) var productions: [String: Rule] = [:]
  private(set) var order: [String] = []
  private var pieces: [String] = []
  private var index = 0

  init(_ text: String) {
    pieces = Self.pieces(of: text)
    while index + 1 < pieces.count {
      let name = pieces[index]
      index += 2
      productions[name] = choice()
      order.append(name)
    }
  }

  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var rest = Substring(text)
    func cut(_ length: Int) -> String {
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if rest.hasPrefix("/*") {
        rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
      } else if rest.hasPrefix("::=") {
        pieces.append(cut(3))
      } else if first == "'" || first == "\"" || first == "[" {
        let close: Character = first == "[" ? "]" : first
        let end = rest.dropFirst().firstIndex(of: close) ?? rest.endIndex
        pieces.append(cut(rest.distance(from: rest.startIndex, to: end) + 1))
      } else if first.isLetter {
        pieces.append(cut(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count))
      } else {
        pieces.append(cut(1))
      }
    }
    return pieces
  }

  private var piece: String? { index < pieces.count ? pieces[index] : nil }

  private mutating func choice() -> Rule {
    var alternatives = [sequence()]
    while piece == "|" {
      index += 1
      alternatives.append(sequence())
    }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  private mutating func sequence() -> Rule {
    var parts: [Rule] = []
    while let piece, piece != "|", piece != ")", !(index + 1 < pieces.count && pieces[index + 1] == "::=") {
      var part = factor()
      if self.piece == "-" {
        index += 1
        part = .difference(part, factor())
      }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func factor() -> Rule {
    guard let piece else { return .sequence([]) }
    index += 1
    let rule: Rule
    if piece == "(" {
      rule = choice()
      index += 1
    } else if piece.hasPrefix("'") || piece.hasPrefix("\"") {
      rule = .literal(String(piece.dropFirst().dropLast()))
    } else if piece.hasPrefix("[") {
      rule = .characters(piece)
    } else {
      rule = .name(piece)
    }
    switch self.piece {
    case "?":
      index += 1
      return .several(rule, atLeast: 0, atMost: 1)
    case "*":
      index += 1
      return .several(rule, atLeast: 0, atMost: 3)
    case "+":
      index += 1
      return .several(rule, atLeast: 1, atMost: 3)
    default: return rule
    }
  }
}
