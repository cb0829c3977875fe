/// Verification: everything that is stored, against the hashes that were stored with it.
extension SQLiteStore {
  /// Says what differs from the hashes that were stored with it.
  public func faults() throws(StoreError) -> [String] {
    var faults = try sqliteFaults()
    var chains: [SubjectState] = []
    var previous: [UInt8] = []
    var expected = 0
    let rows = try database.prepare("SELECT \(Segment.columns) FROM segments ORDER BY number")
    while try rows.next() {
      expected += 1
      let segment = Segment(rows)
      if segment.number != expected { faults.append("a commit is missing before commit \(segment.number)") }
      if segment.root != segment.root(after: previous, digest) {
        faults.append("commit \(segment.number) is not what was written")
      } else if let links = segment.parsedLinks, segment.parsedStanding != nil {
        extend(&chains, segment, links)
      } else {
        faults.append("commit \(segment.number) can't be read")
      }
      previous = segment.root
      expected = segment.number
    }
    // A subject without records has no chain, and may stand behind the last that has one.
    while chains.count < states.count { chains.append(SubjectState()) }
    for (number, state) in states.enumerated() where chains[number] != state {
      faults.append("the records of subject \(number) are not those that its state was made from")
    }
    if chains.count > states.count { faults.append("there are records of subjects that are not there") }
    return faults
  }

  private func extend(_ chains: inout [SubjectState], _ segment: Segment, _ links: [Segment.Link]) {
    var (records, effects) = (0, 0)
    for link in links where link.subject <= chains.count + links.count + states.count {
      while chains.count <= link.subject { chains.append(SubjectState()) }
      chains[link.subject].extend(
        segment.records[records..<(records + link.records)], segment.effects[effects..<(effects + link.effects)], digest
      )
      chains[link.subject].segment = segment.number
      records += link.records
      effects += link.effects
    }
  }

  private func sqliteFaults() throws(StoreError) -> [String] {
    let rows = try database.prepare("PRAGMA integrity_check")
    var faults: [String] = []
    while try rows.next() {
      if rows.text(0) != "ok" { faults.append("SQLite: \(rows.text(0))") }
    }
    return faults
  }
}
