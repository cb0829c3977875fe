import FunnelCompiler
import FunnelRuntime

/// A line of the journal, read back.
struct JournalLine {
  /// What it records.
  let record: String
  /// When that happened.
  let time: Int64
  /// The journey's id, as it is written.
  let journey: String
  private let members: [JSONNode.Member]
  private let bytes: [UInt8]

  /// Reads a line; nil where it is none.
  init?(_ bytes: [UInt8]) {
    guard let node = try? JSONNode.parse(bytes), let members = node.members else { return nil }
    self.bytes = bytes
    self.members = members
    func text(_ key: String) -> String? { members.first { $0.key == key }?.node.string }
    guard let record = text("record"), let journey = text("journey"), let time = text("time"),
      let instant = Array(time.utf8).withUnsafeBytes({ TimeParser.instant($0) })
    else { return nil }
    (self.record, self.journey, self.time) = (record, journey, instant)
  }

  /// A field.
  subscript(key: String) -> JSONNode? { members.first { $0.key == key }?.node }

  /// A field that is a text.
  func string(_ key: String) -> String? { self[key]?.string }

  /// A field that is a whole number.
  func integer(_ key: String) -> Int? { self[key]?.integer }

  /// A field as it stands on the line.
  func json(_ key: String) -> [UInt8] { self[key].map(json) ?? Array("null".utf8) }

  /// A value as it stands on the line.
  func json(_ node: JSONNode) -> [UInt8] { Array(bytes[node.range]) }

  /// A field that is an instant.
  func instant(_ key: String) -> Int64? {
    string(key).flatMap { text in Array(text.utf8).withUnsafeBytes { TimeParser.instant($0) } }
  }

  /// A value as people read it: a text without its quotes, everything else as it is written; nil for null.
  func words(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    switch node.value {
    case .null: return nil
    case .string(let text): return text
    case .array(let elements): return elements.compactMap(words).joined(separator: ", ")
    default: return String(decoding: json(node), as: UTF8.self)
    }
  }
}

extension JSONNode {
  /// A member of an object.
  subscript(key: String) -> JSONNode? { members?.first { $0.key == key }?.node }
}
