/// Bounds of some integers and of their differences.
struct DifferenceSystem: Sendable {
  /// The variables that are compared, ascending.
  let variables: [VariableID]
  private let bounds: [ClosedRange<Int64>]
  private let edges: [(first: Int, second: Int, bound: Int128)]

  /// Makes the system of some edges, whose variables lie within the ends of their sets; nil where one has no value.
  init?(_ sets: [ValueSet], _ edges: [DifferenceEngine.Edge]) {
    variables = Set(edges.flatMap { [$0.first, $0.second] }).sorted()
    var bounds: [ClosedRange<Int64>] = []
    var places: [VariableID: Int] = [:]
    for variable in variables {
      guard let range = sets[variable].bounds else { return nil }
      places[variable] = bounds.count
      bounds.append(range)
    }
    self.bounds = bounds
    self.edges = edges.map { (places[$0.first] ?? 0, places[$0.second] ?? 0, $0.bound) }
  }

  /// The least values, or the greatest, that meet all bounds; nil where there are none, or the steps ran out.
  ///
  /// A value that has to move as often as there are variables moves around a circle, and no value is enough then.
  func solve(_ budget: inout Budget, fromAbove: Bool = false) -> [VariableID: Int64]? {
    var values = bounds.map { Int128(fromAbove ? $0.upperBound : $0.lowerBound) }
    for turn in 0...bounds.count {
      var isChanged = false
      for edge in edges {
        guard budget.take() else { return nil }
        if fromAbove {
          // first <= second + bound
          let most = values[edge.second] + edge.bound
          guard values[edge.first] > most else { continue }
          values[edge.first] = most
          guard most >= Int128(bounds[edge.first].lowerBound) else { return nil }
        } else {
          // second >= first - bound
          let least = values[edge.first] - edge.bound
          guard values[edge.second] < least else { continue }
          values[edge.second] = least
          guard least <= Int128(bounds[edge.second].upperBound) else { return nil }
        }
        isChanged = true
      }
      guard isChanged else { break }
      if turn == bounds.count { return nil }
    }
    var result: [VariableID: Int64] = [:]
    for (variable, value) in zip(variables, values) {
      guard let value = Int64(exactly: value) else { return nil }
      result[variable] = value
    }
    return result
  }
}
