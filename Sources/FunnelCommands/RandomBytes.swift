import CCrypto

/// Bytes that nobody can guess, from the system's libcrypto.
enum RandomBytes {
  /// So many bytes; nil where the library has none to give.
  static func make(_ count: Int) -> [UInt8]? {
    guard let length = Int32(exactly: count) else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    return RAND_bytes(&bytes, length) == 1 ? bytes : nil
  }
}
