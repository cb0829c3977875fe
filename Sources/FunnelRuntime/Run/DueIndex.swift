/// Which subjects have something due, the earliest first: asking costs only what is due.
///
/// A subject whose time moved back stands in it once more, and is asked again when its old time comes.
struct DueIndex {
  private struct Entry {
    var due: Int64
    var subject: Int

    func isBefore(_ other: Entry) -> Bool { (due, subject) < (other.due, other.subject) }
  }

  /// A binary heap.
  private var heap: [Entry] = []
  /// The earliest entry of each subject; `Int64.max` for none.
  private var earliest: [Int64] = []

  /// Notes when a subject's next timer is due; `Int64.max` for never.
  mutating func note(_ subject: Int, due: Int64) {
    while earliest.count <= subject { earliest.append(.max) }
    // An entry that is too early is put right when its time comes.
    guard due < earliest[subject] else { return }
    earliest[subject] = due
    heap.append(Entry(due: due, subject: subject))
    rise(from: heap.count - 1)
  }

  /// Takes the subject out that was noted for the earliest time, if that is at or before an instant.
  mutating func next(through instant: Int64) -> Int? {
    while let first = heap.first, first.due <= instant {
      let last = heap.removeLast()
      if !heap.isEmpty {
        heap[0] = last
        sink()
      }
      guard earliest[first.subject] == first.due else { continue }
      earliest[first.subject] = .max
      return first.subject
    }
    return nil
  }

  private mutating func rise(from start: Int) {
    var place = start
    while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      guard heap[child].isBefore(heap[place]) else { return }
      heap.swapAt(place, child)
      place = child
    }
  }
}
