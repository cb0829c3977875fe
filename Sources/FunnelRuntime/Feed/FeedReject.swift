/// A piece of a feed that can't be used: what it was and why, so that nothing is lost.
public struct FeedReject: Hashable, Sendable {
  /// The line on which it begins, from 1.
  public var line: Int
  /// The number of bytes of the feed before it.
  public var offset: Int
  /// Why it can't be used.
  public var reason: RejectReason
  /// The same for people, as a phrase.
  public var message: String
  /// Its bytes, without the line's end; only the first of them where there were too many to keep.
  public var bytes: [UInt8]
  /// How many bytes there were.
  public var length: Int

  /// Makes a reject.
  public init(line: Int, offset: Int, reason: RejectReason, message: String, bytes: [UInt8], length: Int? = nil) {
    self.line = line
    self.offset = offset
    self.reason = reason
    self.message = message
    self.bytes = bytes
    self.length = length ?? bytes.count
  }
}

extension JSONWriter {
  /// Writes a reject as one line of NDJSON; bytes that are not UTF-8 become base64.
  /// - Parameter feed: the feed's name, where it is known.
  public mutating func reject(_ reject: FeedReject, feed: String? = nil) {
    beginObject()
    key("schemaVersion")
    integer(1)
    if let feed {
      key("feed")
      string(feed)
    }
    key("line")
    integer(reject.line)
    key("offset")
    integer(reject.offset)
    key("reason")
    string(reject.reason.rawValue)
    key("message")
    string(reject.message)
    let isText = reject.bytes.withUnsafeBytes { UTF8Check.firstFault(in: $0, from: 0) == nil }
    if isText {
      key("bytes")
      string(reject.bytes[...])
    } else {
      key("bytesBase64")
      base64(reject.bytes)
    }
    if reject.length != reject.bytes.count {
      key("length")
      integer(reject.length)
    }
    endObject()
    endLine()
  }
}
