import FunnelIR

/// What a run and its store tell each other.
extension FunnelRun {
  /// Whether anything changed since the last commit.
  public var hasChanges: Bool { changes.map { !$0.changed.isEmpty } ?? false }

  /// How many bytes the records since the last commit take.
  public var recordBytes: Int { changes?.records.count ?? 0 }

  /// Hands over what changed since the last commit, records and effects included.
  public mutating func takeChanges() -> RunChanges {
    var taken = RunChanges()
    // Not the log itself is held here, or each change of it would copy it.
    guard let changed = changes?.changed, let links = changes?.links else { return taken }
    for change in changed where change.image == nil { writeImage(of: change.subject) }
    let images = images.take()
    taken.images = changes?.images(in: images) ?? []
    taken.links = links
    taken.records = changes?.records.take() ?? []
    taken.effects = changes?.effects.take() ?? []
    taken.latest = latest
    taken.clock = clock
    changes?.removeAll()
    return taken
  }

  /// A subject's whole image as it is now.
  public func wholeImage(of subject: Int) -> [UInt8] {
    var writer = ImageWriter()
    changes?.write(subject, isWhole: true, registry, leads, kept, workspace, to: &writer)
    return writer.image
  }

  /// The ids of a subject's leads behind the first so many.
  public func leadIDs(of subject: Int, after known: Int) -> [[UInt8]] {
    changes?.members[subject].leads.dropFirst(known).map { registry.id(of: $0) } ?? []
  }

  /// Takes up a subject from its images; subjects come by their numbers.
  public mutating func restore(_ images: [[UInt8]]) throws(RefusedImage) {
    let image = try SubjectImage(images, workspace)
    let subject = subjects.count
    guard !image.journeys.isEmpty else { throw RefusedImage("a subject has no journey") }
    subjects.append(-1)
    for lead in image.leads {
      let isKnown = lead.id.withUnsafeBytes { registry.find($0) } != nil
      guard !isKnown, let number = lead.id.withUnsafeBytes({ registry.add($0) }) else {
        throw RefusedImage("a lead belongs to two subjects")
      }
      leads.append(Lead(subject: subject, watermark: lead.watermark, ids: Set(lead.ids)))
      changes?.join(lead: number, subject: subject)
    }
    for key in image.keys {
      guard key.withUnsafeBytes({ subjectKeys.add($0, of: subject) }) else {
        throw RefusedImage("two subjects are known by the same value")
      }
    }
    restored += image.journeys.map { (subject, $0) }
    summary.leads += max(image.leads.count, 1)
    // The journeys come with the last subject, when each one's number is known to be right.
    changes?.makeRoom(for: subject)
    changes?.add(keys: image.keys, to: subject)
  }

  /// Ends the taking up of subjects.
  /// - Parameters:
  ///   - latest: the largest time of an accepted event so far.
  ///   - clock: the last instant to which the clock on the wall moved what was due.
  public mutating func finishRestoring(latest: Int64?, clock: Int64? = nil) throws(RefusedImage) {
    restored.sort { $0.entry.number < $1.entry.number }
    guard restored.enumerated().allSatisfy({ $0.offset == $0.element.entry.number }) else {
      throw RefusedImage("a journey is missing, or stands there twice")
    }
    kept = JourneyShelf(restored.map(\.entry.journey))
    for (number, journey) in restored.enumerated() {
      if subjects[journey.subject] < 0 { subjects[journey.subject] = number }
      link(number, to: journey.subject)
    }
    restored = []
    for subject in subjects.indices { settle(subject) }
    changes?.removeAll()
    self.latest = latest
    self.clock = clock
    summary.journeys = kept.count
    summary.endClock = endClock
  }

  /// Moves the next subject's journeys to the instant up to which the run was told to go; false once all are there.
  public mutating func advanceNext(to until: Int64) -> Bool {
    guard changes != nil, advanced < subjects.count else { return false }
    let subject = advanced
    advanced += 1
    if isAlone(subject) {
      let number = subjects[subject]
      guard kept[number].clock < until else { return true }
      lanes[Int(kept[number].funnel)].interpreter.advance(&kept[number], to: until, &log)
    } else {
      guard clock(of: subject) < until else { return true }
      fireTimers(of: subject, through: until)
    }
    noteIssues(line: nil)
    writeRecords()
    noteChange(of: subject)
    return true
  }

  /// Takes the journeys of a subject for settled that others of their funnels followed, once its image is written.
  private mutating func settle(_ subject: Int) {
    var first = subjects[subject]
    while kept[first].sibling >= 0 { first = Int(kept[first].sibling) }
    changes?.settle(subject, before: first)
  }

  /// Notes what just happened to a subject: that it changed, that the records since the last time are its own, and how it is
  /// now. Its journeys are at hand, so that writing them down costs the least.
  mutating func noteChange(of subject: Int) {
    guard changes != nil else { return }
    changes?.touch(subject)
    changes?.link(subject: subject)
    if changes?.awaitsImage(subject) ?? false { writeImage(of: subject) }
  }

  private mutating func writeImage(of subject: Int) {
    let start = images.count
    changes?.write(subject, isWhole: false, registry, leads, kept, workspace, to: &images)
    changes?.noteImage(of: subject, at: start..<images.count)
    settle(subject)
    guard dueIndex != nil else { return }
    let due = nextTimer(of: subject)
    dueIndex?.note(subject, due: due)
  }
}
