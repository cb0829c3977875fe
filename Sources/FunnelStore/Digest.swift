import CCrypto

/// SHA-256 by the system's libcrypto (FIPS 180-4), with a context that is used again: a short message costs 0.1 µs.
///
/// Chains and checksums made with it show accidents; they have no key, so they don't show forgery.
public final class Digest {
  /// The bytes of a hash.
  public static let length = 32

  private let context = EVP_MD_CTX_new()

  /// Makes one.
  public init() { _ = EVP_DigestInit_ex(context, EVP_sha256(), nil) }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes the next bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Takes a number.
  public func update(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { update($0) }
  }

  /// Takes a number of bytes and the bytes, so that what comes next can't be taken for a part of them.
  func update(counted bytes: [UInt8]) {
    update(bytes.count)
    update(bytes[...])
  }

  func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }

  /// The hash of all bytes taken; begins anew.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Digest.length)
    var length: UInt32 = 0
    _ = EVP_DigestFinal_ex(context, &digest, &length)
    start()
    return digest
  }

  /// The same as a value that lives without memory of its own.
  func finishHash() -> ContentHash {
    var hash = ContentHash()
    var length: UInt32 = 0
    _ = withUnsafeMutableBytes(of: &hash) {
      EVP_DigestFinal_ex(context, $0.assumingMemoryBound(to: UInt8.self).baseAddress, &length)
    }
    start()
    return hash
  }

  /// Takes a hash.
  func update(_ hash: ContentHash) { hash.withUnsafeBytes { update($0) } }

  /// The hash of some bytes.
  public func hash(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { update($0) }
    return finish()
  }

  /// Without an algorithm it is the one of before, which need not be looked up again.
  private func start() { _ = EVP_DigestInit_ex(context, nil, nil) }
}

/// A hash of 32 bytes.
struct ContentHash: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  init() {}

  /// Takes the bytes of a hash; nil where they are too few or too many.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == Digest.length else { return nil }
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: words, body)
  }
}
