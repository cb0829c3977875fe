import CCrypto
import FunnelRuntime

/// The key under which a store keeps what it knows of one subject; who destroys it has erased the subject.
struct SealKey: Hashable, Sendable {
  /// The bytes of a key.
  static let length = 32

  private let key: ContentHash

  /// Takes the bytes of a key; nil where they are too few or too many.
  init?(_ bytes: [UInt8]) {
    guard let key = ContentHash(bytes) else { return nil }
    self.key = key
  }

  /// Makes a key that nobody can guess.
  static func random() throws(StoreError) -> SealKey {
    guard let key = SealKey(try Sealing.random(length)) else { throw Sealing.failure }
    return key
  }

  var bytes: [UInt8] { key.bytes }
}

/// Encrypts and decrypts by AES-256-GCM (NIST SP 800-38D) of the system's libcrypto, with a context that is used again.
final class Sealing {
  /// The bytes of a nonce, of which no two are the same under one key.
  static let nonceLength = 12
  private static let tagLength = 16

  private let context = EVP_CIPHER_CTX_new()

  init() { _ = EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, nil, nil) }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Bytes that nobody can guess.
  static func random(_ count: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(truncatingIfNeeded: count)) == 1 else { throw failure }
    return bytes
  }

  static var failure: StoreError {
    StoreError("the system's libcrypto does not encrypt", help: "check how OpenSSL is set up")
  }

  /// The nonce of a piece, made of that of its commit.
  static func nonce(_ base: [UInt8], _ piece: Int) -> [UInt8] {
    var nonce = base
    var rest = UInt32(truncatingIfNeeded: piece)
    for place in stride(from: nonce.count - 1, through: max(nonce.count - 4, 0), by: -1) {
      nonce[place] ^= UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
    return nonce
  }

  /// The bytes encrypted, and behind them what shows that nobody changed them; nothing stays nothing.
  func seal(_ plain: ArraySlice<UInt8>, _ key: SealKey, nonce: [UInt8]) throws(StoreError) -> [UInt8] {
    guard !plain.isEmpty else { return [] }
    guard plain.count < Int(Int32.max) - Sealing.tagLength else {
      throw StoreError("what is known of one subject has grown beyond what can be encrypted")
    }
    var sealed = [UInt8](repeating: 0, count: plain.count + Sealing.tagLength)
    let isDone = sealed.withUnsafeMutableBufferPointer { sealed in
      plain.withUnsafeBufferPointer { plain in
        var length: Int32 = 0
        return EVP_EncryptInit_ex(context, nil, nil, key.bytes, nonce) == 1
          && EVP_EncryptUpdate(context, sealed.baseAddress, &length, plain.baseAddress, Int32(plain.count)) == 1
          && EVP_EncryptFinal_ex(context, sealed.baseAddress, &length) == 1
          && EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_GET_TAG, Int32(Sealing.tagLength), sealed.baseAddress.map { $0 + plain.count }) == 1
      }
    }
    guard isDone else { throw Sealing.failure }
    return sealed
  }

  /// What was encrypted; nil under another key, or where a bit was changed.
  func open(_ sealed: ArraySlice<UInt8>, _ key: SealKey, nonce: [UInt8]) -> [UInt8]? {
    guard !sealed.isEmpty else { return [] }
    let count = sealed.count - Sealing.tagLength
    guard count > 0, nonce.count == Sealing.nonceLength, sealed.count <= Int(Int32.max) else { return nil }
    var plain = [UInt8](repeating: 0, count: count)
    var tag = Array(sealed.suffix(Sealing.tagLength))
    let isSound = plain.withUnsafeMutableBufferPointer { plain in
      sealed.withUnsafeBufferPointer { sealed in
        var length: Int32 = 0
        return EVP_DecryptInit_ex(context, nil, nil, key.bytes, nonce) == 1
          && EVP_DecryptUpdate(context, plain.baseAddress, &length, sealed.baseAddress, Int32(count)) == 1
          && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Sealing.tagLength), &tag) == 1
          && EVP_DecryptFinal_ex(context, plain.baseAddress, &length) == 1
      }
    }
    return isSound ? plain : nil
  }
}
