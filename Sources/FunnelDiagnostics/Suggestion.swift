/// Finds what somebody probably meant to type.
public enum Suggestion {
  /// The candidate closest to a mistyped name, or nil where none is close enough to be worth showing.
  ///
  /// Close is a spelling that differs only in ASCII case or in `_` and `-`, or else one within one edit for every three
  /// letters (at least one), where an edit inserts, deletes or replaces a letter, or swaps two neighbours. Of equally
  /// close candidates the first wins.
  /// - Complexity: O(candidates × letters²), and names of more than 64 letters are never compared.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Spelling(name)
    guard !wanted.letters.isEmpty, wanted.letters.count <= longest else { return nil }
    var best: String?
    var limit = max(1, wanted.letters.count / 3)
    for candidate in candidates where candidate != name {
      let spelling = Spelling(candidate)
      guard spelling.letters.count <= longest, !spelling.letters.isEmpty,
        let distance = wanted.distance(to: spelling, atMost: limit)
      else { continue }
      if distance == 0 { return candidate }
      // A replacement of everything that is there is no likeness.
      guard distance < max(wanted.letters.count, spelling.letters.count) else { continue }
      best = candidate
      // The next one has to be closer; at 0 only a spelling that is alike but for case still can be.
      limit = distance - 1
    }
    return best
  }

  private static let longest = 64
}

/// The letters of a name in the form in which two spellings are compared.
private struct Spelling {
  let letters: [Unicode.Scalar]

  init(_ name: String) {
    letters = name.unicodeScalars.prefix(65).map { scalar in
      switch scalar {
      case "A"..."Z": Unicode.Scalar(UInt8(ascii: "a") + UInt8(truncatingIfNeeded: scalar.value - 65))
      case "-": "_"
      default: scalar
      }
    }
  }

  /// The number of edits to the other spelling (optimal string alignment), or nil where it is above `limit`.
  func distance(to other: Spelling, atMost limit: Int) -> Int? {
    guard abs(letters.count - other.letters.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...other.letters.count)
    for (row, letter) in letters.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(last.count)
      for (column, otherLetter) in other.letters.enumerated() {
        var cost = min(last[column + 1], current[column]) + 1
        cost = min(cost, last[column] + (letter == otherLetter ? 0 : 1))
        let isSwap =
          row > 0 && column > 0 && letter == other.letters[column - 1] && letters[row - 1] == otherLetter
        if isSwap { cost = min(cost, beforeLast[column - 1] + 1) }
        current.append(cost)
      }
      guard let least = current.min(), least <= limit || (last.min() ?? 0) <= limit else { return nil }
      beforeLast = last
      last = current
    }
    return last[other.letters.count] <= limit ? last[other.letters.count] : nil
  }
}
