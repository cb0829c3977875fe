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
      var index = 0
      while index < piece.count {
        var end = index
        while end < piece.count, CSVReader.isPlain(piece[end]) { end += 1 }
        if end > index { try take(text: UnsafeRawBufferPointer(rebasing: piece[index..<end])) }
        index = end + 1
        guard end < piece.count, try take(piece[end]) else { continue }
        buffer.skip(index)
        try checkText()
        return true
      }
      buffer.skip(piece.count)
    } while try buffer.readMore()
    return try endOfFile()
  }

  /// Whether a byte means only itself wherever it stands.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",") && byte != 0x7F
      || byte == UInt8(ascii: "\t")
  }

  /// Takes bytes that mean only themselves.
  private mutating func take(text: UnsafeRawBufferPointer) throws {
    switch state {
    case .begin: state = .plain
    case .plain, .quoted: break
    case .quote: throw failure(.textBehindQuote)
    case .carriageReturn: throw failure(.loneCarriageReturn)
    }
    bytes.append(contentsOf: text)
    try checkLength()
  }

  /// Takes any other byte; true where it was the row's last.
  private mutating func take(_ byte: UInt8) throws -> Bool {
    switch (state, byte) {
    case (.carriageReturn, UInt8(ascii: "\n")): return try endRow()
    case (.carriageReturn, _): throw failure(.loneCarriageReturn)
    case (.begin, UInt8(ascii: "\"")):
      state = .quoted
      quoteLine = currentLine
    case (.quoted, UInt8(ascii: "\"")): state = .quote
    case (.quote, UInt8(ascii: "\"")): try takeQuoted(byte)
    case (.quoted, UInt8(ascii: "\n")):
      try takeQuoted(byte)
      currentLine += 1
    case (.quoted, UInt8(ascii: ",")), (.quoted, UInt8(ascii: "\r")): try takeQuoted(byte)
    case (_, UInt8(ascii: "\"")): throw failure(.strayQuote)
    case (_, UInt8(ascii: ",")):
      try endCell()
      state = .begin
    case (_, UInt8(ascii: "\n")): return try endRow()
    case (_, UInt8(ascii: "\r")): state = .carriageReturn
    default: throw failure(.controlCharacter(byte))
    }
    return false
  }

  private mutating func takeQuoted(_ byte: UInt8) throws {
    state = .quoted
    bytes.append(byte)
    try checkLength()
  }

  private func checkLength() throws {
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
