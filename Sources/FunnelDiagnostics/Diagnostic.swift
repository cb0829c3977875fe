/// One finding: what is wrong, where, why it matters and what to type instead.
///
/// Every output format is rendered from this value. The wording follows one rule: a lower-case phrase without a full
/// stop, names in double quotes, saying what to do where that is known.
public struct Diagnostic: Sendable, Hashable {
  /// Which rule found it.
  public let rule: DiagnosticRule
  /// How grave it is; the rule's own level unless something changed it.
  public var severity: Severity
  /// The one-line message.
  public let message: String
  /// The place it is about, with what to say there.
  public let primary: Label
  /// Other places that explain it.
  public var secondary: [Label]
  /// Facts that explain why it matters.
  public var notes: [String]
  /// What to do about it.
  public var help: String?
  /// Changes of the text that would mend it.
  public var fixes: [Fix]

  /// Makes a finding at the rule's own level.
  public init(
    _ rule: DiagnosticRule, _ message: String, at span: SourceSpan, label: String = "", secondary: [Label] = [],
    notes: [String] = [], help: String? = nil, fixes: [Fix] = []
  ) {
    self.rule = rule
    severity = rule.severity
    self.message = message
    primary = Label(span, label)
    self.secondary = secondary
    self.notes = notes
    self.help = help
    self.fixes = fixes
  }
}

/// A place in a source text with what to say about it; an empty text only underlines.
public struct Label: Sendable, Hashable {
  /// The place.
  public let span: SourceSpan
  /// What is said there.
  public let text: String

  /// Makes a label.
  public init(_ span: SourceSpan, _ text: String = "") {
    self.span = span
    self.text = text
  }
}

/// How grave a finding is.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth knowing; the file counts as clean.
  case information
  /// Probably a mistake.
  case warning
  /// The file can't be run.
  case error

  private var rank: Int {
    switch self {
    case .information: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// Orders by gravity, the gravest last.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// A change of the text that mends a finding.
public struct Fix: Sendable, Hashable {
  /// Whether applying it can change where a lead goes.
  public enum Safety: String, Sendable, Hashable {
    /// No lead's way changes.
    case safe
    /// A lead's way may change: a person decides.
    case unsafe
  }

  /// One replacement; an empty span inserts, an empty text deletes.
  public struct Edit: Sendable, Hashable {
    /// What is replaced.
    public let span: SourceSpan
    /// What stands there afterwards.
    public let replacement: String

    /// Makes an edit.
    public init(_ span: SourceSpan, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// What it does, as an instruction: `replace "emial" with "email"`.
  public let title: String
  /// Whether it may be applied without asking.
  public let safety: Safety
  /// The edits, none overlapping another.
  public let edits: [Edit]

  /// Makes a fix.
  public init(_ title: String, _ safety: Safety, _ edits: [Edit]) {
    self.title = title
    self.safety = safety
    self.edits = edits
  }
}
