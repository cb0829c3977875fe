/// Reading effects commit by commit, for whoever carries them out.
extension SQLiteStore {
  /// The number of the last commit that is there now.
  public func latestCommit() throws(StoreError) -> Int { try database.number("SELECT max(number) FROM segments") }

  /// The hash of a commit and of all before it; nil where there is no such commit.
  public func root(of commit: Int) throws(StoreError) -> [UInt8]? {
    guard commit > 0 else { return [] }
    let row = try database.prepare("SELECT root FROM segments WHERE number = ?1")
    row.bind(1, commit)
    guard try row.next() else { return nil }
    defer { row.reset() }
    return row.bytes(0)
  }

  /// The lines of a commit's effects, without those of who was erased, and its hash, once it has proved to be what was written; nil where it is not there.
  public func effects(of commit: Int) throws(StoreError) -> (lines: [UInt8], root: [UInt8])? {
    guard let previous = try root(of: commit - 1) else { return nil }
    let row = try database.prepare("SELECT \(Segment.columns) FROM segments WHERE number = ?1")
    row.bind(1, commit)
    guard try row.next() else { return nil }
    defer { row.reset() }
    let segment = Segment(row)
    guard segment.root == segment.root(after: previous, digest) else {
      throw damaged("commit \(commit) is not what was written")
    }
    return (try plainEffects(of: segment), segment.root)
  }

  /// A commit's effects, decrypted where they are encrypted; those of who was erased since are left out.
  private func plainEffects(of segment: Segment) throws(StoreError) -> [UInt8] {
    guard let nonce = Standing(segment.standing)?.nonce, let links = segment.parsedLinks else {
      throw damaged("commit \(segment.number) can't be read")
    }
    guard !nonce.isEmpty else { return segment.effects }
    var plain: [UInt8] = []
    var start = 0
    for (number, link) in links.enumerated() {
      let piece = segment.effects[start..<(start + link.effects)]
      start += link.effects
      guard !piece.isEmpty else { continue }
      // The writer makes and destroys keys while others read.
      try readKey(of: link.subject)
      plain += try opened(piece, of: link.subject, in: segment.number, nonce, SealedPiece.effects(number)) ?? []
    }
    return plain
  }
}
