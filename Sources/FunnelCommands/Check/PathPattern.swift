/// A path with `*` for anything within a folder's name, `**` for folders of any depth, and `?` for one character; without
/// any of these, it also stands for all that is below it.
struct PathPattern {
  private let parts: [[Character]]

  init(_ text: String) {
    parts = text.split(separator: "/").filter { $0 != "." }.map(Array.init)
  }

  /// Whether a path, or a folder that it is in, fits.
  func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/").map(Array.init)
    // Which parts of the pattern may come next, over the names one by one: linear, whatever the pattern.
    var states: Set<Int> = Self.closure([0], parts)
    for name in names {
      if states.contains(parts.count), !parts.isEmpty { return true }
      var next: Set<Int> = []
      for state in states where state < parts.count {
        if parts[state] == ["*", "*"] {
          next.insert(state)
        } else if Self.fits(parts[state], name) {
          next.insert(state + 1)
        }
      }
      states = Self.closure(next, parts)
    }
    return states.contains(parts.count) && !parts.isEmpty
  }

  /// The states with those that `**` may pass over.
  private static func closure(_ states: Set<Int>, _ parts: [[Character]]) -> Set<Int> {
    var all = states
    for state in states.sorted() {
      var next = state
      while next < parts.count, parts[next] == ["*", "*"] {
        next += 1
        all.insert(next)
      }
    }
    return all
  }

  /// Whether a name fits a part, with one place to come back to.
  private static func fits(_ part: [Character], _ name: [Character]) -> Bool {
    var (at, index) = (0, 0)
    var star: (at: Int, index: Int)?
    while index < name.count {
      if at < part.count, part[at] == "*" {
        star = (at, index)
        at += 1
      } else if at < part.count, part[at] == "?" || part[at] == name[index] {
        at += 1
        index += 1
      } else if let last = star {
        star = (last.at, last.index + 1)
        (at, index) = (last.at + 1, last.index + 1)
      } else {
        return false
      }
    }
    return part[at...].allSatisfy { $0 == "*" }
  }
}
