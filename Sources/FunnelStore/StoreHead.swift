/// The last commit of a store, and what all commits up to it come to.
public struct StoreHead: Hashable, Sendable {
  /// How many commits there are.
  public var commit = 0
  /// The hash of the last one and all before it; nothing where there is none.
  public var root: [UInt8] = []

  /// That of a store without commits.
  public init() {}
}

/// Up to where an output file is known to hold what was committed.
public struct OutputPosition: Hashable, Sendable {
  /// The file's path.
  public var path: String
  /// How many of its bytes are on the disk.
  public var length: Int
  /// What the file holds.
  public var lines: StoredLines

  /// Makes one.
  public init(path: String, length: Int, lines: StoredLines) {
    self.path = path
    self.length = length
    self.lines = lines
  }
}
