import FunnelDiagnostics

@testable import FunnelSyntax

/// A small deterministic generator (SplitMix64), so that a printed seed gives the same case again.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A parsed text with its findings.
struct Parsed {
  let tree: SyntaxTree
  let diagnostics: [Diagnostic]

  init(_ text: String) { self.init(Array(text.utf8)) }

  init(_ bytes: [UInt8]) { (tree, diagnostics) = Parser.parse(file: FileID(0), bytes: bytes) }

  var funnel: FunnelDeclarationSyntax? { tree.fileSyntax.funnels.first }

  /// `line: rule: message` for each finding.
  var findings: [String] {
    diagnostics.map { diagnostic in
      let before = tree.bytes.prefix(Int(diagnostic.primary.span.start))
      let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
      return "\(line): \(diagnostic.rule.rawValue): \(diagnostic.message)"
    }
  }

  var rules: [DiagnosticRule] { diagnostics.map(\.rule) }

  /// What is wrong with the tree as a structure; nil where nothing is.
  var defect: String? {
    if tree.print() != tree.bytes { return "the tokens don't print the source" }
    if tree.tokens.last?.kind != .endOfFile { return "no end of file" }
    if zip(tree.tokens, tree.tokens.dropFirst()).contains(where: { $0.start > $1.start }) {
      return "tokens out of order"
    }
    guard let root = tree.nodes.first, root.kind == .file, Int(root.subtreeEnd) == tree.nodes.count else {
      return "the root doesn't cover the nodes"
    }
    var open: [SyntaxTree.Node] = []
    var lastEnd: Int32 = 0
    for (index, node) in tree.nodes.enumerated() {
      while let parent = open.last, Int(parent.subtreeEnd) <= index {
        lastEnd = max(lastEnd, parent.tokenEnd)
        open.removeLast()
      }
      guard node.firstToken <= node.tokenEnd, Int(node.subtreeEnd) > index else { return "node \(index) is inside out" }
      if let parent = open.last {
        guard node.firstToken >= parent.firstToken,
          node.tokenEnd <= parent.tokenEnd || node.firstToken == node.tokenEnd,
          node.subtreeEnd <= parent.subtreeEnd
        else { return "node \(index) \(node.kind) leaves its parent \(parent.kind)" }
      }
      open.append(node)
    }
    return nil
  }
}
