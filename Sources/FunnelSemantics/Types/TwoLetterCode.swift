/// A country of ISO 3166-1 in capitals or a language of ISO 639-1 in small letters.
public struct TwoLetterCode: Hashable, Sendable {
  /// The two letters, the first in bits 8 to 15.
  public let bits: UInt16

  /// Makes the code with the given packed letters.
  public init(bits: UInt16) { self.bits = bits }

  /// The code as it is written: `DE`, `de`.
  public var text: String { String(decoding: [UInt8(bits >> 8), UInt8(bits & 0xFF)], as: UTF8.self) }
}
