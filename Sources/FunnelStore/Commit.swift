import FunnelRuntime

/// What is committed at once: all of it or nothing.
public struct Commit: Sendable {
  /// What the run changed.
  public var changes: RunChanges
  /// Lines of rejects.
  public var rejects: [UInt8] = []
  /// Up to where the feeds were read.
  public var positions: [FeedPosition] = []

  /// Makes a commit.
  public init(_ changes: RunChanges, rejects: [UInt8] = [], positions: [FeedPosition] = []) {
    self.changes = changes
    self.rejects = rejects
    self.positions = positions
  }
}
