/// A currency of ISO 4217, by its three letters.
public struct Currency: Hashable, Sendable {
  /// The three letters, the first in bits 16 to 23.
  public let bits: UInt32

  /// Makes the currency with the given packed letters.
  public init(bits: UInt32) { self.bits = bits }

  /// The code as it is written: `EUR`.
  public var code: String {
    String(decoding: [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)], as: UTF8.self)
  }
}
