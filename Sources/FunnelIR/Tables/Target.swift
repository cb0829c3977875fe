/// Where a journey goes next.
public struct Target: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The kinds of places.
  public enum Kind: String, Sendable, Codable, BitwiseCopyable {
    case stage, decision, end
  }

  /// What kind of place it is.
  public var kind: Kind
  /// Its index in the table of that kind.
  public var index: Int

  /// Makes a target.
  public init(_ kind: Kind, _ index: Int) {
    self.kind = kind
    self.index = index
  }
}
