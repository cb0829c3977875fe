import FunnelIR

/// What a run and its store tell each other.
extension FunnelRun {
  /// Whether anything changed since the last commit.
  public var hasChanges: Bool { changes.map { !$0.touched.isEmpty } ?? false }

  /// How many bytes the records since the last commit take.
  public var recordBytes: Int { changes?.records.count ?? 0 }

  /// Hands over what changed since the last commit, records and effects included.
  public mutating func takeChanges() -> RunChanges {
    var taken = RunChanges()
    // Not the log itself is held here, or each change of it would copy it.
    guard let touched = changes?.touched.sorted(), let links = changes?.links else { return taken }
    taken.images.reserveCapacity(touched.count)
    var writer = ImageWriter()
    for subject in touched {
      write(subject, isWhole: false, to: &writer)
      taken.images.append(RunChanges.Image(subject: subject, bytes: writer.image))
      settle(subject)
      let due = nextTimer(of: subject)
      dueIndex?.note(subject, due: due)
    }
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
    write(subject, isWhole: true, to: &writer)
    return writer.image
  }

  /// The ids of a subject's leads.
  public func leadIDs(of subject: Int) -> [[UInt8]] {
    changes.map { $0.members[subject].leads.map { registry.id(of: $0) } } ?? []
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
    changes?.touch(subject)
    linkRecords(to: subject)
    return true
  }

  /// Takes the journeys of a subject for settled that others of their funnels followed, once its image is written.
  private mutating func settle(_ subject: Int) {
    var first = subjects[subject]
    while kept[first].sibling >= 0 { first = Int(kept[first].sibling) }
    changes?.settle(subject, before: first)
  }

  /// Says whose the records are that were just written.
  mutating func linkRecords(to subject: Int) { changes?.link(subject: subject) }

  private func write(_ subject: Int, isWhole: Bool, to writer: inout ImageWriter) {
    guard let changes else { return writer.removeAll() }
    let members = changes.members[subject]
    var image = SubjectImage()
    image.isWhole = isWhole
    image.leads = members.leads.map { number in
      let ids = isWhole ? Array(leads[number].ids) : changes.ids[number] ?? []
      return SubjectImage.Lead(
        id: registry.id(of: number), watermark: leads[number].watermark,
        forgets: !isWhole && changes.forgotten.contains(number), ids: ids.sorted())
    }
    image.keys = Array(members.keys.dropFirst(isWhole ? 0 : members.storedKeys))
    image.journeys = members.journeys.dropFirst(isWhole ? 0 : members.settledJourneys).map {
      SubjectImage.Entry(number: $0, journey: kept[$0])
    }
    image.write(to: &writer, workspace)
  }
}
