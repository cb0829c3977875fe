/// Encodes values at a place of a document, as the standard library's coders hand them over.
struct CanonicalEncoder: Encoder {
  let text: CanonicalText
  let place: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    text.beginObject(at: place)
    return KeyedEncodingContainer(Keyed(text: text, place: place))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    text.beginArray(at: place)
    return Unkeyed(text: text, place: place)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(text: text, place: place) }

  /// The entries of an object.
  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: CanonicalText
    let place: Int
    var codingPath: [any CodingKey] { [] }

    private func entry(_ key: String) -> CanonicalEncoder {
      CanonicalEncoder(text: text, place: text.addEntry(key, to: place))
    }

    func encodeNil(forKey key: Key) { text.set("null", at: entry(key.stringValue).place) }

    func encode(_ value: some Encodable, forKey key: Key) throws { try value.encode(to: entry(key.stringValue)) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
      entry(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      entry(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { entry("super") }

    func superEncoder(forKey key: Key) -> any Encoder { entry(key.stringValue) }
  }

  /// The elements of an array.
  private struct Unkeyed: UnkeyedEncodingContainer {
    let text: CanonicalText
    let place: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { text.count(at: place) }

    private func element() -> CanonicalEncoder { CanonicalEncoder(text: text, place: text.addElement(to: place)) }

    func encodeNil() { text.set("null", at: element().place) }

    func encode(_ value: some Encodable) throws { try value.encode(to: element()) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
      element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().unkeyedContainer() }

    func superEncoder() -> any Encoder { element() }
  }

  /// A value without parts.
  private struct Single: SingleValueEncodingContainer {
    let text: CanonicalText
    let place: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { text.set("null", at: place) }
    func encode(_ value: Bool) { text.set(value ? "true" : "false", at: place) }
    func encode(_ value: String) { text.set(string: value, at: place) }
    func encode(_ value: Double) throws { try fraction(value) }
    func encode(_ value: Float) throws { try fraction(value) }
    func encode(_ value: Int) { text.set(String(value), at: place) }
    func encode(_ value: Int8) { text.set(String(value), at: place) }
    func encode(_ value: Int16) { text.set(String(value), at: place) }
    func encode(_ value: Int32) { text.set(String(value), at: place) }
    func encode(_ value: Int64) { text.set(String(value), at: place) }
    func encode(_ value: UInt) { text.set(String(value), at: place) }
    func encode(_ value: UInt8) { text.set(String(value), at: place) }
    func encode(_ value: UInt16) { text.set(String(value), at: place) }
    func encode(_ value: UInt32) { text.set(String(value), at: place) }
    func encode(_ value: UInt64) { text.set(String(value), at: place) }
    func encode(_ value: some Encodable) throws { try value.encode(to: CanonicalEncoder(text: text, place: place)) }

    /// The shortest digits that read back as the same number; a whole one is written without a fraction.
    private func fraction(_ value: some BinaryFloatingPoint & Encodable & LosslessStringConvertible) throws {
      guard value.isFinite else {
        throw EncodingError.invalidValue(
          value, EncodingError.Context(codingPath: [], debugDescription: "JSON has no such number"))
      }
      let digits = String(value)
      text.set(digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits, at: place)
    }
  }
}
