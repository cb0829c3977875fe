import FunnelIR

/// Keeps personal values out of results: of points and formulas the masked form is written, of ids a part of their hash, by
/// which lines about one lead can still be brought together.
struct Redaction: Sendable {
  let personal: PersonalData
  /// What is personal in all funnels that run together, since they share their leads.
  let among: [PersonalData]
  /// The hash function of ids.
  let digest: @Sendable ([UInt8]) -> [UInt8]

  /// Whether an id is personal in any funnel.
  func isPersonal(id: some BidirectionalCollection<UInt8>) -> Bool { among.contains { $0.isPersonal(id: id) } }

  /// An id or a person's name: itself, or `#` and sixteen hexadecimal digits of its hash where it is personal.
  func id(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    // What was erased is a pseudonym already.
    guard isPersonal(id: bytes), !Pseudonym.isOne(Array(bytes)) else { return Array(bytes) }
    return Pseudonym.id(bytes, digest)
  }
}

extension Optional<Redaction> {
  /// An id as it is written.
  func id(_ bytes: [UInt8]) -> [UInt8] { self?.id(bytes) ?? bytes }

  /// Whether the value of a point is masked.
  func hides(point slot: Int) -> Bool { self?.personal.points[slot] ?? false }

  /// Whether what was read is masked.
  func hides(_ read: Read) -> Bool { self?.personal.isPersonal(read) ?? false }
}

extension JSONWriter {
  /// Writes a value, masked where it is to be hidden; null where it is missing.
  mutating func value(
    _ type: ValueType, _ bits: UInt64?, _ bytes: UnsafeRawBufferPointer, _ names: PrintedNames, isHidden: Bool
  ) {
    guard isHidden, bits != nil else { return value(type, bits, bytes, names) }
    string(Masking.mask(bytes, as: type)[...])
  }
}
