import FunnelSemantics

/// The values between two bounds, both inclusive.
struct ReferenceRange {
  let low: ReferenceValue
  let high: ReferenceValue

  init(low: ReferenceValue, high: ReferenceValue) {
    self.low = low
    self.high = high
  }

  init(_ value: ReferenceValue) { self.init(low: value, high: value) }

  var isSingle: Bool { low.equals(high) }
}

extension Truth {
  /// A comparison is known when it holds, or fails, for every pair of values of the two sides.
  static func truth(_ left: ReferenceRange?, _ comparison: TypedExpression.Comparison, _ right: ReferenceRange?)
    -> Truth
  {
    guard let left, let right else { return .unknown }
    switch comparison {
    case .less:
      if left.high.isLess(than: right.low) { return .yes }
      return left.low.isLess(than: right.high) ? .unknown : .no
    case .greater: return truth(right, .less, left)
    case .lessOrEqual: return truth(right, .less, left).negated
    case .greaterOrEqual: return truth(left, .less, right).negated
    case .equal:
      if left.isSingle && right.isSingle { return Truth(left.low.equals(right.low)) }
      let areApart = left.high.isLess(than: right.low) || right.high.isLess(than: left.low)
      return areApart ? .no : .unknown
    }
  }
}
