import FunnelIR

extension FunnelRun {
  /// Takes the lines of a feed, up to the first that is not plain, the short way, where there is one.
  /// - Parameter limit: how many bytes of journeys are enough.
  /// - Returns: how many lines were handled.
  public mutating func takePlain(from reader: inout FeedReader, limit: Int) throws -> Int {
    guard lane != nil || !hasAskedForLane else { return 0 }
    if !hasAskedForLane {
      hasAskedForLane = true
      lane = StraightLane(workspace, settings, reader.limits)
    }
    guard lane != nil else { return 0 }
    return try reader.withLines { bytes in
      let taken = lane?.take(bytes, to: &journeys, limit: limit, latest: &latest) ?? (lines: 0, bytes: 0)
      if taken.lines > 0 {
        lane?.add(to: &summary)
        summary.endClock = settings.until ?? latest
      }
      return taken
    }
  }
}
