import FunnelRuntime

/// Finding one subject without reading all.
extension SQLiteStore {
  /// A lead id that is found quickly from now on, as a part of its hash, and its subject.
  struct LeadEntry: Comparable {
    var hash: Int
    var subject: Int

    static func < (a: LeadEntry, b: LeadEntry) -> Bool { (a.hash, a.subject) < (b.hash, b.subject) }
  }

  /// The lead ids that are not found quickly yet: those of subjects that changed, or of all where none ever was.
  func newLeads(of changed: [Int], _ leads: (Int, Int) -> [[UInt8]]) throws(StoreError) -> [LeadEntry] {
    var isFirst = false
    if leadCounts.isEmpty { isFirst = try database.number("SELECT count(*) FROM (SELECT 1 FROM leads LIMIT 1)") == 0 }
    while leadCounts.count < states.count { leadCounts.append(0) }
    var entries: [LeadEntry] = []
    func add(_ subject: Int) {
      for id in leads(subject, Int(leadCounts[subject])) {
        entries.append(LeadEntry(hash: hash(of: id), subject: subject))
      }
    }
    if isFirst {
      for subject in states.indices { add(subject) }
    } else {
      for subject in changed { add(subject) }
    }
    return entries.sorted()
  }

  func write(_ entries: [LeadEntry]) throws(StoreError) {
    let insert = try database.prepare("INSERT OR IGNORE INTO leads VALUES (?1, ?2)")
    for entry in entries {
      insert.bind(1, entry.hash)
      insert.bind(2, entry.subject)
      try insert.run()
    }
  }

  /// The subjects to which a lead may belong; where it is none of them, it may still be any other.
  public func subjects(thatMayHave lead: [UInt8]) throws(StoreError) -> [Int] {
    let rows = try database.prepare("SELECT subject FROM leads WHERE hash = ?1 ORDER BY subject")
    rows.bind(1, hash(of: lead))
    var found: [Int] = []
    while try rows.next() { found.append(rows.number(0)) }
    return found
  }

  /// The images of one subject, for a store whose subjects were not read; nil where there is no such subject.
  public func images(of subject: Int) throws(StoreError) -> [[UInt8]]? {
    guard subject >= 0 else { return nil }
    try readCompaction()
    try readKey(of: subject)
    var images: [[UInt8]] = []
    let row = try database.prepare("SELECT number, image, state, checksum FROM subjects WHERE number = ?1")
    row.bind(1, subject)
    if try row.next() {
      let stored = try storedSubject(row, expected: subject)
      images.append(try wholeImage(stored, of: subject))
      single[subject] = stored.state
    }
    row.reset()
    try forEachTailImage { (image) throws(StoreError) in
      guard image.subject == subject else { return }
      single[subject] = image.state
      let piece = SealedPiece.image(image.number)
      if let plain = try opened(image.bytes[...], of: subject, in: image.commit, image.nonce, piece) {
        images.append(plain)
      }
    }
    return single[subject] == nil ? nil : images
  }

  /// What is known of a subject besides its image.
  func state(of subject: Int) -> SubjectState? { states.indices.contains(subject) ? states[subject] : single[subject] }

  /// Eight bytes of the id's hash: as much as stands in place of an id that was erased.
  private func hash(of lead: [UInt8]) -> Int { SQLiteStore.sum(of: digest.hash(lead)) }
}
