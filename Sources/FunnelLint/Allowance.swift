import FunnelDiagnostics
import FunnelSyntax

/// A comment that lets rules find what they find: `// funnelc:allow(rule-name) reason`.
///
/// On a line of its own it is about the declaration or clause that begins behind it, all that this holds included;
/// behind something, it is about its line.
struct Allowance {
  /// The rules that are named, with the places of their names.
  let rules: [(name: String, span: SourceSpan)]
  /// Why; empty where nothing is said.
  let reason: String
  /// The whole comment.
  let span: SourceSpan
  /// What it is about.
  let scope: SourceSpan
  /// What deleting it deletes: with its line, where nothing else stands there.
  let removal: SourceSpan

  private static let mark = Array("funnelc:allow(".utf8)

  /// The comments of a tree, in text order.
  static func all(in tree: SyntaxTree) -> [Allowance] {
    let comments = tree.tokens.indices.compactMap { token in
      tree.tokens[token].kind == .lineComment ? behindMark(of: token, in: tree).map { (token, $0) } : nil
    }
    guard !comments.isEmpty else { return [] }
    let scopes = OutermostNodes(tree)
    return comments.map { Allowance(comment: $0, namesFrom: $1, in: tree, scopes) }
  }

  /// The place behind the mark with which a comment begins; nil where it is any other comment.
  private static func behindMark(of token: Int, in tree: SyntaxTree) -> Int? {
    let bytes = tree.bytes[tree.bytes(ofToken: token)]
    let text = bytes.dropFirst(2).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return text.starts(with: mark) ? text.startIndex + mark.count : nil
  }

  private init(comment token: Int, namesFrom place: Int, in tree: SyntaxTree, _ scopes: OutermostNodes) {
    let range = tree.bytes(ofToken: token)
    let bytes = tree.bytes[range]
    let close = bytes[place...].firstIndex(of: UInt8(ascii: ")")) ?? range.upperBound
    var rules: [(name: String, span: SourceSpan)] = []
    for word in bytes[place..<close].split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }) {
      rules.append((String(decoding: word, as: UTF8.self), Self.span(word.startIndex..<word.endIndex, in: tree)))
    }
    self.rules = rules
    let behind = bytes[min(close + 1, range.upperBound)...]
    reason = Self.trimmed(String(decoding: behind, as: UTF8.self))
    span = Self.span(range, in: tree)

    var lineStart = range.lowerBound
    while lineStart > 0, !Self.endsLine(tree.bytes[lineStart - 1]) { lineStart -= 1 }
    let isAlone = tree.bytes[lineStart..<range.lowerBound].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if isAlone {
      scope = scopes.behind(token: token) ?? span
      var next = range.upperBound
      if next < tree.bytes.count, tree.bytes[next] == 0x0D { next += 1 }
      if next < tree.bytes.count, tree.bytes[next] == 0x0A { next += 1 }
      removal = Self.span(lineStart..<next, in: tree)
    } else {
      scope = Self.span(lineStart..<range.upperBound, in: tree)
      var start = range.lowerBound
      while start > lineStart, tree.bytes[start - 1] == 0x20 || tree.bytes[start - 1] == 0x09 { start -= 1 }
      removal = Self.span(start..<range.upperBound, in: tree)
    }
  }

  /// Whether it lets this be found.
  func covers(_ finding: Diagnostic) -> Bool {
    let place = finding.primary.span
    guard place.file == scope.file, place.start >= scope.start, place.start < max(scope.end, scope.start + 1) else {
      return false
    }
    return rules.contains { $0.name == finding.rule.rawValue || $0.name == finding.rule.code }
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func span(_ range: Range<Int>, in tree: SyntaxTree) -> SourceSpan {
    SourceSpan(
      file: tree.file, start: Int32(truncatingIfNeeded: range.lowerBound),
      end: Int32(truncatingIfNeeded: range.upperBound))
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\r" || scalar == ":" }
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(scalars)
  }
}

/// The largest node that begins at each token, the whole file left out.
private struct OutermostNodes {
  private let tree: SyntaxTree
  /// For each token, the number of the node; 0, which is the whole file, where none begins.
  private var nodes: [Int]
  /// For each token, the next one that matters; the number of tokens where there is none.
  private var following: [Int]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    // A node without tokens may stand behind the last one.
    nodes = [Int](repeating: 0, count: tree.tokens.count + 1)
    following = [Int](repeating: tree.tokens.count, count: tree.tokens.count)
    for index in tree.tokens.indices.dropLast().reversed() {
      following[index] = tree.tokens[index + 1].kind.isTrivia ? following[index + 1] : index + 1
    }
    // In preorder the first node that begins at a token holds all others that do.
    for index in tree.nodes.indices.dropFirst() where nodes[Int(tree.nodes[index].firstToken)] == 0 {
      nodes[Int(tree.nodes[index].firstToken)] = index
    }
  }

  /// What begins with the next token that matters.
  func behind(token: Int) -> SourceSpan? {
    let next = following[token]
    return next < tree.tokens.count && nodes[next] > 0 ? tree.allNodes[nodes[next]].span : nil
  }
}
