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

  private init(_ type: ValueType, _ lowest: UInt64?, _ highest: UInt64?) {
    self.type = type
    self.lowest = lowest
    self.highest = highest
  }
}
