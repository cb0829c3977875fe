extension Range<Int> {
  /// The first number for which a condition holds that holds for all behind it too; the end where there is none.
  /// - Complexity: O(log n)
  func boundary(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
