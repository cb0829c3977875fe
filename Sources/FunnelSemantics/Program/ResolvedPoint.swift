import FunnelDiagnostics

/// A data point.
public struct ResolvedPoint: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The type.
  public let type: FunnelType
  /// The least value allowed; nil where open.
  public let lowest: LiteralValue?
  /// The greatest value allowed; nil where open.
  public let highest: LiteralValue?
  /// Where it stands in a lead object; its own name where nothing is declared.
  public let path: ResolvedPath
  /// For money, where the currency stands; nil where amounts come without one.
  public let currencyPath: ResolvedPath?
  /// Whether the first known value stays.
  public let isFixed: Bool
  /// What reading it gives where it is missing.
  public let defaultValue: TypedExpression?
  /// Whether it is masked in what people read.
  public let isPersonal: Bool
  /// The name shown to people.
  public let title: String?
  /// The text of the `///` comment.
  public let documentation: String?
  /// Where the name is declared.
  public let span: SourceSpan
}

/// A path through a JSON object; empty for the object itself.
public struct ResolvedPath: Hashable, Sendable {
  /// The steps from the outside in.
  public let steps: [Step]

  /// Makes a path.
  public init(_ steps: [Step]) { self.steps = steps }

  /// One step down.
  public enum Step: Hashable, Sendable {
    /// The value of a key.
    case key(String)
    /// The element at an index from 0; a negative one counts from the end.
    case index(Int)
    /// The first element, itself an object, in which the path `key` holds the given value.
    case firstWhere(key: [String], equals: Comparand)
    /// Every element; only where the point is a set, and once.
    case each
  }

  /// What a filter compares with.
  public enum Comparand: Hashable, Sendable {
    case text(String)
    /// A number as JSON writes it; equal numbers may be written differently.
    case number(String)
    case boolean(Bool)
    case null
  }
}
