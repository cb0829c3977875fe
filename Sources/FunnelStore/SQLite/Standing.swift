import FunnelRuntime

/// How everything stands after a commit, apart from the subjects.
struct Standing {
  var positions: [FeedPosition] = []
  /// The largest time of an accepted event.
  var latest: Int64?
  /// The last instant to which the clock on the wall moved what was due.
  var clock: Int64?
  /// Up to where output files hold the commits before.
  var outputs: [OutputPosition] = []
  /// What the nonces of the commit's encrypted pieces begin with; nothing where it is not encrypted.
  var nonce: [UInt8] = []

  init() {}

  /// How it stands after a commit.
  init(_ commit: Commit, nonce: [UInt8]) {
    positions = commit.positions
    latest = commit.changes.latest
    clock = commit.changes.clock
    outputs = commit.outputs
    self.nonce = nonce
  }

  /// Reads the column; nil where it is not what was written.
  init?(_ column: [UInt8]) {
    var row = RowReader(column)
    guard let latest = Standing.instant(&row), let count = row.count() else { return nil }
    self.latest = latest
    while positions.count < count {
      guard let position = FeedPosition(&row) else { return nil }
      positions.append(position)
    }
    // The first form ended here.
    guard !row.isAtEnd else { return }
    guard let clock = Standing.instant(&row), let outputCount = row.count() else { return nil }
    self.clock = clock
    while outputs.count < outputCount {
      guard let path = row.counted(), let length = row.count(), let lines = row.count().flatMap(StoredLines.init)
      else { return nil }
      outputs.append(OutputPosition(path: String(decoding: path, as: UTF8.self), length: length, lines: lines))
    }
    guard let nonce = row.counted(), nonce.isEmpty || nonce.count == Sealing.nonceLength, row.isAtEnd else {
      return nil
    }
    self.nonce = nonce
  }

  /// The column.
  var bytes: [UInt8] {
    var row = RowWriter()
    Standing.write(latest, &row)
    row.number(positions.count)
    for position in positions { position.write(&row) }
    Standing.write(clock, &row)
    row.number(outputs.count)
    for output in outputs {
      row.counted(Array(output.path.utf8))
      row.number(output.length)
      row.number(output.lines.rawValue)
    }
    row.counted(nonce)
    return row.bytes
  }

  private static func write(_ instant: Int64?, _ row: inout RowWriter) {
    row.number(instant == nil ? 0 : 1)
    row.number(Int(instant ?? 0))
  }

  private static func instant(_ row: inout RowReader) -> Int64?? {
    guard let isThere = row.count(), let instant = row.number() else { return nil }
    return .some(isThere == 1 ? Int64(instant) : nil)
  }
}
