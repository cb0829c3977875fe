import FunnelDiagnostics
import FunnelSyntax

/// Secrets that are written into the funnel.
enum LiteralSecret: FileRule {
  static let page = RulePage(
    .literalSecret,
    finds: "a text that looks like a password, a token or a key",
    why: """
      A funnel is read by many and kept for ever in its history. A secret in it can be used by all of them. Keep it where \
      the runner that calls the webhook keeps its secrets, and change it now: it is known.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://hooks.example/new?token=9f8a7c2e41" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://hooks.example/new" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FileContext) -> [Diagnostic] {
    context.nodes(of: [.stringLiteral, .text, .entry]).compactMap { node in
      switch node.kind {
      case .stringLiteral, .text:
        reason(for: node.text).map { finding(at: node.span, $0) }
      case .entry:
        isSecretKey(node.declaredName?.text ?? "") && node.children.contains { isLiteral($0) }
          ? finding(at: node.span, "its name says that it is a secret") : nil
      default: nil
      }
    }
  }

  private static func finding(at span: SourceSpan, _ reason: String) -> Diagnostic {
    Diagnostic(
      .literalSecret, "this looks like a secret", at: span, label: reason,
      notes: ["whoever may read the funnel, now or in its history, may use it"],
      help: "take it out, change it where it is valid, and let the runner add it as it calls")
  }

  /// Text that is written out and holds no value of the lead.
  private static func isLiteral(_ node: SyntaxNode) -> Bool {
    (node.kind == .text || node.kind == .stringLiteral) && node.text.utf8.count > 2
      && !node.children.contains { $0.kind != .text && $0.kind != .stringLiteral }
  }

  private static func isSecretKey(_ key: String) -> Bool {
    let name = key.lowercased()
    return ["password", "passwd", "secret", "api_key", "apikey", "access_token", "auth_token", "authorization"]
      .contains { name.hasSuffix($0) && (name == $0 || name.dropLast($0.count).last == "_") }
  }

  /// What makes a text look like a secret; nil where nothing does.
  private static func reason(for source: String) -> String? {
    let text = String(decoding: source.utf8.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    let prefixes = [
      "sk_live_", "sk_test_", "ghp_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "SG.", "-----BEGIN ",
    ]
    // Only few texts begin with a letter of which more must be asked.
    let first = text.utf8.first
    let known = prefixes.first { prefix in
      prefix.utf8.first == first && text.hasPrefix(prefix) && text.utf8.count >= prefix.utf8.count + 8
    }
    if let prefix = known {
      return "keys of a well-known service begin with \"\(prefix)\""
    }
    for word in ["Bearer ", "Basic "] where text.hasPrefix(word) {
      let rest = text.dropFirst(word.count)
      if rest.utf8.count >= 8, !rest.contains(" ") { return "a login of HTTP" }
    }
    guard text.utf8.contains(UInt8(ascii: ":")), let scheme = text.range(of: "://") else { return nil }
    let rest = text[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let at = host.lastIndex(of: "@"), host[..<at].contains(":") { return "a password stands before the \"@\"" }
    guard let query = rest.firstIndex(of: "?") else { return nil }
    for part in rest[query...].dropFirst().split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1)
      let names = ["token", "key", "secret", "password", "sig", "signature", "code"]
      guard pair.count == 2, pair[1].utf8.count >= 6, !pair[1].hasPrefix("{") else { continue }
      if names.contains(pair[0].lowercased()) || isSecretKey(String(pair[0])) {
        return "\"\(pair[0])\" is part of the address"
      }
    }
    return nil
  }
}

extension String {
  /// Where a piece first stands in the text.
  fileprivate func range(of piece: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(piece) { return start..<index(start, offsetBy: piece.count) }
      start = index(after: start)
    }
    return nil
  }
}
