import FunnelRuntime
import Testing

@testable import FunnelCommands

@Suite("Authentication codes")
struct HMACSHA256Tests {
  /// A case of RFC 4231, section 4.
  struct Vector: Sendable {
    let key: [UInt8]
    let message: [UInt8]
    let code: String
  }

  @Test(
    "the test vectors of RFC 4231",
    arguments: [
      Vector(
        key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
        code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
      Vector(
        key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
        code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
      Vector(
        key: Array(repeating: 0xAA, count: 20), message: Array(repeating: 0xDD, count: 50),
        code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
      Vector(
        key: Array(1...25), message: Array(repeating: 0xCD, count: 50),
        code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
      // The RFC shows the first sixteen bytes of this one.
      Vector(
        key: Array(repeating: 0x0C, count: 20), message: Array("Test With Truncation".utf8),
        code: "a3b6167473100ee06e0c796c2955552b"),
      Vector(
        key: Array(repeating: 0xAA, count: 131),
        message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
      Vector(
        key: Array(repeating: 0xAA, count: 131),
        message: Array(
          ("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ])
  func vectors(vector: Vector) {
    let code = HMACSHA256.code(key: vector.key, message: vector.message)
    #expect(code.count == 32)
    #expect(hexadecimal(code).hasPrefix(vector.code))
  }

  @Test("no key and no message have a code too")
  func empty() {
    #expect(
      hexadecimal(HMACSHA256.code(key: [], message: []))
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test("a session token made with one key is forged under another")
  func sessionToken() throws {
    let key = [UInt8](0..<32)
    let tokens = try #require(SessionTokens(key: key, hmacSHA256: HMACSHA256.code))
    let claims = SessionClaims(
      journey: Array("42/b2b_onboarding/1".utf8), actor: Array("Ada".utf8), role: Array("lead".utf8),
      expiry: 1_800_000_000_000_000, nonce: [UInt8](100..<116))
    let token = try #require(tokens.mint(claims))
    #expect(
      String(decoding: token, as: UTF8.self)
        == "AQAGZRcomIAAZGVmZ2hpamtsbW5vcHFycwATNDIvYjJiX29uYm9hcmRpbmcvMQADQWRhAARsZWFkY-fbWrPQ7Gd6iG"
        + "nT2h6o0Yej7d6WfIGQJDAitZW5oAU")
    #expect(tokens.check(token, at: 1_799_999_999_999_999) == .ok(claims))
    let other = try #require(SessionTokens(key: [UInt8](1...32), hmacSHA256: HMACSHA256.code))
    #expect(other.check(token, at: nil) == .forged)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
