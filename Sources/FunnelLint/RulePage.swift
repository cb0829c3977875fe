import FunnelDiagnostics

/// What there is to know of a rule: what it finds and why that matters, with an example to avoid and one to prefer.
///
/// Both examples are run as tests: the first gives exactly this rule, the second nothing.
public struct RulePage: Sendable {
  /// The rule.
  public let rule: DiagnosticRule
  /// What it finds, as one lower-case phrase.
  public let finds: String
  /// Why that matters and what to do, in whole sentences; each element is a paragraph.
  public let why: [String]
  /// What gives the finding; nil where no text of a funnel can show it.
  public let avoid: RuleExample?
  /// The same without it.
  public let prefer: RuleExample?

  /// Makes a page with its examples.
  public init(
    _ rule: DiagnosticRule, finds: String, why: String..., avoid: RuleExample, prefer: RuleExample
  ) {
    self.rule = rule
    self.finds = finds
    self.why = why
    self.avoid = avoid
    self.prefer = prefer
  }

  /// Makes a page with its examples.
  init(
    _ rule: DiagnosticRule, finds: String, paragraphs: [String], avoid: RuleExample, prefer: RuleExample
  ) {
    self.rule = rule
    self.finds = finds
    why = paragraphs
    self.avoid = avoid
    self.prefer = prefer
  }

  /// Makes the page of a rule about files, which no text of a funnel can show.
  init(withoutExample rule: DiagnosticRule, finds: String, why: String...) {
    self.rule = rule
    self.finds = finds
    self.why = why
    avoid = nil
    prefer = nil
  }
}

/// A piece of a funnel that shows something.
public struct RuleExample: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// What is shown.
  public let text: String
  /// The files that it imports or looks up, by name.
  public let files: [File]
  /// A feed against which it is checked, one lead a line; nil where there is none.
  public let feed: String?

  /// Another file of an example.
  public struct File: Sendable {
    /// The name by which the example knows it.
    public let name: String
    /// What stands in it.
    public let text: String

    /// Makes a file.
    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Makes an example.
  public init(_ text: String, files: [File] = [], feed: String? = nil) {
    self.text = text
    self.files = files
    self.feed = feed
  }

  /// Makes an example that is nothing but a text.
  public init(stringLiteral text: String) { self.init(text) }

  /// The example as a file: clauses alone stand in a funnel of their own.
  public var source: String {
    let isFile = text.split(separator: "\n").contains { $0.hasPrefix("funnel ") || $0.hasPrefix("import ") }
    if isFile { return text }
    return "funnel example {\n\(text)\n\(text.contains("start ->") ? "" : "start -> converted")\n}"
  }
}
