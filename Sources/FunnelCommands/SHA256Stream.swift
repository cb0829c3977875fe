import CCrypto
import FunnelRuntime

/// The SHA-256 of bytes that come piece by piece, computed by the system's libcrypto.
final class SHA256Stream {
  private let context = EVP_MD_CTX_new()
  private var isSound: Bool

  /// Begins a hash.
  init() { isSound = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes the next bytes.
  func update(_ bytes: UnsafeRawBufferPointer) {
    isSound = isSound && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
  }

  /// The hash in 64 hexadecimal digits, once all bytes were taken; empty where the library refuses.
  func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    guard isSound, EVP_DigestFinal_ex(context, &digest, &length) == 1, length == 32 else { return "" }
    return SHA256.digits(of: digest)
  }
}

/// A file that is hashed while it is read.
final class HashedFile: ByteSource {
  private let file: InputFile
  /// The hash of what was read so far.
  let hash = SHA256Stream()

  init(_ file: InputFile) { self.file = file }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try file.read(into: buffer)
    hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }
}
