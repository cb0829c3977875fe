/// How journeys stand at an instant if nothing more comes: their timers fire on copies.
public final class JourneyOutlook {
  private var run: FunnelRun

  /// Makes an outlook on the journeys of a workspace.
  public init(_ workspace: LoadedWorkspace) { run = FunnelRun(workspace, RunSettings { $0 }) }

  /// A subject's journeys as they stand at an instant, in order of their beginning; those that begin by then come last.
  public func journeys(of subject: SubjectImage, at instant: Int64) -> [Journey] {
    run.look(at: subject.journeys.map(\.journey), until: instant)
  }
}

extension FunnelRun {
  /// Moves the journeys of one subject to an instant, and forgets them.
  fileprivate mutating func look(at journeys: [Journey], until instant: Int64) -> [Journey] {
    guard !journeys.isEmpty else { return [] }
    kept = JourneyShelf(journeys)
    subjects = [0]
    for number in kept.indices { link(number, to: 0) }
    if isAlone(0) {
      lanes[Int(kept[0].funnel)].interpreter.advance(&kept[0], to: instant, &log)
    } else {
      fireTimers(of: 0, through: instant)
    }
    log.removeAll()
    noteIssues(line: nil)
    defer {
      kept = JourneyShelf()
      subjects = []
    }
    return kept.journeys
  }
}
