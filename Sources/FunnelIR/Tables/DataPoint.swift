/// A declared data point; its index in `Program.points` is its slot.
public struct DataPoint: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// Its title, an index into `Program.strings`.
  public var title: Int?
  /// The type of its value.
  public var type: ValueType
  /// Whether its first known value stays.
  public var isFixed: Bool
  /// Whether it is shown masked to people.
  public var isPersonal: Bool
  /// The bits that reading the missing point gives.
  public var fallback: UInt64?

  /// Makes a point.
  public init(
    name: Int, title: Int? = nil, type: ValueType, isFixed: Bool = false, isPersonal: Bool = false,
    fallback: UInt64? = nil
  ) {
    self.name = name
    self.title = title
    self.type = type
    self.isFixed = isFixed
    self.isPersonal = isPersonal
    self.fallback = fallback
  }
}

/// A `let`: a formula with a name, whose value the journal shows where a condition reads it.
public struct Let: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// The type of its value.
  public var type: ValueType
  /// Where its code begins; it ends with `value`.
  public var entry: Int
  /// How many registers it uses.
  public var registers: Int

  /// Makes a let.
  public init(name: Int, type: ValueType, entry: Int, registers: Int) {
    self.name = name
    self.type = type
    self.entry = entry
    self.registers = registers
  }
}

/// A score: a sum whose bounds are known even where some of its conditions are not.
public struct Score: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// Where its code begins; it ends with `interval`.
  public var entry: Int
  /// How many registers it uses.
  public var registers: Int

  /// Makes a score.
  public init(name: Int, entry: Int, registers: Int) {
    self.name = name
    self.entry = entry
    self.registers = registers
  }
}
