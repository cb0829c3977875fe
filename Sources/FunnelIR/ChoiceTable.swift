/// The members of one `choice` type, in order of declaration.
public struct ChoiceTable: Hashable, Sendable, Codable {
  /// One member: its name in the language and the value that feeds use for it.
  public struct Member: Hashable, Sendable, Codable {
    /// The name as the author writes it, and as results show it.
    public let name: String
    /// The text that stands for it in a feed; the name unless the declaration says otherwise.
    public let feedValue: String

    /// Makes a member.
    public init(name: String, feedValue: String) {
      self.name = name
      self.feedValue = feedValue
    }
  }

  /// The members.
  public let members: [Member]

  /// Makes a table.
  public init(members: [Member]) { self.members = members }
}
