/// One thing to be done.
public struct Action: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What tells the action from all others of its stage, and stays when others come and go: half of an effect's id.
  public var identity: Int64
  /// What is done.
  public var kind: Kind

  /// What can be done. Roles are indices into `Program.roles`, texts ranges of `Program.parts`, points slots.
  public enum Kind: Hashable, Sendable, Codable, BitwiseCopyable {
    case notify(role: Int, text: TableRange)
    case task(role: Int, text: TableRange, due: CalendarSpan)
    case note(text: TableRange)
    /// `to` is the slot of the point that holds the address, nil where whoever sends knows those who bear the role.
    case email(role: Int, to: Int?, subject: TableRange, text: TableRange)
    /// The address is an index into `Program.strings`, what is sent a range of `Program.fields`.
    case webhook(url: Int, fields: TableRange)
    /// The tag is the bits of a constant text.
    case tag(slot: Int, tag: UInt64)
    case untag(slot: Int, tag: UInt64)
    /// The value is an index into `Program.values`.
    case set(slot: Int, value: Int)
    /// Leads away; what follows is dropped.
    case go(Target)
    /// Begins a journey of the same subject in a funnel of the workspace, at one of that funnel's places or at its start.
    case start(funnel: Int, into: Target?)
  }

  /// Makes an action.
  public init(_ kind: Kind, identity: Int64 = 0) {
    self.kind = kind
    self.identity = identity
  }
}

/// A piece of a text that people read.
public enum TextPart: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Characters, an index into `Program.strings`.
  case string(Int)
  /// The value of a formula, an index into `Program.values`; nothing where it is missing.
  case value(Int)
}

/// A named value that is handed to the outside: of a webhook, or of an activity's `with`.
public struct Field: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What it holds.
  public enum Content: Hashable, Sendable, Codable, BitwiseCopyable {
    /// A value of its own type, an index into `Program.values`.
    case value(Int)
    /// A text, a range of `Program.parts`.
    case text(TableRange)
  }

  /// Its key, an index into `Program.strings`.
  public var key: Int
  /// What it holds.
  public var content: Content

  /// Makes a field.
  public init(key: Int, content: Content) {
    self.key = key
    self.content = content
  }
}

/// A formula without a name.
public struct Value: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The type of its value.
  public var type: ValueType
  /// Where its code begins; it ends with `value`.
  public var entry: Int
  /// How many registers it uses.
  public var registers: Int

  /// Makes a formula.
  public init(type: ValueType, entry: Int, registers: Int) {
    self.type = type
    self.entry = entry
    self.registers = registers
  }
}
