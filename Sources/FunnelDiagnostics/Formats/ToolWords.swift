/// What formats say of the tool and its rules besides their names, handed in by whoever knows the rules' pages.
public struct ToolWords: Sendable {
  /// The words of one rule.
  public struct Page: Sendable, Hashable {
    /// What it finds, as a phrase.
    public let finds: String
    /// Why that matters, in whole sentences.
    public let why: String

    /// Makes the words of a rule.
    public init(finds: String, why: String) {
      self.finds = finds
      self.why = why
    }
  }

  /// The version of the tool.
  let version: String
  /// The words of a rule; nil where there are none.
  let page: @Sendable (DiagnosticRule) -> Page?

  /// Makes words.
  public init(version: String, page: @escaping @Sendable (DiagnosticRule) -> Page?) {
    self.version = version
    self.page = page
  }

  /// No words at all.
  public static let none = ToolWords(version: "0") { _ in nil }
}
