/// Compaction: the subjects that changed become rows, and the images of their changes go.
extension SQLiteStore {
  /// Writes the subjects that changed as rows, in one transaction.
  public func compact(_ wholeImage: (Int) -> [UInt8], leads: (Int, Int) -> [[UInt8]]) throws(StoreError) {
    guard compacted.segment < head.commit else { return }
    let changed = tail.sorted()
    let found = try newLeads(of: changed, leads)
    var next = Compaction(segment: head.commit, subjects: states.count, sum: compacted.sum)
    let replace = try database.prepare(SQLiteStore.subjectReplacement)
    try database.transaction { () throws(StoreError) in
      for subject in changed { try write(wholeImage(subject), of: subject, by: replace, into: &next) }
      try database.execute("DELETE FROM images")
      try write(found)
      try remember(next)
    }
    for entry in found { leadCounts[entry.subject] += 1 }
    compacted = next
    tail.removeAll()
    tailBytes = 0
  }

  /// The statement that writes a subject's row.
  static let subjectReplacement = "INSERT OR REPLACE INTO subjects VALUES (?1, ?2, ?3, ?4)"

  /// Writes a subject's row, encrypted where the subject has a key, and counts it.
  func write(_ image: [UInt8], of subject: Int, by replace: Statement, into next: inout Compaction) throws(StoreError) {
    var state = RowWriter()
    states[subject].write(&state)
    var stored = image
    if let key = key(of: subject) {
      let nonce = try Sealing.random(Sealing.nonceLength)
      state.raw(nonce)
      stored = try sealing.seal(image[...], key.key, nonce: nonce)
    }
    let checksum = rowChecksum(number: subject, image: stored, state: state.bytes)
    replace.bind(1, subject)
    try replace.bind(2, stored)
    try replace.bind(3, state.bytes)
    try replace.bind(4, checksum)
    try replace.run()
    while rowSums.count <= subject { rowSums.append(0) }
    next.sum = next.sum &- rowSums[subject] &+ SQLiteStore.sum(of: checksum)
    rowSums[subject] = SQLiteStore.sum(of: checksum)
  }

  func remember(_ next: Compaction) throws(StoreError) {
    let remember = try database.prepare("INSERT OR REPLACE INTO compaction VALUES (1, ?1, ?2, ?3, ?4)")
    remember.bind(1, next.segment)
    remember.bind(2, next.subjects)
    remember.bind(3, next.sum)
    try remember.bind(4, next.checksum(digest))
    try remember.run()
  }
}
