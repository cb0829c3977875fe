/// A name as it is declared or referred to; also a key or a column, which may be written as a string.
public struct NameSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.name
  /// The node it shows.
  public let node: SyntaxNode

  /// The name, without the backquotes or quotes it may be written in.
  public var text: String {
    guard let token else { return "" }
    let tree = node.tree
    guard tree.tokens[token].kind != .string else {
      return StringDecoder.decode(tree.bytes[tree.bytes(ofToken: token)])
    }
    return String(decoding: tree.bytes[letters(of: token)], as: UTF8.self)
  }

  /// Whether it is written in backquotes, and so never a keyword.
  public var isQuoted: Bool { token.map { node.tree.tokens[$0].kind == .quotedName } ?? false }

  /// The keyword it reads as, if it does and isn't in backquotes.
  public var keyword: Keyword? { token.flatMap { node.tree.tokens[$0].keyword } }

  private var token: Int? { node.tokens.first }

  /// Where the name stands without backquotes.
  private func letters(of token: Int) -> Range<Int> {
    let range = node.tree.bytes(ofToken: token)
    guard node.tree.tokens[token].kind == .quotedName, !range.isEmpty else { return range }
    let start = range.lowerBound + 1
    let end = node.tree.bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "`")) ?? range.upperBound
    return start..<end
  }

  // MARK: Looking names up

  /// A number by which the name is found among many without making a string of it; equal names have equal ones.
  public var lookupKey: UInt32 {
    guard let token, node.tree.tokens[token].kind != .string else { return Self.lookupKey(of: text) }
    let range = letters(of: token)
    return node.tree.bytes.withUnsafeBufferPointer { bytes in
      // A node's tokens lie within the file's bytes.
      LookupHash.key(of: UnsafeBufferPointer(rebasing: bytes[range]))
    } ?? Self.lookupKey(of: text)
  }

  /// The number of a name that is no part of a file.
  public static func lookupKey(of name: String) -> UInt32 {
    var name = name
    return name.withUTF8 { LookupHash.key(of: $0) } ?? UInt32(truncatingIfNeeded: name.hashValue)
  }

  /// Whether it is this name.
  public func isSpelt(_ name: String) -> Bool {
    guard let token, node.tree.tokens[token].kind != .string else { return text == name }
    let range = letters(of: token)
    var other = name
    let isSame = other.withUTF8 { other in
      other.count == range.count
        && node.tree.bytes.withUnsafeBufferPointer { bytes in
          for index in 0..<other.count where bytes[range.lowerBound + index] != other[index] { return false }
          return true
        }
    }
    // Some letters beyond ASCII can be written in several ways.
    return isSame || !other.utf8.allSatisfy { $0 < 0x80 } && text == name
  }
}

/// Numbers for names of plain letters; they differ from run to run, so that nobody can write names that have the same.
private enum LookupHash {
  private static let seed = UInt64(bitPattern: Int64(0.hashValue))

  /// The number of a name; nil where it holds letters beyond ASCII, of which some can be written in several ways.
  static func key(of name: UnsafeBufferPointer<UInt8>) -> UInt32? {
    var hash = seed
    var wide: UInt64 = 0
    var index = 0
    let bytes = UnsafeRawBufferPointer(name)
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      wide |= word
      hash = mixed(hash ^ word)
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      wide |= UInt64(bytes[index])
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    guard wide & 0x8080_8080_8080_8080 == 0 else { return nil }
    return UInt32(truncatingIfNeeded: mixed(hash ^ rest) >> 32)
  }

  /// A product with both its halves.
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
