/// `"text"`, in which braces are plain characters.
public struct StringSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.stringLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// The text between the quotes, escapes resolved.
  public var value: String {
    guard let token = node.tokens.first else { return "" }
    return StringDecoder.decode(node.tree.bytes[node.tree.bytes(ofToken: token)])
  }
}

/// A text for people, in which `{...}` holds an expression: `"New lead {email}"`.
public struct TextSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.text
  /// The node it shows.
  public let node: SyntaxNode

  /// A piece of a text.
  public enum Part: Sendable, Hashable {
    /// Characters, escapes resolved.
    case literal(String)
    /// An expression whose value stands there.
    case expression(ExpressionSyntax)
  }

  /// The pieces in order.
  public var parts: [Part] {
    var parts: [Part] = []
    var token = node.tokens.lowerBound
    var expressions = node.expressions[...]
    while token < node.tokens.upperBound {
      if let next = expressions.first, next.node.tokens.lowerBound <= token {
        parts.append(.expression(next))
        expressions.removeFirst()
        token = max(token + 1, next.node.tokens.upperBound)
        continue
      }
      let kind = node.tree.tokens[token].kind
      if kind == .textPart || kind == .string {
        let text = StringDecoder.decode(node.tree.bytes[node.tree.bytes(ofToken: token)], joinsBraces: true)
        if !text.isEmpty { parts.append(.literal(text)) }
      }
      token += 1
    }
    return parts
  }

  /// The whole text where it holds no expression.
  public var plain: String? {
    let parts = parts
    if parts.isEmpty { return "" }
    guard parts.count == 1, case .literal(let text) = parts[0] else { return nil }
    return text
  }
}

/// Turns the source of a string, or of a piece of one, into what it means.
enum StringDecoder {
  /// Drops the quotes around it and resolves escapes; with `joinsBraces`, `{{` stands for a brace.
  static func decode(_ source: ArraySlice<UInt8>, joinsBraces: Bool = false) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    var index = source.startIndex
    while index < source.endIndex {
      let byte = source[index]
      let next = index + 1 < source.endIndex ? source[index + 1] : 0
      index += 1
      if byte == UInt8(ascii: "\\") {
        index += 1
        switch next {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"): index = scalar(source, from: index, into: &result)
        default: result.append(next)
        }
      } else if joinsBraces, byte == UInt8(ascii: "{"), next == byte {
        result.append(byte)
        index += 1
      } else if byte != UInt8(ascii: "\"") {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Resolves `{1F600}` and gives the place behind it.
  private static func scalar(_ source: ArraySlice<UInt8>, from start: Int, into result: inout [UInt8]) -> Int {
    guard let close = source[min(start, source.endIndex)...].firstIndex(of: UInt8(ascii: "}")) else { return start }
    let digits = String(decoding: source[min(start + 1, close)..<close], as: UTF8.self)
    if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
      result += Array(String(Character(scalar)).utf8)
    }
    return close + 1
  }
}
