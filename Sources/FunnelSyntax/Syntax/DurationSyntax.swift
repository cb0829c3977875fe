/// `3 business days`, `1 day + 2 hours`.
public struct DurationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.durationLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// Its parts in order, to be summed; never more than one in an expression, where `+` is an operator of its own.
  public var parts: [DurationPartSyntax] { node.all() }
}

/// A number and its unit: `3 business days`.
public struct DurationPartSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.durationPart
  /// The node it shows.
  public let node: SyntaxNode

  /// How many.
  public var number: NumberSyntax? { node.child() }

  /// Of what.
  public var unit: DurationUnit? {
    guard let word = node.ownTokens.last, let keyword = node.tree.tokens[word].keyword else { return nil }
    return DurationUnit(keyword, isBusiness: node.has(.business))
  }
}

/// A unit of time.
public enum DurationUnit: String, Sendable, Hashable, CaseIterable {
  /// From the smallest to the largest, then those of working time.
  case minutes, hours, days, weeks, months, years, businessHours, businessDays

  /// The unit that a keyword writes, in the singular or the plural.
  init?(_ keyword: Keyword, isBusiness: Bool) {
    switch (keyword, isBusiness) {
    case (.minute, false), (.minutes, false): self = .minutes
    case (.hour, false), (.hours, false): self = .hours
    case (.day, false), (.days, false): self = .days
    case (.week, false), (.weeks, false): self = .weeks
    case (.month, false), (.months, false): self = .months
    case (.year, false), (.years, false): self = .years
    case (.hour, true), (.hours, true): self = .businessHours
    case (.day, true), (.days, true): self = .businessDays
    default: return nil
    }
  }

  /// Whether it counts time in which people work.
  public var isBusiness: Bool { self == .businessHours || self == .businessDays }

  /// The words that write it.
  public var words: String {
    switch self {
    case .businessHours: "business hours"
    case .businessDays: "business days"
    default: rawValue
    }
  }
}
