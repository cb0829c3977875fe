/// Which places of a graph lie on a way round.
///
/// Source: Robert Tarjan, "Depth-first search and linear graph algorithms"; the way down is kept by hand, so that a chain of
/// thousands is no danger.
enum Rounds {
  /// The places from which some way leads back to them.
  static func places(
    among all: [FlowGraph.Place], targets: (FlowGraph.Place) -> [FlowGraph.Place]
  ) -> Set<FlowGraph.Place> {
    var numbers: [FlowGraph.Place: Int] = [:]
    for place in all where numbers[place] == nil { numbers[place] = numbers.count }
    let next = all.map { place in targets(place).compactMap { numbers[$0] } }
    var order = [Int](repeating: -1, count: all.count)
    var low = order
    var isOpen = [Bool](repeating: false, count: all.count)
    var stack: [Int] = []
    var found: Set<FlowGraph.Place> = []
    var seen = 0
    for start in all.indices where order[start] < 0 {
      var path = [(place: start, next: 0)]
      while let (place, step) = path.last {
        if step == 0 {
          order[place] = seen
          low[place] = seen
          seen += 1
          stack.append(place)
          isOpen[place] = true
        }
        if step < next[place].count {
          path[path.count - 1].next += 1
          let target = next[place][step]
          if order[target] < 0 {
            path.append((target, 0))
          } else if isOpen[target] {
            low[place] = min(low[place], order[target])
          }
          continue
        }
        path.removeLast()
        if let above = path.last?.place { low[above] = min(low[above], low[place]) }
        guard low[place] == order[place] else { continue }
        var group: [Int] = []
        while let member = stack.popLast() {
          isOpen[member] = false
          group.append(member)
          if member == place { break }
        }
        if group.count > 1 || next[place].contains(place) { found.formUnion(group.map { all[$0] }) }
      }
    }
    return found
  }
}
