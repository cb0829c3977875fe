import FunnelRuntime
import FunnelStore

/// Following a feed that grows, until the process is asked to stop or nobody can write any more.
extension DurableSession {
  /// Reads on in a feed as it grows, and in the files that are begun in its place.
  mutating func follow(_ file: InputFile, named name: String, limits: FeedLimits, _ pace: Pace) throws {
    var pace = pace
    var isNew = try readRenamed(from: file, named: name, limits: limits)
    var followed = FollowedFile(file)
    while Interruption.signal == nil {
      guard try follow(followed, named: name, isNew: isNew, limits: limits, &pace) == .replaced else { return }
      // What stands in it now is all that there will be, a last line without its end as well.
      let old = followed.file
      guard old.seek(to: 0) else { return }
      try read(FeedFile(old), named: name, items: nil, limits: limits, isComplete: true)
      isNew = true
      followed = FollowedFile(try InputFile(old.path))
    }
  }

  /// Reads what was renamed since the last run to its end; true where the file at hand is then a new one.
  private mutating func readRenamed(from file: InputFile, named name: String, limits: FeedLimits) throws -> Bool {
    guard let position = positions[name], position.offset > 0, file.size != nil, file.path != "-",
      !DurableFeed.holds(file.path, position)
    else { return false }
    let renamed = RotatedFiles.since(position, at: file.path)
    for (index, path) in renamed.enumerated() where Interruption.signal == nil {
      let part = FeedFile(try InputFile(path))
      try read(part, named: name, items: nil, limits: limits, isComplete: true, isNew: index > 0)
    }
    return !renamed.isEmpty
  }

  private mutating func follow(
    _ followed: FollowedFile, named name: String, isNew: Bool, limits: FeedLimits, _ pace: inout Pace
  ) throws -> FollowedFile.State {
    let feed: DurableFeed
    do {
      feed = try DurableFeed(FeedFile(followed.file), from: position(of: name, isNew: isNew))
    } catch is Interrupted {
      return .unchanged
    }
    followed.file.isFollowed = true
    var reader = makeReader(feed, limits: limits, isComplete: false)
    while true {
      run.received = WallClock.now
      try takeAll(&reader, feed, named: name)
      guard !reader.isDocument else {
        throw StoreError(
          "the feed \"\(followed.file.path)\" is one JSON document, which nobody can append to",
          help: "leave \"--follow\" out, or write one object a line")
      }
      try commit(feed, &reader)
      try finishCommit()
      guard Interruption.signal == nil else { return .unchanged }
      var state = try followed.state()
      if state == .unchanged {
        // Only who has read everything may say that nothing came.
        if let instant = pace.instant() { try fireDue(through: instant) }
        followed.wait(milliseconds: pace.rest)
        state = try followed.state()
      }
      if state == .replaced { return state }
      if state == .closed {
        if reader.hasUnfinishedLine { noteUnfinished(name) }
        return state
      }
      reader.readOn()
    }
  }

  /// Lets everything happen that is due at or before an instant.
  private mutating func fireDue(through instant: Int64) throws {
    var isMore = true
    while isMore, Interruption.signal == nil {
      for _ in 0..<batch where isMore { isMore = run.fireNextDue(through: instant) }
      if run.hasChanges { try commit() }
    }
    try finishCommit()
  }
}
