/// A condition as register code with two entries: one asks whether it is known to be true, one whether it is known to be false.
///
/// A condition that is neither is unknown. Only the journal asks the second.
public struct Condition: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Where "known to be true?" begins in `Program.code`; it ends with `holds` or `fails`.
  public var truth: Int
  /// Where "known to be false?" begins in `Program.code`; it ends with `holds` or `fails`.
  public var falsity: Int
  /// How many registers both use.
  public var registers: Int
  /// What the condition reads, for the journal: a range of `Program.reads`.
  public var reads: TableRange
  /// When it may change though nothing happens, a range of `Program.wakes`; empty where nobody watches it.
  public var wakes: TableRange

  /// Makes a condition.
  public init(truth: Int, falsity: Int, registers: Int, reads: TableRange, wakes: TableRange = .empty) {
    self.truth = truth
    self.falsity = falsity
    self.registers = registers
    self.reads = reads
    self.wakes = wakes
  }
}

/// An instant at which a watched condition may change because time passes: register code that computes it as a datetime, or
/// the day whose beginning it is.
///
/// Where the code gives nothing, or an instant that is over, there is no such instant.
public struct Wake: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Where the code begins in `Program.code`; it ends with `value`.
  public var entry: Int
  /// How many registers it uses.
  public var registers: Int
  /// Whether the code computes a date.
  public var isDay: Bool

  /// Makes a wake.
  public init(entry: Int, registers: Int, isDay: Bool) {
    self.entry = entry
    self.registers = registers
    self.isDay = isDay
  }
}

/// One thing that a condition reads, named so that the journal can show its value.
public struct Read: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The kinds of things that can be read.
  public enum Kind: String, Sendable, Codable, CaseIterable, BitwiseCopyable {
    case point, `let`, score, label, activity
    case source, stage, owner, entered, started, lastEvent, now, today
  }

  /// What it is.
  public var kind: Kind
  /// Which point, let, score, decision (for a label) or activity key; 0 for the rest.
  public var index: Int

  /// Makes a read.
  public init(_ kind: Kind, _ index: Int = 0) {
    self.kind = kind
    self.index = index
  }
}
