/// The bytes of a program's constants, written as hexadecimal text.
public struct ConstantPool: Hashable, Sendable {
  /// The bytes.
  public var bytes: [UInt8]

  /// Makes a pool.
  public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// Adds a text and refers to it.
  /// - Invariant: the pool stays below 2^32 bytes, the text below 2^30.
  public mutating func add(_ text: [UInt8]) -> TextReference {
    let start = bytes.count
    bytes.append(contentsOf: text)
    return TextReference(
      .constants, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: bytes.count - start))
  }
}

extension ConstantPool: Codable {
  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in try container.decode(String.self).utf8 {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default:
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "the constants are no hexadecimal text")
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "the constants end in half a byte")
    }
    self.bytes = bytes
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    try container.encode(String(decoding: text, as: UTF8.self))
  }
}
