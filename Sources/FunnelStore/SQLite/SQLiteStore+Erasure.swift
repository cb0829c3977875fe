/// Erasure: the key under which a subject was known is destroyed, and an image without personal values takes its place.
extension SQLiteStore {
  /// Makes all that is stored of a subject unreadable for ever, but for an image, and the rejects that are about it.
  public func erase(_ subject: Int, leaving image: [UInt8], rejects isAbout: ([UInt8]) -> Bool) throws(StoreError) {
    guard let old = key(of: subject), try isSealed(subject) else {
      throw StoreError(
        "what the store \"\(database.path)\" holds of the lead is not encrypted: it was written by an earlier funnelc, or before the funnel declared personal data",
        help: "begin a new store, feed it again from the feeds' beginning, and erase the lead there")
    }
    let rejectKeys = try keysWithout(isAbout)
    var next = Compaction(segment: compacted.segment, subjects: states.count, sum: compacted.sum)
    let replaceSubject = try database.prepare(SQLiteStore.subjectReplacement)
    let replaceKey = try database.prepare("INSERT OR REPLACE INTO subject_keys VALUES (?1, ?2, ?3, ?4)")
    let replaceRejectKeys = try database.prepare("UPDATE reject_keys SET keys = ?2 WHERE segment = ?1")
    keys[subject] = StoredKey(key: try .random(), erased: head.commit)
    let oldSum = rowSums[subject]
    try database.execute("PRAGMA secure_delete = ON")
    do throws(StoreError) {
      try database.transaction { () throws(StoreError) in
        try write(keys[subject], of: subject, by: replaceKey)
        try write(image, of: subject, by: replaceSubject, into: &next)
        for (commit, keys) in rejectKeys {
          replaceRejectKeys.bind(1, commit)
          try replaceRejectKeys.bind(2, keys)
          try replaceRejectKeys.run()
        }
        try remember(next)
      }
    } catch {
      (keys[subject], rowSums[subject]) = (old, oldSum)
      throw error
    }
    compacted = next
    try forgetPages()
  }

  /// Whether no commit holds anything of the subject that is not encrypted.
  private func isSealed(_ subject: Int) throws(StoreError) -> Bool {
    var isSealed = true
    try forEachCommit(of: subject, downTo: 0) { segment, _ in
      isSealed = isSealed && Standing(segment.standing).map { !$0.nonce.isEmpty } ?? false
    }
    return isSealed
  }

  /// The keys of those commits' rejects of which some are about a subject, with zeros in place of the keys of these.
  private func keysWithout(_ isAbout: ([UInt8]) -> Bool) throws(StoreError) -> [(commit: Int, keys: [UInt8])] {
    let rows = try database.prepare(
      "SELECT s.number, s.rejects, s.standing, k.keys FROM reject_keys k JOIN segments s ON s.number = k.segment ORDER BY 1"
    )
    var changed: [(Int, [UInt8])] = []
    while try rows.next() {
      var keys = rows.bytes(3)
      let lines = try rejects(
        rows.bytes(1), in: rows.number(0), Standing(rows.bytes(2))?.nonce ?? [], keys: keys)
      let own = lines.indices.filter { lines[$0].map(isAbout) ?? false }
      guard !own.isEmpty else { continue }
      for line in own {
        keys.replaceSubrange(
          (line * SealKey.length)..<((line + 1) * SealKey.length), with: repeatElement(0, count: SealKey.length))
      }
      changed.append((rows.number(0), keys))
    }
    return changed
  }

  /// Brings what was changed from the log into the file and cuts the log off, so that no page from before is left in either.
  private func forgetPages() throws(StoreError) {
    let checkpoint = try database.prepare("PRAGMA wal_checkpoint(TRUNCATE)")
    let isBusy = try checkpoint.next() ? checkpoint.number(0) != 0 : true
    while try checkpoint.next() {}
    guard !isBusy else {
      throw StoreError(
        "the lead is erased, but its key still stands in the log of the store \"\(database.path)\", because somebody reads the store",
        help: "wait for whoever reads it, then type the same command again")
    }
  }
}
