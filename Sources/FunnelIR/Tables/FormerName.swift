/// A name that something had in an earlier version, by which journeys that began under it are found when they are migrated.
public struct FormerName: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What can be renamed.
  public enum Kind: String, Sendable, Codable, BitwiseCopyable {
    case point, decision, stage, activity, end
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// Its index in the table of that kind; an activity's key.
  public var index: Int
  /// The former name, an index into `Program.strings`.
  public var name: Int

  /// Makes a former name.
  public init(_ kind: Kind, _ index: Int, name: Int) {
    self.kind = kind
    self.index = index
    self.name = name
  }
}
