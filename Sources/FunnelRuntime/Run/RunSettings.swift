/// How a run is to be made: what its command line says, without any file.
public struct RunSettings: Sendable {
  /// When a registration happens whose line has no time (`--start`).
  public var start: Int64?
  /// To when the clock goes at the end of the feeds (`--until`); nil for the largest time of an accepted line.
  public var until: Int64?
  /// The earliest time that a line may have.
  public var earliest: Int64 = 0
  /// The latest time that a line may have, the last instant before 2100.
  public var latest: Int64 = 4_102_444_799_999_999
  /// How long after its journey's end an event's id is remembered, in microseconds.
  public var idWindow: Int64 = 30 * microsecondsPerDay
  /// What a journey's line holds, funnel by funnel; everything in those for which it is not said.
  public var fields: [[JourneyField]] = []
  /// Whether a line with a value that does not fit is refused.
  public var isStrict = false
  /// Whether leads whose lines are plain may take the short way; without it all take the general one, with the same results.
  public var isStraight = true
  /// Whether records are written.
  public var keepsJournal = false
  /// Whether somebody looks on: every journey stays at hand, and records are kept as values instead of being written.
  public var isObserved = false
  /// Whether a store keeps what the run does: the run then tells what changed, and the feed's end moves copies only.
  public var isDurable = false
  /// Whether effects are written.
  public var keepsEffects = false
  /// Whether personal values are masked in journeys, records and effects.
  public var redacts = false
  /// Whether messages for people may show personal values.
  public var showsPersonal = false
  /// The hash function of effects' ids, and under which long event ids are remembered: SHA-256 as a rule.
  public var digest: @Sendable ([UInt8]) -> [UInt8]

  /// Makes settings with the defaults.
  public init(digest: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.digest = digest }
}
