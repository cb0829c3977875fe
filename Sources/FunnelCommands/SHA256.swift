import CCrypto

/// The hash that names a compiled funnel (FIPS 180-4), computed by the system's libcrypto.
enum SHA256 {
  /// The 32 bytes of the hash, or nothing where the library refuses.
  static func digest(of bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let isDone = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    return isDone == 1 && length == 32 ? digest : []
  }
}

extension SHA256 {
  /// The hash in 64 hexadecimal digits.
  static func hex(of bytes: [UInt8]) -> String {
    digits(of: digest(of: bytes))
  }

  /// Bytes as hexadecimal digits.
  static func digits(of bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
