/// Keys: what is known of a subject is encrypted under a key of its own wherever a commit may hold personal values. Chains and
/// checksums cover what is stored, so they hold also where nobody can read it any more.
extension SQLiteStore {
  /// A subject's key.
  struct StoredKey: Equatable {
    var key: SealKey
    /// Through which commit what was known of the subject is erased; 0 for nothing.
    var erased = 0
  }

  /// Which piece of a commit is encrypted: no two have the same number.
  enum SealedPiece {
    static func records(_ link: Int) -> Int { link << 2 }
    static func effects(_ link: Int) -> Int { link << 2 | 1 }
    static func image(_ number: Int) -> Int { number << 2 | 2 }
    static func reject(_ line: Int) -> Int { line << 2 | 3 }
  }

  /// Whether a subject was erased.
  public var hasErased: Bool { keys.contains { $0.map { $0.erased > 0 } ?? false } }

  func key(of subject: Int) -> StoredKey? { keys.indices.contains(subject) ? keys[subject] : nil }

  /// Makes keys for those subjects that have none, and says whose they are.
  func makeKeys(of subjects: [Int]) throws(StoreError) -> [Int] {
    while keys.count < states.count { keys.append(nil) }
    var made: [Int] = []
    for subject in subjects where keys[subject] == nil {
      keys[subject] = StoredKey(key: try .random())
      made.append(subject)
    }
    return made
  }

  func write(_ key: StoredKey?, of subject: Int, by statement: Statement) throws(StoreError) {
    guard let key else { return }
    statement.bind(1, subject)
    try statement.bind(2, key.key.bytes)
    statement.bind(3, key.erased)
    try statement.bind(4, checksum(of: key, subject: subject))
    try statement.run()
  }

  /// Reads all keys.
  func readKeys() throws(StoreError) {
    let rows = try database.prepare("SELECT subject, key, erased, checksum FROM subject_keys ORDER BY subject")
    while try rows.next() {
      guard states.indices.contains(rows.number(0)) else {
        throw damaged("there is a key of a subject that is not there")
      }
      try take(rows)
    }
  }

  /// Reads a subject's key as it is now.
  func readKey(of subject: Int) throws(StoreError) {
    let row = try database.prepare("SELECT subject, key, erased, checksum FROM subject_keys WHERE subject = ?1")
    row.bind(1, subject)
    while try row.next() { try take(row) }
  }

  private func take(_ row: Statement) throws(StoreError) {
    let subject = row.number(0)
    guard let key = SealKey(row.bytes(1)) else {
      throw damaged("the key of subject \(subject) is not what was written")
    }
    let stored = StoredKey(key: key, erased: row.number(2))
    guard checksum(of: stored, subject: subject) == row.bytes(3) else {
      throw damaged("the key of subject \(subject) is not what was written")
    }
    while keys.count <= max(subject, states.count - 1) { keys.append(nil) }
    keys[subject] = stored
  }

  private func checksum(of key: StoredKey, subject: Int) -> [UInt8] {
    digest.update(subject)
    digest.update(key.erased)
    digest.update(counted: key.key.bytes)
    return digest.finish()
  }

  /// A piece as it is stored: encrypted where the commit has a nonce.
  func sealed(_ piece: ArraySlice<UInt8>, of subject: Int, _ nonce: [UInt8], _ number: Int) throws(StoreError)
    -> ArraySlice<UInt8>
  {
    guard !nonce.isEmpty, let key = key(of: subject) else { return piece }
    return try sealing.seal(piece, key.key, nonce: Sealing.nonce(nonce, number))[...]
  }

  /// A piece as it was before it was stored; nil where it was erased.
  func opened(_ piece: ArraySlice<UInt8>, of subject: Int, in commit: Int, _ nonce: [UInt8], _ number: Int)
    throws(StoreError) -> [UInt8]?
  {
    guard !nonce.isEmpty else { return Array(piece) }
    guard let key = key(of: subject) else { throw damaged("the key of subject \(subject) is missing") }
    guard commit > key.erased else { return nil }
    guard let plain = sealing.open(piece, key.key, nonce: Sealing.nonce(nonce, number)) else {
      throw damaged("what commit \(commit) holds of subject \(subject) can't be decrypted")
    }
    return plain
  }

  // MARK: Rejects

  /// Fills in a commit's rejects, each under a key of its own where they are encrypted, and gives the keys.
  func seal(_ rejects: [UInt8], in segment: inout Segment, _ nonce: [UInt8]) throws(StoreError) -> [UInt8] {
    guard !nonce.isEmpty, !rejects.isEmpty else {
      segment.rejects = rejects
      return []
    }
    var row = RowWriter()
    var keys: [UInt8] = []
    for (number, line) in rejects.split(separator: UInt8(ascii: "\n")).enumerated() {
      let key = try SealKey.random()
      row.counted(try sealing.seal(line, key, nonce: Sealing.nonce(nonce, SealedPiece.reject(number))))
      keys += key.bytes
    }
    segment.rejects = row.bytes
    return keys
  }

  /// The lines of a commit's rejects; nil for one that was erased.
  func rejects(_ column: [UInt8], in commit: Int, _ nonce: [UInt8], keys: [UInt8]) throws(StoreError) -> [[UInt8]?] {
    var row = RowReader(column)
    var lines: [[UInt8]?] = []
    while !row.isAtEnd {
      let start = lines.count * SealKey.length
      guard let sealed = row.counted(), start + SealKey.length <= keys.count,
        let key = SealKey(Array(keys[start..<(start + SealKey.length)]))
      else { throw damaged("the rejects of commit \(commit) can't be read") }
      if key.bytes.allSatisfy({ $0 == 0 }) {
        lines.append(nil)
      } else {
        let own = Sealing.nonce(nonce, SealedPiece.reject(lines.count))
        guard let line = sealing.open(sealed[...], key, nonce: own) else {
          throw damaged("the rejects of commit \(commit) can't be decrypted")
        }
        lines.append(line)
      }
    }
    guard lines.count * SealKey.length == keys.count else {
      throw damaged("the rejects of commit \(commit) are not as many as their keys")
    }
    return lines
  }
}
