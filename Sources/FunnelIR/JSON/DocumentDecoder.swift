/// Decodes values of a document, as the standard library's coders ask for them.
struct DocumentDecoder: Decoder {
  let document: JSONDocument
  let index: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// What is thrown where something is missing or is of another kind; nobody is told more than that it can't be read.
  fileprivate static func mismatch(_ wanted: Any.Type) -> DecodingError {
    .typeMismatch(wanted, DecodingError.Context(codingPath: [], debugDescription: "another value is expected here"))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard document.values[index].kind == .object else { throw DocumentDecoder.mismatch(Key.self) }
    return KeyedDecodingContainer(Keyed(document: document, index: index))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard document.values[index].kind == .array else { throw DocumentDecoder.mismatch([Any].self) }
    return Unkeyed(document: document, index: index, place: index + 1)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(document: document, index: index) }

  /// The entries of an object.
  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let document: JSONDocument
    let index: Int
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
      var keys: [Key] = []
      var place = index + 1
      while place < document.values[index].next {
        if let key = document.text(place).flatMap({ Key(stringValue: $0) }) { keys.append(key) }
        place = document.values[place + 1].next
      }
      return keys
    }

    private func entry(_ key: String) throws -> DocumentDecoder {
      guard let place = document.entry(key, of: index) else { throw DocumentDecoder.mismatch(Key.self) }
      return DocumentDecoder(document: document, index: place)
    }

    func contains(_ key: Key) -> Bool { document.entry(key.stringValue, of: index) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
      document.values[try entry(key.stringValue).index].kind == .null
    }

    func decode<Wanted: Decodable>(_ type: Wanted.Type, forKey key: Key) throws -> Wanted {
      try Wanted(from: entry(key.stringValue))
    }

    func nestedContainer<Inner: CodingKey>(
      keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
      try entry(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try entry(key.stringValue).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try entry("super") }

    func superDecoder(forKey key: Key) throws -> any Decoder { try entry(key.stringValue) }
  }

  /// The elements of an array, one after the other.
  private struct Unkeyed: UnkeyedDecodingContainer {
    let document: JSONDocument
    let index: Int
    var place: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { document.values[index].count }
    var isAtEnd: Bool { place >= document.values[index].next }

    init(document: JSONDocument, index: Int, place: Int) {
      self.document = document
      self.index = index
      self.place = place
    }

    private mutating func element() throws -> DocumentDecoder {
      guard !isAtEnd else { throw DocumentDecoder.mismatch([Any].self) }
      defer {
        place = document.values[place].next
        currentIndex += 1
      }
      return DocumentDecoder(document: document, index: place)
    }

    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd else { throw DocumentDecoder.mismatch([Any].self) }
      guard document.values[place].kind == .null else { return false }
      _ = try element()
      return true
    }

    mutating func decode<Wanted: Decodable>(_ type: Wanted.Type) throws -> Wanted { try Wanted(from: element()) }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) throws -> KeyedDecodingContainer<Inner> {
      try element().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try element().unkeyedContainer() }

    mutating func superDecoder() throws -> any Decoder { try element() }
  }

  /// A value without parts.
  private struct Single: SingleValueDecodingContainer {
    let document: JSONDocument
    let index: Int
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { document.values[index].kind == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
      switch document.values[index].kind {
      case .yes: true
      case .no: false
      default: throw DocumentDecoder.mismatch(type)
      }
    }

    func decode(_ type: String.Type) throws -> String {
      guard let text = document.text(index) else { throw DocumentDecoder.mismatch(type) }
      return text
    }

    func decode(_ type: Double.Type) throws -> Double { try number() }
    func decode(_ type: Float.Type) throws -> Float { try number() }
    func decode(_ type: Int.Type) throws -> Int { try number() }
    func decode(_ type: Int8.Type) throws -> Int8 { try number() }
    func decode(_ type: Int16.Type) throws -> Int16 { try number() }
    func decode(_ type: Int32.Type) throws -> Int32 { try number() }
    func decode(_ type: Int64.Type) throws -> Int64 { try number() }
    func decode(_ type: UInt.Type) throws -> UInt { try number() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try number() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try number() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try number() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try number() }

    func decode<Wanted: Decodable>(_ type: Wanted.Type) throws -> Wanted {
      try Wanted(from: DocumentDecoder(document: document, index: index))
    }

    private func number<Number: LosslessStringConvertible>() throws -> Number {
      guard let digits = document.digits(index), let value = Number(digits) else {
        throw DocumentDecoder.mismatch(Number.self)
      }
      return value
    }
  }
}
