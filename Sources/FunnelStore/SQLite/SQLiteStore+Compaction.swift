/// Compaction: the subjects that changed become rows, and the images of their changes go.
extension SQLiteStore {
  /// Writes the subjects that changed as rows, in one transaction.
  public func compact(_ wholeImage: (Int) -> [UInt8]) throws(StoreError) {
    guard compacted.segment < head.segment else { return }
    var next = Compaction(segment: head.segment, subjects: states.count, sum: compacted.sum)
    let replace = try database.prepare("INSERT OR REPLACE INTO subjects VALUES (?1, ?2, ?3, ?4)")
    try database.transaction { () throws(StoreError) in
      for subject in tail.sorted() {
        var state = RowWriter()
        states[subject].write(&state)
        let image = wholeImage(subject)
        let checksum = rowChecksum(number: subject, image: image, state: state.bytes)
        replace.bind(1, subject)
        try replace.bind(2, image)
        try replace.bind(3, state.bytes)
        try replace.bind(4, checksum)
        try replace.run()
        while rowSums.count <= subject { rowSums.append(0) }
        next.sum = next.sum &- rowSums[subject] &+ SQLiteStore.sum(of: checksum)
        rowSums[subject] = SQLiteStore.sum(of: checksum)
      }
      try database.execute("DELETE FROM images")
      let remember = try database.prepare("INSERT OR REPLACE INTO compaction VALUES (1, ?1, ?2, ?3, ?4)")
      remember.bind(1, next.segment)
      remember.bind(2, next.subjects)
      remember.bind(3, next.sum)
      try remember.bind(4, next.checksum(digest))
      try remember.run()
    }
    compacted = next
    tail.removeAll()
    tailBytes = 0
  }
}
