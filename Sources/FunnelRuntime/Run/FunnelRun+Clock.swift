/// The clock on the wall, as a followed feed tells of it: what is due happens though no line comes.
extension FunnelRun {
  /// Fires all that is due at or before an instant of the subject that waits longest, each timer at its own time; false where
  /// nothing is due any more.
  ///
  /// A subject's own clock goes no further than its last timer, so a line that comes a little late still happens at its time.
  public mutating func fireNextDue(through instant: Int64) -> Bool {
    var index = dueIndex ?? allDue()
    // Only one of the two may hold it, or changing it would copy it.
    dueIndex = nil
    defer { dueIndex = index }
    while let subject = index.next(through: instant) {
      let due = nextTimer(of: subject)
      guard due <= instant else {
        index.note(subject, due: due)
        continue
      }
      fireOwnTimers(of: subject, through: instant)
      clock = max(clock ?? instant, instant)
      summary.endClock = endClock
      noteIssues(line: nil)
      writeRecords()
      noteChange(of: subject)
      return true
    }
    return false
  }

  /// To when the journeys are moved at the end: as the command says, or to the latest that is known.
  var endClock: Int64? { settings.until ?? latest.map { max($0, clock ?? $0) } ?? clock }

  /// When the next timer of any of a subject's journeys is due.
  func nextTimer(of subject: Int) -> Int64 {
    var number = subjects[subject]
    var due = Int64.max
    while number >= 0 {
      due = min(due, kept[number].nextTimer)
      number = Int(kept[number].sibling)
    }
    return due
  }

  private func allDue() -> DueIndex {
    var index = DueIndex()
    for subject in subjects.indices { index.note(subject, due: nextTimer(of: subject)) }
    return index
  }
}
