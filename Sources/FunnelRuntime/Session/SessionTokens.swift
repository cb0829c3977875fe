/// Makes session tokens and checks them: a link by which a lead or somebody outside acts without an account.
///
/// A token is the URL-safe base64 of its claims' bytes and behind them the HMAC-SHA-256 of `funnel session`, a zero byte and
/// those bytes. Whoever has the key can make tokens; nobody else can change one. That a token is used only once is for whoever keeps the
/// nonces of those that were accepted.
public struct SessionTokens: Sendable {
  /// An authentication code: of a key and a message.
  public typealias AuthenticationCode = @Sendable (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]

  /// What a token turns out to be.
  public enum Outcome: Hashable, Sendable {
    /// It is no token at all.
    case malformed
    /// It has the form of a token, but was not made with this key, or was changed.
    case forged
    /// It is genuine, and its time is over.
    case expired(SessionClaims)
    /// It is genuine and good.
    case ok(SessionClaims)
  }

  /// The fewest bytes of a key: as many as the hash has (RFC 2104).
  public static let shortestKey = 32

  private static let codeLength = 32
  /// The most characters of a token: nothing longer is looked at.
  private static let longestToken = (3 * SessionClaims.longestName + 100) / 3 * 4
  /// Keeps a code from being good for anything else that the same key signs.
  private static let context = Array("funnel session\0".utf8)

  private let key: [UInt8]
  private let code: AuthenticationCode

  /// Makes a workshop for tokens; nil where the key is too short to be one.
  public init?(key: [UInt8], hmacSHA256 code: @escaping AuthenticationCode) {
    guard key.count >= SessionTokens.shortestKey else { return nil }
    self.key = key
    self.code = code
  }

  /// Makes a token; nil where a name is empty or longer than `SessionClaims.longestName`, the nonce has not sixteen bytes,
  /// or no code could be computed.
  public func mint(_ claims: SessionClaims) -> [UInt8]? {
    guard let payload = claims.bytes, let code = authenticationCode(of: payload[...]) else { return nil }
    return Base64URL.encode(payload + code)
  }

  /// Checks a token.
  /// - Parameter instant: the moment of its use; nil where somebody else asks `SessionClaims.isExpired` later.
  public func check(_ token: [UInt8], at instant: Int64?) -> Outcome {
    guard token.count <= SessionTokens.longestToken, let bytes = Base64URL.decode(token),
      bytes.count > SessionTokens.codeLength, let claims = SessionClaims(bytes.dropLast(SessionTokens.codeLength))
    else { return .malformed }
    guard let code = authenticationCode(of: bytes.dropLast(SessionTokens.codeLength)),
      SessionTokens.isEqual(code, bytes.suffix(SessionTokens.codeLength))
    else { return .forged }
    if let instant, claims.isExpired(at: instant) { return .expired(claims) }
    return .ok(claims)
  }

  private func authenticationCode(of payload: ArraySlice<UInt8>) -> [UInt8]? {
    let code = code(key, SessionTokens.context + payload)
    return code.count == SessionTokens.codeLength ? code : nil
  }

  /// Compares two codes in a time that does not tell how far they agree.
  @inline(never)
  private static func isEqual(_ a: [UInt8], _ b: ArraySlice<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
