/// The type of an expression.
public enum FunnelType: Hashable, Sendable {
  case boolean, integer, number
  case money(Currency)
  case date, datetime, duration
  case text, email, phone, url, document
  case country, language
  /// One of the members of a declared choice; a value is the member's index.
  case choice(ID<ResolvedChoice>)
  /// The last label of a decision; a value is the index into its `labels`.
  case label(ID<ResolvedDecision>)
  /// One of the funnel's sources; a value is the source's index.
  case source
  /// One of the funnel's stages; a value is the stage's index.
  case stage
  /// A set; its elements are never sets themselves.
  indirect case set(FunnelType)

  /// Whether a value is a run of bytes: text and what is written as text.
  public var isText: Bool {
    switch self {
    case .text, .email, .phone, .url, .document: true
    default: false
    }
  }

  /// Whether values have an order, so that `<`, ranges, `min` and `max` mean something.
  public var isOrdered: Bool {
    switch self {
    case .integer, .number, .money, .date, .datetime, .duration: true
    default: false
    }
  }

  /// Whether values are members of a finite list of names, written as bare words.
  public var hasMembers: Bool {
    switch self {
    case .country, .language, .choice, .label, .source, .stage: true
    default: false
    }
  }
}
