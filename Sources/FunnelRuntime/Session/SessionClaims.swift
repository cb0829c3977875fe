/// What a session token says: who may act, as what, on which journey, and until when.
public struct SessionClaims: Hashable, Sendable {
  /// The journey the token is good for.
  public var journey: [UInt8]
  /// The name of who acts.
  public var actor: [UInt8]
  /// The role in which they act.
  public var role: [UInt8]
  /// The instant from which it is no longer good, in microseconds since 1970.
  public var expiry: Int64
  /// Sixteen bytes that no other token has, by which a second use is known.
  public var nonce: [UInt8]

  /// Makes claims.
  public init(journey: [UInt8], actor: [UInt8], role: [UInt8], expiry: Int64, nonce: [UInt8]) {
    self.journey = journey
    self.actor = actor
    self.role = role
    self.expiry = expiry
    self.nonce = nonce
  }

  /// Whether the token is no longer good at an instant.
  public func isExpired(at instant: Int64) -> Bool { instant >= expiry }
}

/// The bytes of claims, in which every claim has one form and every form one meaning.
///
/// | bytes | what |
/// |---|---|
/// | 1 | the version of this form, 1 |
/// | 8 | `expiry`, the highest byte first |
/// | 16 | `nonce` |
/// | 2 + n | the length of `journey`, the higher byte first, and its bytes; likewise `actor`, then `role` |
extension SessionClaims {
  /// The most bytes that the journey, the actor and the role may have each.
  public static let longestName = 1024

  static let version: UInt8 = 1
  private static let nonceLength = 16

  /// Reads claims; nil where the bytes are not exactly of the form.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    guard rest.popFirst() == SessionClaims.version, let expiry = rest.take(8), let nonce = rest.take(16),
      let journey = rest.takeName(), let actor = rest.takeName(), let role = rest.takeName(), rest.isEmpty
    else { return nil }
    let word = expiry.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    self.init(journey: journey, actor: actor, role: role, expiry: Int64(bitPattern: word), nonce: Array(nonce))
  }

  /// The bytes; nil where a name is too long or empty, or the nonce has not sixteen bytes.
  var bytes: [UInt8]? {
    let names = [journey, actor, role]
    let isPossible = names.allSatisfy { (1...SessionClaims.longestName).contains($0.count) }
    guard isPossible, nonce.count == SessionClaims.nonceLength else { return nil }
    let expiryBytes = withUnsafeBytes(of: expiry.bigEndian, Array.init)
    return [SessionClaims.version] + expiryBytes + nonce
      + names.flatMap { [UInt8(truncatingIfNeeded: $0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 }
  }
}

extension ArraySlice<UInt8> {
  /// Takes so many bytes off the front; nil where there are fewer.
  fileprivate mutating func take(_ length: Int) -> ArraySlice<UInt8>? {
    guard count >= length else { return nil }
    defer { removeFirst(length) }
    return prefix(length)
  }

  fileprivate mutating func takeName() -> [UInt8]? {
    guard let length = take(2)?.reduce(0, { $0 << 8 | Int($1) }), (1...SessionClaims.longestName).contains(length)
    else { return nil }
    return take(length).map(Array.init)
  }
}
