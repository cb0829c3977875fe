import FunnelIR

/// Values in the form in which feeds may bring them back.
extension JSONWriter {
  /// Writes a value; null where it is missing.
  /// - Parameters:
  ///   - bytes: the bytes that the bits refer to, where the type is one of references.
  ///   - names: the printed names, for choices.
  mutating func value(_ type: ValueType, _ bits: UInt64?, _ bytes: UnsafeRawBufferPointer, _ names: PrintedNames) {
    guard let bits else { return null() }
    guard type.isSet else { return single(type, bits, bytes, names) }
    let element = ValueType(type.base, detail: type.detail)
    beginArray()
    var elements = SetElements(bytes)
    while let next = elements.next() {
      if element.isReference {
        string(next)
      } else {
        let bits = next.count == 8 ? UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)) : 0
        single(element, bits, next, names)
      }
    }
    endArray()
  }

  private mutating func single(
    _ type: ValueType, _ bits: UInt64, _ bytes: UnsafeRawBufferPointer, _ names: PrintedNames
  ) {
    let number = Int64(bitPattern: bits)
    switch type.base {
    case .boolean: boolean(bits != 0)
    case .integer: integer(number)
    case .number: self.number(Double(bitPattern: bits))
    case .money: money(number)
    case .date: date(number)
    case .datetime: datetime(number)
    case .duration: duration(number)
    case .text, .email, .phone, .url, .document: string(bytes)
    case .country, .language:
      withUnsafeBytes(of: UInt16(truncatingIfNeeded: bits).bigEndian) { string($0) }
    case .choice:
      let members = names.members[Int(type.detail)]
      printed(bits < UInt64(members.count) ? members[Int(bits)] : nil)
    }
  }
}
