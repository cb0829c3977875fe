/// Who may act: a declared role or a built-in one.
public struct Role: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What a role is allowed to do follows from its base.
  public enum Base: String, Sendable, Codable, BitwiseCopyable {
    case administrator, manager, stakeholder, lead, automatic
    /// The person responsible for the journey: `by owner`.
    case owner
  }

  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// Its title, an index into `Program.strings`.
  public var title: Int?
  /// What it is based on.
  public var base: Base

  /// Makes a role; `lead`, `administrator`, `manager`, `automatic` and `owner` stand in the table too where they are used.
  public init(name: Int, title: Int? = nil, base: Base) {
    self.name = name
    self.title = title
    self.base = base
  }
}

/// Where leads come from.
public struct LeadSource: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// The reference by which a registration names it, an index into `Program.strings`.
  public var reference: Int

  /// Makes a source.
  public init(name: Int, reference: Int) {
    self.name = name
    self.reference = reference
  }
}
