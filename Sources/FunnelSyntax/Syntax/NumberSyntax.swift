/// A number as it is written: digits, an optional fraction, and an optional magnitude.
public struct NumberSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.numberLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// Whether a minus sign is part of the literal; in expressions the sign is an operator of its own.
  public var isNegative: Bool { node.token(.minus) != nil }

  /// The digits and the point, without sign, underscores and magnitude: `12.5`.
  public var digits: String {
    String(decoding: bytes.filter { Self.isDigit($0) || $0 == UInt8(ascii: ".") }, as: UTF8.self)
  }

  /// The power of ten behind the digits: 3, 6 or 9 for `k`, `M` and `B`, -2 for `%`, else 0.
  public var exponent: Int {
    switch bytes.last {
    case UInt8(ascii: "k"): 3
    case UInt8(ascii: "M"): 6
    case UInt8(ascii: "B"): 9
    case UInt8(ascii: "%"): -2
    default: 0
    }
  }

  /// Whether it is written with `%`.
  public var isPercentage: Bool { bytes.last == UInt8(ascii: "%") }

  /// Whether it is written with a decimal point or as a percentage.
  public var isFraction: Bool { bytes.contains(UInt8(ascii: ".")) || isPercentage }

  /// Its value where it is written as digits alone, which most numbers are, and surely fits.
  public var plain: Int64? {
    let tokens = node.tokens
    guard tokens.count == 1 else { return nil }
    let tree = node.tree
    let range = tree.bytes(ofToken: tokens.lowerBound)
    guard range.count <= 18 else { return nil }
    var value: Int64 = 0
    for index in range {
      let digit = tree.bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// Its value as an integer, exact; nil where it has a fraction or doesn't fit into 64 bits.
  public var integer: Int64? { scaled(by: 0) }

  /// Its value times 10^`places`, exact; nil where that has a fraction or doesn't fit into 64 bits.
  public func scaled(by places: Int) -> Int64? {
    if places == 0 || places == 4, let plain {
      let (value, overflow) = plain.multipliedReportingOverflow(by: places == 0 ? 1 : 10_000)
      return overflow ? nil : value
    }
    let (bytes, isNegative) = (bytes, isNegative)
    var value: Int64 = 0
    var power = exponent + places
    var isFraction = false
    var dropped = false
    for byte in bytes {
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard Self.isDigit(byte) else { continue }
      if isFraction, power <= 0 {
        dropped = dropped || byte != UInt8(ascii: "0")
        continue
      }
      if isFraction { power -= 1 }
      guard let next = Self.append(Int64(byte - UInt8(ascii: "0")), to: value, isNegative) else { return nil }
      value = next
    }
    while power > 0 {
      guard let next = Self.append(0, to: value, isNegative) else { return nil }
      value = next
      power -= 1
    }
    while power < 0 {
      guard value % 10 == 0 else { return nil }
      value /= 10
      power += 1
    }
    return dropped ? nil : value
  }

  /// Its value as the nearest IEEE double; nil where that would be infinite.
  public var double: Double? {
    guard let value = Double("\(isNegative ? "-" : "")\(digits)e\(exponent)"), value.isFinite else { return nil }
    return value
  }

  private static func append(_ digit: Int64, to value: Int64, _ isNegative: Bool) -> Int64? {
    let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
    return overflow || carry ? nil : sum
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private var bytes: ArraySlice<UInt8> {
    guard let token = node.tokens.last else { return [] }
    return node.tree.bytes[node.tree.bytes(ofToken: token)]
  }
}
