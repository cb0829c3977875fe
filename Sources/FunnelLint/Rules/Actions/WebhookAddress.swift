import FunnelDiagnostics
import FunnelSyntax

/// The address of a webhook, taken apart.
struct WebhookAddress {
  /// Where it is written.
  let span: SourceSpan
  /// Whether nothing on the way is encrypted.
  let isPlain: Bool
  /// The host's name or number in lower case, without port, user and brackets.
  let host: String

  /// The address of a `webhook`; nil where a node is none, or has none.
  init?(_ node: SyntaxNode) {
    guard node.kind == .webhookAction, let string = node.children.lazy.compactMap({ StringSyntax($0) }).first else {
      return nil
    }
    let text = string.value.lowercased()
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else { return nil }
    span = string.span
    isPlain = text.hasPrefix("http://")
    var rest = text.dropFirst(isPlain ? 7 : 8).prefix { !"/?#".contains($0) }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    host = rest.hasPrefix("[") ? String(rest.dropFirst().prefix { $0 != "]" }) : String(rest.prefix { $0 != ":" })
  }

  /// Whether only machines of the same house can be meant (RFC 1918, 3927, 4193, 6761, 6762).
  var isPrivate: Bool {
    let names = [".local", ".internal", ".localhost", ".lan", ".home.arpa"]
    if host == "localhost" || names.contains(where: host.hasSuffix) { return true }
    if host.contains(":") {
      return host == "::1" || host == "::" || host.hasPrefix("fc") || host.hasPrefix("fd") || host.hasPrefix("fe80")
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil else {
      return false
    }
    switch first {
    case 0, 10, 127: return true
    case 100: return (64...127).contains(second)
    case 169: return second == 254
    case 172: return (16...31).contains(second)
    case 192: return second == 168
    default: return false
    }
  }
}
