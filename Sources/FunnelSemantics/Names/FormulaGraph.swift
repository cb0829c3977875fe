/// Which of a row of items reads, or waits for, which others, by their numbers.
struct FormulaGraph {
  /// For each item, those it reads.
  let readers: [[Int]]

  /// The most circles that are told of.
  private static let circleLimit = 20

  /// All items, each behind those it reads where there is no circle; otherwise in order of declaration.
  func order() -> [Int] {
    var order: [Int] = []
    walk(onCircle: { _ in }, onDone: { order.append($0) })
    return order
  }

  /// Circles, each beginning with its first item, none beginning or ending where another does.
  func cycles() -> [[Int]] {
    var cycles: [[Int]] = []
    walk(
      onCircle: { path in
        let first = path.indices.min { path[$0] < path[$1] } ?? path.startIndex
        cycles.append(Array(path[first...] + path[..<first]))
      }, onDone: { _ in })
    return cycles
  }

  /// Walks depth first on a stack of its own, so that a chain of any length is no matter.
  private func walk(onCircle: ([Int]) -> Void, onDone: (Int) -> Void) {
    var places = [Int?](repeating: nil, count: readers.count)
    var isDone = [Bool](repeating: false, count: readers.count)
    var isOnCircle = [Bool](repeating: false, count: readers.count)
    var circles = 0
    for root in readers.indices where !isDone[root] {
      var path = [(item: root, next: 0)]
      places[root] = 0
      while let top = path.last {
        guard top.next < readers[top.item].count else {
          isDone[top.item] = true
          onDone(top.item)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let next = readers[top.item][top.next]
        if isDone[next] { continue }
        guard let place = places[next] else {
          places[next] = path.count
          path.append((next, 0))
          continue
        }
        guard !isOnCircle[next], !isOnCircle[top.item], circles < Self.circleLimit else { continue }
        circles += 1
        let circle = path[place...].map(\.item)
        for item in circle { isOnCircle[item] = true }
        onCircle(circle)
      }
    }
  }
}
