import FunnelIR

extension FunnelRun {
  /// Takes the lines of a feed, up to the first that is not plain, the short way, where there is one.
  /// - Parameter limit: how many bytes of journeys are enough.
  /// - Returns: how many lines were handled.
  public mutating func takePlain(from reader: inout FeedReader, limit: Int) throws -> Int {
    if !hasAskedForLane {
      hasAskedForLane = true
      if let straight = StraightLane(workspace, settings, reader.limits) {
        lane = Held(straight)
      } else if kept.isEmpty, leads.isEmpty, let high = Flight(workspace, settings, reader) {
        flight = Held(high)
      }
    }
    if let flight { return try takeOff(flight, from: &reader) }
    guard let lane else { return 0 }
    return try reader.withLines { bytes, line in
      let taken = lane.value.take(bytes, from: line, to: &journeys, limit: limit, latest: &latest)
      if taken.lines > 0 {
        note(lane.value.misfits)
        lane.value.add(to: &summary)
        summary.endClock = settings.until ?? latest
      }
      return taken
    }
  }

  private mutating func note(_ misfits: StraightMisfits.Sum) {
    for (line, issue) in misfits.first { note(issue, line: line) }
    summary.dataIssues += misfits.count - misfits.first.count
  }
}
