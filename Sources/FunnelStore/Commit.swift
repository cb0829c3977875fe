import FunnelRuntime

/// What is committed at once: all of it or nothing.
public struct Commit: Sendable {
  /// What the run changed.
  public var changes: RunChanges
  /// Lines of rejects.
  public var rejects: [UInt8] = []
  /// Up to where the feeds were read.
  public var positions: [FeedPosition] = []
  /// Up to where output files hold the commits before this one.
  public var outputs: [OutputPosition] = []
  /// Whether it may hold personal values, so that images, records, effects and rejects are to be encrypted.
  public var isPersonal = false

  /// Makes a commit.
  public init(
    _ changes: RunChanges, rejects: [UInt8] = [], positions: [FeedPosition] = [], outputs: [OutputPosition] = [],
    isPersonal: Bool = false
  ) {
    self.changes = changes
    self.rejects = rejects
    self.positions = positions
    self.outputs = outputs
    self.isPersonal = isPersonal
  }
}
