/// No reject shows a session token, wherever on a line it stands and however broken the line is.
extension FeedReject {
  /// What stands in the place of what is cut out.
  static let stars = Array("***".utf8)

  /// The same, with three stars in the place of everything that has the form of a token.
  var withoutTokens: FeedReject {
    var copy = self
    copy.bytes = SessionTokens.cutting(bytes)
    return copy
  }
}

extension SessionTokens {
  /// Bytes with three stars in the place of every run of a token's letters that is long enough to be a token and begins as
  /// tokens do; whether it is genuine does not matter, nor whether its end is missing.
  static func cutting(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex { Base64URL.value(of: $0) == nil } ?? bytes.endIndex
      let run = bytes[start..<end]
      result += isTokenLike(run) ? FeedReject.stars[...] : run
      let next = bytes[end...].firstIndex { Base64URL.value(of: $0) != nil } ?? bytes.endIndex
      result += bytes[end..<next]
      start = next
    }
    return result
  }

  /// Whether letters begin as a token does, with the version of its form, and go on for as long as its expiry and its nonce.
  private static func isTokenLike(_ run: ArraySlice<UInt8>) -> Bool {
    run.count >= 34 && Base64URL.decode(Array(run.prefix(4)))?.first == SessionClaims.version
  }
}
