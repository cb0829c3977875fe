/// What a condition asks, in the language's own words, for whoever wants to know why a journey went its way: the whole, and
/// behind it its parts, each of which is a condition of its own.
public struct ConditionText: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The condition that is told, an index into `Program.conditions`.
  public var whole: Int
  /// How deep the part stands in it: 0 for the whole itself, 1 for its parts, 2 for the parts of a formula that it reads.
  public var depth: Int
  /// The words, an index into `Program.strings`.
  public var text: Int
  /// The part by itself, an index into `Program.conditions`.
  public var part: Int

  /// Makes a text.
  public init(whole: Int, depth: Int, text: Int, part: Int) {
    self.whole = whole
    self.depth = depth
    self.text = text
    self.part = part
  }
}
