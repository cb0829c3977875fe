import FunnelIR

/// What a value must be to fit a data point: its type and its bounds, without anything that has to be counted.
struct ValueForm: Sendable, BitwiseCopyable {
  let type: ValueType
  /// The least and the greatest bits allowed, both inclusive; nil where open.
  let lowest: UInt64?
  let highest: UInt64?

  /// The form of a point.
  init(_ field: PointField) {
    type = field.type
    lowest = field.lowest
    highest = field.highest
  }

  /// The form of any value of a type.
  init(_ type: ValueType) {
    self.type = type
    lowest = nil
    highest = nil
  }

  /// The form of the elements of a set.
  var element: ValueForm { ValueForm(ValueType(type.base, detail: type.detail), lowest, highest) }

  /// The bits of a number that lies within the bounds; nil where it does not, or there is none.
  @inline(__always)
  func within(_ value: Int64?) -> UInt64? {
    guard let value else { return nil }
    if let lowest, value < Int64(bitPattern: lowest) { return nil }
    if let highest, value > Int64(bitPattern: highest) { return nil }
    return UInt64(bitPattern: value)
  }

  /// The same of a number that may have a fraction.
  @inline(__always)
  func within(_ value: Double?) -> UInt64? {
    guard let value else { return nil }
    if let lowest, value < Double(bitPattern: lowest) { return nil }
    if let highest, value > Double(bitPattern: highest) { return nil }
    return value.bitPattern
  }

  private init(_ type: ValueType, _ lowest: UInt64?, _ highest: UInt64?) {
    self.type = type
    self.lowest = lowest
    self.highest = highest
  }
}
