/// Reads CSV row by row, as RFC 4180 says: cells between commas, quoted where they hold commas, quotes or line ends.
///
/// Line ends are CRLF or LF, the last one may be left out. Nothing is trimmed and nothing is guessed: a quote in the wrong
/// place is a failure. Beyond the letter of the RFC a cell may hold any text in UTF-8 and tabs, and a byte order mark may
/// come first.
struct CSVReader {
  private enum State {
    /// Nothing of the cell is read.
    case begin
    /// Inside a cell without quotes.
    case plain
    /// Inside quotes.
    case quoted
    /// Behind a quote inside quotes: the cell's end, or the first half of a quote.
    case quote
    /// Behind a carriage return outside quotes.
    case carriageReturn
  }

  private let buffer: FeedBuffer
  private let limits: TableLimits
  private var state = State.begin
  /// The line of the next byte.
  private var currentLine = 1
  private var quoteLine = 1
  private var hasBegun = false

  /// The line on which the row begins.
  private(set) var line = 1
  /// The row's cells, one behind the other, without quotes.
  private(set) var bytes: [UInt8] = []
  /// Where in `bytes` each cell ends.
  private(set) var ends: [Int] = []

  init(_ source: any ByteSource, limits: TableLimits) {
    buffer = FeedBuffer(source, readSize: 1 << 18)
    self.limits = limits
  }

  /// The place of a cell in `bytes`.
  func cell(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// Reads the next row into `bytes` and `ends`; false at the end.
  /// - Throws: `TableFailure`, or what the source throws.
  mutating func next() throws -> Bool {
    if !hasBegun { try buffer.skipByteOrderMark() }
    hasBegun = true
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    state = .begin
    line = currentLine
    repeat {
      let piece = buffer.bytes
      for index in piece.indices where try take(piece[index]) {
        buffer.skip(index + 1)
        try checkText()
        return true
      }
      buffer.skip(piece.count)
    } while try buffer.readMore()
    return try endOfFile()
  }

  /// Takes the row's next byte; true where it was the last.
  private mutating func take(_ byte: UInt8) throws -> Bool {
    switch (state, byte) {
    case (.carriageReturn, _):
      guard byte == UInt8(ascii: "\n") else { throw failure(.loneCarriageReturn) }
      return try endRow()
    case (.quoted, UInt8(ascii: "\"")): state = .quote
    case (.quoted, _): try append(byte)
    case (.begin, UInt8(ascii: "\"")):
      state = .quoted
      quoteLine = currentLine
    case (.quote, UInt8(ascii: "\"")):
      state = .quoted
      try append(byte)
    case (_, UInt8(ascii: ",")):
      try endCell()
      state = .begin
    case (_, UInt8(ascii: "\n")): return try endRow()
    case (_, UInt8(ascii: "\r")): state = .carriageReturn
    case (.quote, _): throw failure(.textBehindQuote)
    case (_, UInt8(ascii: "\"")): throw failure(.strayQuote)
    default:
      state = .plain
      try append(byte)
    }
    return false
  }

  private mutating func append(_ byte: UInt8) throws {
    let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    if byte < 0x20 || byte == 0x7F, byte != UInt8(ascii: "\t"), !isLineEnd { throw failure(.controlCharacter(byte)) }
    if byte == UInt8(ascii: "\n") { currentLine += 1 }
    bytes.append(byte)
    guard bytes.count - (ends.last ?? 0) <= limits.cellLength else {
      throw failure(.tooLong(.cell, limit: limits.cellLength))
    }
    guard bytes.count <= limits.rowLength else { throw failure(.tooLong(.row, limit: limits.rowLength)) }
  }

  private mutating func endCell() throws {
    ends.append(bytes.count)
    guard ends.count <= limits.columns else { throw failure(.tooLong(.columns, limit: limits.columns)) }
  }

  private mutating func endRow() throws -> Bool {
    try endCell()
    currentLine += 1
    return true
  }

  private mutating func endOfFile() throws -> Bool {
    switch state {
    case .begin where ends.isEmpty: return false
    case .quoted: throw TableFailure(.unclosedQuote, line: quoteLine)
    case .carriageReturn: throw failure(.loneCarriageReturn)
    case .begin, .plain, .quote:
      try endCell()
      try checkText()
      return true
    }
  }

  private func checkText() throws {
    guard let fault = bytes.withUnsafeBytes({ UTF8Check.firstFault(in: $0, from: 0) }) else { return }
    // Only line ends inside of cells are among the bytes, and each of them begins a line.
    throw TableFailure(.notUTF8, line: line + bytes[..<fault].count { $0 == UInt8(ascii: "\n") })
  }

  private func failure(_ problem: TableFailure.Problem) -> TableFailure { TableFailure(problem, line: currentLine) }
}
