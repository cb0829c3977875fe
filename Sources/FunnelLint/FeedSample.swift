/// What some lines of a real feed hold, as the funnel reads them.
public struct FeedSample: Sendable {
  /// What was read of a data point.
  public struct Point: Sendable, Hashable {
    /// On how many lines it has a value that fits.
    public var known = 0
    /// On how many lines it has a value that does not fit.
    public var misfits = 0
    /// The first values that do not fit, one for each reason.
    public var examples: [Misfit] = []

    /// Nothing read yet.
    public init() {}
  }

  /// A value that does not fit its point.
  public struct Misfit: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// Why it does not fit, with the value, as one phrase.
    public let reason: String

    /// Makes a misfit.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// A field that no data point reads.
  public struct Field: Sendable, Hashable {
    /// Its path in the lead, words with dots.
    public let path: String
    /// On how many lines it stands.
    public var lines: Int

    /// Makes a field.
    public init(path: String, lines: Int) {
      self.path = path
      self.lines = lines
    }
  }

  /// What the feed is called.
  public let name: String
  /// How many leads were read.
  public let leads: Int
  /// How many lines could not be used.
  public let rejects: Int
  /// The first of them, with the reason.
  public let firstReject: Misfit?
  /// The funnel's points, by their ids.
  public let points: [Point]
  /// The fields that no point reads, in order of first appearance.
  public let undeclared: [Field]

  /// Makes a sample.
  public init(
    name: String, leads: Int, rejects: Int = 0, firstReject: Misfit? = nil, points: [Point], undeclared: [Field]
  ) {
    self.name = name
    self.leads = leads
    self.rejects = rejects
    self.firstReject = firstReject
    self.points = points
    self.undeclared = undeclared
  }
}
