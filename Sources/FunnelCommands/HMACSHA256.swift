import CCrypto

/// The authentication code that session tokens carry (RFC 2104), computed by the system's libcrypto.
enum HMACSHA256 {
  /// The 32 bytes of the code, or nothing where the library refuses.
  static func code(key: [UInt8], message: [UInt8]) -> [UInt8] {
    guard let keyLength = Int32(exactly: key.count) else { return [] }
    var code = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let isDone = HMAC(EVP_sha256(), key, keyLength, message, message.count, &code, &length) != nil
    return isDone && length == 32 ? code : []
  }
}
