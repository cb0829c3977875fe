import FunnelIR

/// Walks through a document that holds events in an array, and hands out the elements one by one.
///
/// The document is the array itself or an object in which a path of keys leads to it. What stands around the array is
/// checked and passed over, one value at a time. Several documents may follow one another, as pages do.
struct DocumentWalk: ~Copyable {
  private enum Place {
    /// Before a document.
    case outside
    /// Before an element or the array's end.
    case firstElement
    /// Behind an element.
    case elementEnd
    /// Before a key or an object's end.
    case firstMember
    /// Behind a member.
    case memberEnd
    /// The rest can't be told apart and was rejected.
    case lost
  }

  private let items: [String]?
  private let nesting: Int
  private var place = Place.outside
  /// How many objects of the path are open, and whether the key was met in each.
  private var met: [Bool] = []
  private var checker: JSONScanner

  init(items: [String]?, nesting: Int) {
    self.items = items
    self.nesting = nesting
    checker = JSONScanner(Recogniser([]), nesting: nesting)
  }

  /// Finds the next element.
  mutating func next(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame {
    while place != .lost {
      guard let byte = try DocumentWalk.firstByte(buffer) else { return try atEnd(buffer, limits) }
      if let frame = try step(byte, buffer, limits) { return frame }
    }
    return .end
  }

  private mutating func step(_ byte: UInt8, _ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame? {
    switch place {
    case .outside:
      let isObject = items.map { !$0.isEmpty } ?? false
      guard byte == (isObject ? UInt8(ascii: "{") : UInt8(ascii: "[")) else {
        let wanted = isObject ? "an object that holds the array" : "an array"
        return try lose(.invalidJSON, "the document is to be \(wanted), this is something else", buffer, limits)
      }
      buffer.skip(1)
      met = isObject ? [false] : []
      place = isObject ? .firstMember : .firstElement
    case .firstElement:
      if byte == UInt8(ascii: "]") { return closeArray(buffer) }
      return try element(buffer, limits)
    case .elementEnd:
      if byte == UInt8(ascii: "]") { return closeArray(buffer) }
      guard byte == UInt8(ascii: ",") else {
        return try lose(.invalidJSON, "a comma or the closing bracket is expected behind an element", buffer, limits)
      }
      buffer.skip(1)
      return try element(buffer, limits)
    case .firstMember:
      if byte == UInt8(ascii: "}") { return closeObject(buffer) }
      return try member(buffer, limits)
    case .memberEnd:
      if byte == UInt8(ascii: "}") { return closeObject(buffer) }
      guard byte == UInt8(ascii: ",") else {
        return try lose(.invalidJSON, "a comma or a closing brace is expected behind a value", buffer, limits)
      }
      buffer.skip(1)
      return try member(buffer, limits)
    case .lost: break
    }
    return nil
  }

  private mutating func element(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame? {
    guard let byte = try DocumentWalk.firstByte(buffer) else { return try atEnd(buffer, limits) }
    if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") {
      return try lose(.invalidJSON, "an element is expected here", buffer, limits)
    }
    let frame = try value(buffer, limits)
    place = .elementEnd
    if case .end = frame { return try atEnd(buffer, limits) }
    return frame
  }

  private mutating func closeArray(_ buffer: FeedBuffer) -> Frame? {
    buffer.skip(1)
    place = met.isEmpty ? .outside : .memberEnd
    return nil
  }

  private mutating func closeObject(_ buffer: FeedBuffer) -> Frame? {
    let isMet = met.removeLast()
    place = met.isEmpty ? .outside : .memberEnd
    defer { buffer.skip(1) }
    guard !isMet else { return nil }
    return .reject(
      FeedReject(
        line: buffer.line, offset: buffer.offset, reason: .noItems,
        message: "the object that ends here has no \"\(key)\", so nothing is read from it", bytes: [UInt8(ascii: "}")]))
  }

  /// The key that is looked for, before its object is taken from `met`.
  private var key: String {
    guard let items, met.count < items.count else { return "" }
    return items[met.count]
  }

  private mutating func member(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame? {
    guard let quote = try DocumentWalk.firstByte(buffer) else { return try atEnd(buffer, limits) }
    guard quote == UInt8(ascii: "\"") else {
      return try lose(.invalidJSON, "a key in double quotes is expected here", buffer, limits)
    }
    guard let (isKey, failure) = try takeKey(buffer, limits) else { return try atEnd(buffer, limits) }
    if let failure { return .reject(failure) }
    guard let colon = try DocumentWalk.firstByte(buffer) else { return try atEnd(buffer, limits) }
    guard colon == UInt8(ascii: ":") else {
      return try lose(.invalidJSON, "a colon is expected behind a key", buffer, limits)
    }
    buffer.skip(1)
    guard let byte = try DocumentWalk.firstByte(buffer) else { return try atEnd(buffer, limits) }
    place = .memberEnd
    guard isKey else { return try passOver(buffer, limits) }
    if met[met.count - 1] {
      return try lose(
        .duplicateKey, "the key on the way to the array stands twice, and readers differ on which one counts", buffer,
        limits)
    }
    met[met.count - 1] = true
    let isLast = met.count == items?.count
    if byte == (isLast ? UInt8(ascii: "[") : UInt8(ascii: "{")) {
      buffer.skip(1)
      if !isLast { met.append(false) }
      place = isLast ? .firstElement : .firstMember
      return nil
    }
    return try somethingElse(byte, buffer, limits)
  }

  /// At the value of a key of the path that is neither the array nor an object on the way to it: null says that there is
  /// nothing, anything else is rejected.
  private mutating func somethingElse(_ byte: UInt8, _ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame? {
    let frame = try value(buffer, limits)
    guard case .item(let length, _) = frame else { return frame.isEnd ? try atEnd(buffer, limits) : frame }
    let bytes = Array(buffer.bytes[..<length])
    if bytes.elementsEqual("null".utf8) {
      buffer.skip(length)
      return nil
    }
    let reject = FeedReject(
      line: buffer.line, offset: buffer.offset, reason: .noItems,
      message: "the path leads to something that is no array, so nothing is read from it", bytes: bytes)
    buffer.skip(length)
    return .reject(reject)
  }

  /// Takes a key.
  /// - Returns: whether it is the one looked for, and what is wrong with it; nil where the feed ends in it.
  private mutating func takeKey(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> (Bool, FeedReject?)? {
    let frame = try value(buffer, limits)
    guard case .item(let length, _) = frame else {
      if case .reject(let reject) = frame { return (false, reject) }
      return nil
    }
    let text = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<length])
    var name: [UInt8] = []
    do {
      let (end, _) = try JSONText.string(text, 1)
      let isWhole = JSONText.decode(text, 1..<end, into: &name)
      let isKey = isWhole && met.count <= (items?.count ?? 0) && name.elementsEqual((items?[met.count - 1] ?? "").utf8)
      buffer.skip(length)
      return (isKey, nil)
    } catch let failure {
      return (false, try lost(failure.reason, failure.message(nesting: nesting), buffer, limits))
    }
  }

  /// Checks a value that is not read, and passes over it.
  private mutating func passOver(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame? {
    let frame = try value(buffer, limits)
    guard case .item(let length, _) = frame else { return frame.isEnd ? try atEnd(buffer, limits) : frame }
    do {
      _ = try checker.scan(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<length]))
      buffer.skip(length)
      return nil
    } catch let failure {
      return try lose(failure.reason, failure.message(nesting: nesting), buffer, limits)
    }
  }

  /// Frames the value at the buffer's front; `.end` where the feed ends before the value does.
  private func value(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame {
    var frame = ValueFrame()
    var searched = 0
    while true {
      let bytes = buffer.bytes
      if let count = frame.end(in: bytes[searched...]) {
        let length = searched + count
        if length <= limits.lineLength { return .item(length: length, end: 0) }
        return .reject(try tooLong(buffer, limits, frame: nil, length))
      }
      searched = bytes.count
      if searched > limits.lineLength { return .reject(try tooLong(buffer, limits, frame: frame, searched)) }
      if try !buffer.readMore() { return frame.mayEndHere ? .item(length: searched, end: 0) : .end }
    }
  }

  /// Passes over a value that is too long, of which so many bytes were looked at; the frame is nil where it ends there.
  private func tooLong(
    _ buffer: FeedBuffer, _ limits: FeedLimits, frame: ValueFrame?, _ count: Int
  ) throws -> FeedReject {
    var reject = FeedReject(
      line: buffer.line, offset: buffer.offset, reason: .lineTooLong,
      message: "an element has more than \(limits.lineLength) bytes", bytes: [])
    var kept = KeptBytes(limits.keptBytes)
    kept.append(buffer.bytes[..<count])
    buffer.skip(count)
    if var frame {
      while try !buffer.bytes.isEmpty || buffer.readMore() {
        let end = frame.end(in: buffer.bytes[...])
        let length = end ?? buffer.bytes.count
        kept.append(buffer.bytes[..<length])
        buffer.skip(length)
        if end != nil { break }
      }
    }
    reject.bytes = kept.bytes
    reject.length = kept.length
    return reject
  }

  /// Passes over white space; nil at the feed's end.
  private static func firstByte(_ buffer: FeedBuffer) throws -> UInt8? {
    while true {
      let bytes = buffer.bytes
      let index = JSONText.skipBlanks(bytes, 0)
      buffer.skip(index)
      if index < bytes.count { return bytes[index] }
      guard try buffer.readMore() else { return nil }
    }
  }

  private mutating func atEnd(_ buffer: FeedBuffer, _ limits: FeedLimits) throws -> Frame {
    guard place != .outside else { return .end }
    return try lose(
      .documentTruncated, "the document ends before its closing bracket; what was read before stays", buffer, limits)
  }

  private mutating func lose(
    _ reason: RejectReason, _ message: String, _ buffer: FeedBuffer, _ limits: FeedLimits
  ) throws -> Frame {
    .reject(try lost(reason, message, buffer, limits))
  }

  /// Rejects all that is left.
  private mutating func lost(
    _ reason: RejectReason, _ message: String, _ buffer: FeedBuffer, _ limits: FeedLimits
  ) throws -> FeedReject {
    place = .lost
    var reject = FeedReject(line: buffer.line, offset: buffer.offset, reason: reason, message: message, bytes: [])
    var kept = KeptBytes(limits.keptBytes)
    repeat {
      kept.append(buffer.bytes[...])
      buffer.skip(buffer.bytes.count)
    } while try buffer.readMore()
    reject.bytes = kept.bytes
    reject.length = kept.length
    return reject
  }
}

extension Frame {
  /// Whether the feed ended.
  fileprivate var isEnd: Bool {
    if case .end = self { return true }
    return false
  }
}
