/// Verification: everything that is stored, against the hashes that were stored with it.
extension SQLiteStore {
  /// Says whether the store holds the commit that an anchor names; nothing where it does.
  public func fault(against anchor: StoreHead) throws(StoreError) -> String? {
    guard anchor.commit <= head.commit else {
      return
        "the store has lost commits: its last is \(head.commit), and the anchor saw commit \(anchor.commit); \"funnelc run\" reads the feeds on from there"
    }
    let row = try database.prepare("SELECT root FROM segments WHERE number = ?1")
    row.bind(1, anchor.commit)
    let root = try row.next() ? row.bytes(0) : []
    return root == anchor.root
      ? nil
      : "commit \(anchor.commit) is not the one that the anchor saw: the store went another way since, or is another"
  }

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
      } else if let links = segment.parsedLinks, let standing = Standing(segment.standing) {
        extend(&chains, segment, links)
        if let fault = sealFault(segment, links, standing.nonce) { faults.append(fault) }
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

  /// What of a commit can't be decrypted, though nobody erased it.
  private func sealFault(_ segment: Segment, _ links: [Segment.Link], _ nonce: [UInt8]) -> String? {
    guard !nonce.isEmpty else { return nil }
    do throws(StoreError) {
      var (records, effects) = (0, 0)
      for (number, link) in links.enumerated() {
        _ = try opened(
          segment.records[records..<(records + link.records)], of: link.subject, in: segment.number, nonce,
          SealedPiece.records(number))
        _ = try opened(
          segment.effects[effects..<(effects + link.effects)], of: link.subject, in: segment.number, nonce,
          SealedPiece.effects(number))
        records += link.records
        effects += link.effects
      }
      guard !segment.rejects.isEmpty else { return nil }
      let keys = try database.prepare("SELECT keys FROM reject_keys WHERE segment = ?1")
      keys.bind(1, segment.number)
      let found = try keys.next() ? keys.bytes(0) : []
      _ = try rejects(segment.rejects, in: segment.number, nonce, keys: found)
      return nil
    } catch {
      return error.message
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
