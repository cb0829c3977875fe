/// A regular expression, matched by trying every way; only for the short patterns and texts of tests.
struct ReferencePattern {
  /// A set of ways to go on from one position: each node takes the rest of the text and says which rests may follow it.
  private indirect enum Node {
    case one((Unicode.Scalar) -> Bool)
    case start, end
    case sequence([Node])
    case choice([Node])
    case repeated(Node, least: Int, most: Int?)
  }

  private var scalars: [Unicode.Scalar]
  private var place = 0
  private var root: Node = .sequence([])

  init(_ pattern: [UInt8]) {
    scalars = Array(String(decoding: pattern, as: UTF8.self).unicodeScalars)
    root = parseChoice()
  }

  /// Whether the pattern matches somewhere in the text.
  func isFound(in text: [UInt8]) -> Bool {
    let text = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    return (0...text.count).contains { !ends(root, text, from: [$0]).isEmpty }
  }

  private func ends(_ node: Node, _ text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
    switch node {
    case .one(let accepts): return Set(starts.filter { $0 < text.count && accepts(text[$0]) }.map { $0 + 1 })
    case .start: return starts.filter { $0 == 0 }
    case .end: return starts.filter { $0 == text.count }
    case .sequence(let parts): return parts.reduce(starts) { ends($1, text, from: $0) }
    case .choice(let parts): return parts.reduce(into: Set()) { $0.formUnion(ends($1, text, from: starts)) }
    case .repeated(let part, let least, let most):
      var reached = (0..<least).reduce(starts) { current, _ in ends(part, text, from: current) }
      var all = reached
      for _ in least..<(most ?? least + text.count + 1) {
        reached = ends(part, text, from: reached)
        all.formUnion(reached)
      }
      return all
    }
  }

  private mutating func take() -> Unicode.Scalar? {
    guard place < scalars.count else { return nil }
    defer { place += 1 }
    return scalars[place]
  }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard place < scalars.count, scalars[place] == wanted else { return false }
    place += 1
    return true
  }

  private mutating func parseChoice() -> Node {
    var parts = [parseSequence()]
    while take("|") { parts.append(parseSequence()) }
    return .choice(parts)
  }

  private mutating func parseSequence() -> Node {
    var parts: [Node] = []
    while place < scalars.count, scalars[place] != "|", scalars[place] != ")" { parts.append(parseRepeated()) }
    return .sequence(parts)
  }

  private mutating func parseRepeated() -> Node {
    var node = parseOne()
    while place < scalars.count {
      if take("*") {
        node = .repeated(node, least: 0, most: nil)
      } else if take("+") {
        node = .repeated(node, least: 1, most: nil)
      } else if take("?") {
        node = .repeated(node, least: 0, most: 1)
      } else if take("{") {
        let least = parseNumber() ?? 0
        let most = take(",") ? parseNumber() : least
        _ = take("}")
        node = .repeated(node, least: least, most: most)
      } else {
        break
      }
    }
    return node
  }

  private mutating func parseNumber() -> Int? {
    var digits = ""
    while place < scalars.count, ("0"..."9").contains(scalars[place]) {
      digits.unicodeScalars.append(scalars[place]); place += 1
    }
    return Int(digits)
  }

  private mutating func parseOne() -> Node {
    guard let scalar = take() else { return .sequence([]) }
    switch scalar {
    case "^": return .start
    case "$": return .end
    case ".": return .one { $0 != "\n" }
    case "(":
      if take("?") { _ = take(":") }
      let inner = parseChoice()
      _ = take(")")
      return inner
    case "[": return parseClass()
    case "\\": return .one(Self.escaped(take() ?? "\\"))
    default: return .one { $0 == scalar }
    }
  }

  private mutating func parseClass() -> Node {
    let isNegated = take("^")
    var tests: [(Unicode.Scalar) -> Bool] = []
    while place < scalars.count, !take("]") {
      guard let low = take() else { break }
      if low == "\\" {
        tests.append(Self.escaped(take() ?? "\\"))
      } else if place + 1 < scalars.count, scalars[place] == "-", scalars[place + 1] != "]" {
        place += 1
        let high = take() ?? low
        tests.append { low <= $0 && $0 <= high }
      } else {
        tests.append { $0 == low }
      }
    }
    return .one { scalar in tests.contains { $0(scalar) } != isNegated }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> (Unicode.Scalar) -> Bool {
    switch scalar {
    case "d": { ("0"..."9").contains($0) }
    case "w": { ("0"..."9").contains($0) || ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == "_" }
    case "s": { [" ", "\t", "\n", "\r", "\u{B}", "\u{C}"].contains($0) }
    default: { $0 == scalar }
    }
  }
}
