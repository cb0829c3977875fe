/// What a run changed since the last commit, as a store takes it.
public struct RunChanges: Sendable {
  /// The records and effects that one event or timer gave, all of one subject.
  public struct Link: Hashable, Sendable {
    /// Whose they are.
    public var subject: Int
    /// Where the records end, counted in bytes of the commit's records.
    public var recordsEnd: Int
    /// Where the effects end, counted in bytes of the commit's effects.
    public var effectsEnd: Int

    /// Makes a link.
    public init(subject: Int, recordsEnd: Int, effectsEnd: Int) {
      self.subject = subject
      self.recordsEnd = recordsEnd
      self.effectsEnd = effectsEnd
    }
  }

  /// A subject's after-image.
  public struct Image: Hashable, Sendable {
    /// The subject's number, from 0 in order of registration.
    public var subject: Int
    /// The bytes of a `SubjectImage`.
    public var bytes: ArraySlice<UInt8>

    /// Makes an image.
    public init(subject: Int, bytes: ArraySlice<UInt8>) {
      self.subject = subject
      self.bytes = bytes
    }
  }

  /// The subjects that changed, by number.
  public var images: [Image] = []
  /// Whose the records are, in their order.
  public var links: [Link] = []
  /// Records, of which `RecordPrinter` makes lines.
  public var records: [UInt8] = []
  /// Effects, of which `RecordPrinter` makes lines.
  public var effects: [UInt8] = []
  /// The largest time of an accepted event so far.
  public var latest: Int64?
  /// The last instant to which the clock on the wall moved what was due.
  public var clock: Int64?

  /// Makes changes without content.
  public init() {}
}
