import Testing

@testable import FunnelRuntime

@Suite("Session tokens")
struct SessionTokensTests {
  let key = [UInt8](0..<32)
  let claims = SessionClaims(
    journey: Array("42/b2b_onboarding/1".utf8), actor: Array("Ada".utf8), role: Array("lead".utf8),
    expiry: 300_000_000, nonce: [UInt8](1...16))

  /// A stand-in that depends on every byte of key and message; the real code is held against its own test vectors.
  static func code(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var state = [UInt64](1...4)
    for byte in key + [0xFF] + message {
      for index in state.indices {
        state[index] = (state[index] ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 ^ state[(index + 1) % 4] >> 7
      }
    }
    return state.flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
  }

  private func tokens(_ key: [UInt8]? = nil) throws -> SessionTokens {
    try #require(SessionTokens(key: key ?? self.key, hmacSHA256: SessionTokensTests.code))
  }

  @Test("a token says what was put into it, until its time is over")
  func use() throws {
    let tokens = try tokens()
    let token = try #require(tokens.mint(claims))
    #expect(tokens.check(token, at: 0) == .ok(claims))
    #expect(tokens.check(token, at: 299_999_999) == .ok(claims))
    #expect(tokens.check(token, at: 300_000_000) == .expired(claims))
    #expect(tokens.check(token, at: .max) == .expired(claims))
    #expect(tokens.check(token, at: nil) == .ok(claims))
    #expect(claims.isExpired(at: 300_000_000) && !claims.isExpired(at: 299_999_999))
  }

  @Test("a token stands in a URL as it is")
  func letters() throws {
    let token = try #require(try tokens().mint(claims))
    #expect(token.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0) })
    #expect(token.count == 119)
  }

  @Test("no letter of a token can be changed, left out, doubled or added")
  func changes() throws {
    let tokens = try tokens()
    let token = try #require(tokens.mint(claims))
    for index in token.indices {
      for letter in [
        UInt8(ascii: "A"), UInt8(ascii: "b"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: " "), 0xC3,
      ]
      where letter != token[index] {
        var changed = token
        changed[index] = letter
        #expect(isRefused(tokens.check(changed, at: 0)), "letter \(index)")
      }
      var shorter = token
      shorter.remove(at: index)
      #expect(isRefused(tokens.check(shorter, at: 0)), "without letter \(index)")
      #expect(isRefused(tokens.check(Array(token[..<index]), at: 0)), "only \(index) letters")
    }
    #expect(isRefused(tokens.check(token + [UInt8(ascii: "A")], at: 0)))
    #expect(isRefused(tokens.check(token + [UInt8(ascii: "=")], at: 0)))
  }

  @Test("what is no token is malformed, what is another's is forged")
  func outcomes() throws {
    let tokens = try tokens()
    for text in ["", "A", "AQ", "not a token", String(repeating: "A", count: 160), String(repeating: "A", count: 9999)]
    {
      #expect(tokens.check(Array(text.utf8), at: 0) == .malformed)
    }
    let other = try self.tokens([UInt8](1...32))
    #expect(other.check(try #require(tokens.mint(claims)), at: 0) == .forged)
    // Even one that is expired is forged first.
    #expect(other.check(try #require(tokens.mint(claims)), at: .max) == .forged)
  }

  @Test("a code for the same bytes made for another purpose is no token")
  func context() throws {
    let payload = try #require(claims.bytes)
    let token = Base64URL.encode(payload + SessionTokensTests.code(key, payload))
    #expect(try tokens().check(token, at: 0) == .forged)
  }

  @Test("another version of the form is malformed, even with a good code")
  func version() throws {
    var payload = try #require(claims.bytes)
    payload[0] = 2
    let code = SessionTokensTests.code(key, Array("funnel session\0".utf8) + payload)
    #expect(try tokens().check(Base64URL.encode(payload + code), at: 0) == .malformed)
  }

  @Test("claims without a name, with too long a name or another nonce make no token")
  func impossibleClaims() throws {
    let tokens = try tokens()
    let long = [UInt8](repeating: 0x61, count: SessionClaims.longestName)
    var claims = claims
    claims.journey = long
    claims.actor = long
    claims.role = long
    let token = try #require(tokens.mint(claims))
    #expect(tokens.check(token, at: 0) == .ok(claims))
    claims.actor = long + [0x61]
    #expect(tokens.mint(claims) == nil)
    claims.actor = []
    #expect(tokens.mint(claims) == nil)
    claims.actor = long
    claims.nonce = [UInt8](1...15)
    #expect(tokens.mint(claims) == nil)
  }

  @Test("a short key makes no tokens, and a code that could not be computed none either")
  func noCode() throws {
    #expect(SessionTokens(key: [UInt8](1...31), hmacSHA256: SessionTokensTests.code) == nil)
    let token = try #require(try tokens().mint(claims))
    let broken = try #require(SessionTokens(key: key) { _, _ in [] })
    #expect(broken.mint(claims) == nil)
    #expect(broken.check(token, at: 0) == .forged)
  }

  private func isRefused(_ outcome: SessionTokens.Outcome) -> Bool { outcome == .malformed || outcome == .forged }
}

@Suite("URL-safe base64")
struct Base64URLTests {
  @Test(
    "the test vectors of RFC 4648 without their padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(text: String, encoded: String) {
    #expect(Base64URL.encode(Array(text.utf8)) == Array(encoded.utf8))
    #expect(Base64URL.decode(Array(encoded.utf8)) == Array(text.utf8))
  }

  @Test("the two letters that stand in a URL as they are")
  func urlLetters() {
    #expect(Base64URL.encode([0xFB, 0xFF]) == Array("-_8".utf8))
    #expect(Base64URL.decode(Array("-_8".utf8)) == [0xFB, 0xFF])
  }

  @Test(
    "nothing is read that was not written so",
    arguments: ["Z", "Zg=", "Zg==", "Zh", "Zm9", "Zm9vYmF", "+/8", " Zg", "Zm9\n"])
  func others(text: String) { #expect(Base64URL.decode(Array(text.utf8)) == nil) }

  @Test("any bytes come back")
  func roundTrip() {
    var random = SplitMix64(seed: 7)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }
}
