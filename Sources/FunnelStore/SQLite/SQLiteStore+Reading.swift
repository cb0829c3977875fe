/// Reading back what was committed.
extension SQLiteStore {
  /// Hands over each subject's images: the row, then the images since.
  public func forEachSubject(_ body: (_ number: Int, _ images: [[UInt8]]) throws -> Void) throws {
    var later: [Int: [[UInt8]]] = [:]
    try forEachTailImage { later[$0.subject, default: []].append($0.bytes) }
    let rows = try database.prepare("SELECT number, image, state, checksum FROM subjects ORDER BY number")
    var number = 0
    while try rows.next() {
      try body(number, [subject(rows, expected: number).image] + (later[number] ?? []))
      number += 1
    }
    while number < states.count {
      try body(number, later[number] ?? [])
      number += 1
    }
  }

  /// Hands over lines of one kind, commit by commit.
  public func forEach(_ lines: StoredLines, _ body: ([UInt8]) throws -> Void) throws {
    let column =
      switch lines {
      case .records: "records"
      case .effects: "effects"
      case .rejects: "rejects"
      }
    let rows = try database.prepare("SELECT \(column) FROM segments ORDER BY number")
    while try rows.next() { try body(rows.bytes(0)) }
  }

  /// Follows a subject's commits back, from the latest to the first.
  public func records(of subject: Int) throws(StoreError) -> [UInt8] {
    guard states.indices.contains(subject) else { return [] }
    let row = try database.prepare("SELECT \(Segment.columns) FROM segments WHERE number = ?1")
    var parts: [[UInt8]] = []
    var number = states[subject].segment
    while number > 0 {
      row.bind(1, number)
      guard try row.next(), let links = Segment(row).parsedLinks else {
        throw damaged("commit \(number) is not what was written")
      }
      let records = row.bytes(7)
      while try row.next() {}
      var start = 0
      for link in links {
        if link.subject == subject { parts.append(Array(records[start..<(start + link.records)])) }
        start += link.records
      }
      // Parts are put in order at the end: commits come latest first, the links of one commit earliest first.
      let own = links.filter { $0.subject == subject }
      guard let previous = own.first?.previous else { throw damaged("commit \(number) has lost a subject") }
      let latest = parts.suffix(own.count)
      parts.removeLast(own.count)
      parts += latest.reversed()
      number = previous
    }
    return parts.reversed().flatMap { $0 }
  }

  /// The hash of all of a subject's records and effects.
  public func chain(of subject: Int) -> [UInt8] {
    states.indices.contains(subject) ? states[subject].chain.bytes : []
  }
}
