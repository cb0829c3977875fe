import FunnelRuntime

/// Reading back what was committed.
extension SQLiteStore {
  /// Hands over each subject's images: the row, then the images since.
  public func forEachSubject(_ body: (_ number: Int, _ images: [[UInt8]]) throws -> Void) throws {
    var later: [Int: [[UInt8]]] = [:]
    try forEachTailImage { (image) throws(StoreError) in
      let plain = try opened(
        image.bytes[...], of: image.subject, in: image.commit, image.nonce, SealedPiece.image(image.number))
      if let plain { later[image.subject, default: []].append(plain) }
    }
    let rows = try database.prepare("SELECT number, image, state, checksum FROM subjects ORDER BY number")
    var number = 0
    while try rows.next() {
      try body(number, [wholeImage(storedSubject(rows, expected: number), of: number)] + (later[number] ?? []))
      number += 1
    }
    while number < states.count {
      try body(number, later[number] ?? [])
      number += 1
    }
  }

  func wholeImage(_ stored: StoredSubject, of subject: Int) throws(StoreError) -> [UInt8] {
    guard !stored.nonce.isEmpty else { return stored.image }
    guard let key = key(of: subject), let image = sealing.open(stored.image[...], key.key, nonce: stored.nonce) else {
      throw damaged("the row of subject \(subject) can't be decrypted")
    }
    return image
  }

  /// Hands over lines of one kind, commit by commit.
  public func forEach(_ lines: StoredLines, after commit: Int, _ body: ([UInt8]) throws -> Void) throws {
    guard lines != .rejects else { return try forEachReject(after: commit, body) }
    let column = lines == .records ? "records" : "effects"
    let rows = try database.prepare(
      "SELECT number, standing, links, \(column) FROM segments WHERE number > ?1 ORDER BY number")
    rows.bind(1, commit)
    while try rows.next() {
      let nonce = Standing(rows.bytes(1))?.nonce ?? []
      guard !nonce.isEmpty else {
        try body(rows.bytes(3))
        continue
      }
      let stored = rows.bytes(3)
      guard let links = Segment.links(rows.bytes(2), below: rows.number(0)) else {
        throw damaged("commit \(rows.number(0)) can't be read")
      }
      var plain: [UInt8] = []
      var start = 0
      for (number, link) in links.enumerated() {
        let end = start + (lines == .records ? link.records : link.effects)
        guard end <= stored.count else { throw damaged("commit \(rows.number(0)) can't be read") }
        let piece = lines == .records ? SealedPiece.records(number) : SealedPiece.effects(number)
        plain += try opened(stored[start..<end], of: link.subject, in: rows.number(0), nonce, piece) ?? []
        start = end
      }
      try body(plain)
    }
  }

  private func forEachReject(after commit: Int, _ body: ([UInt8]) throws -> Void) throws {
    let rows = try database.prepare(
      "SELECT s.number, s.standing, s.rejects, k.keys FROM segments s LEFT JOIN reject_keys k ON k.segment = s.number WHERE s.number > ?1 ORDER BY s.number"
    )
    rows.bind(1, commit)
    while try rows.next() {
      let nonce = Standing(rows.bytes(1))?.nonce ?? []
      let column = rows.bytes(2)
      if nonce.isEmpty {
        try body(column)
      } else if !column.isEmpty {
        let lines = try rejects(column, in: rows.number(0), nonce, keys: rows.bytes(3))
        try body(lines.compactMap(\.self).flatMap { $0 + [UInt8(ascii: "\n")] })
      }
    }
  }

  /// Follows a subject's commits back, from the latest to the first.
  public func records(of subject: Int) throws(StoreError) -> [UInt8] {
    var parts: [[UInt8]] = []
    try forEachCommit(of: subject, downTo: key(of: subject)?.erased ?? 0) { (segment, links) throws(StoreError) in
      let nonce = Standing(segment.standing)?.nonce ?? []
      var own: [UInt8] = []
      var start = 0
      for (number, link) in links.enumerated() {
        if link.subject == subject {
          let piece = segment.records[start..<(start + link.records)]
          own += try opened(piece, of: subject, in: segment.number, nonce, SealedPiece.records(number)) ?? []
        }
        start += link.records
      }
      parts.append(own)
    }
    return parts.reversed().flatMap { $0 }
  }

  /// Hands over the commits that hold something of a subject, the latest first, of those behind a commit.
  func forEachCommit(
    of subject: Int, downTo last: Int, _ body: (Segment, [Segment.Link]) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard let state = state(of: subject) else { return }
    let row = try database.prepare("SELECT \(Segment.columns) FROM segments WHERE number = ?1")
    var number = state.segment
    while number > last {
      row.bind(1, number)
      guard try row.next() else { throw damaged("commit \(number) is missing") }
      let segment = Segment(row)
      while try row.next() {}
      guard let links = segment.parsedLinks, let first = links.first(where: { $0.subject == subject }) else {
        throw damaged("commit \(number) is not what was written")
      }
      try body(segment, links)
      number = first.previous
    }
  }

  /// The hash of all of a subject's records and effects.
  public func chain(of subject: Int) -> [UInt8] {
    states.indices.contains(subject) ? states[subject].chain.bytes : []
  }
}
