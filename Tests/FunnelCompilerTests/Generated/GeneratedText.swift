/// The text of a generated funnel, which can be written as one file, or with parts in groups and in files that it imports:
/// both say the same.
struct GeneratedText {
  /// A line, and the part to which it belongs.
  private struct Line {
    let text: String
    let part: Part?
  }

  /// What can stand elsewhere.
  private enum Part: Equatable {
    /// Declarations that other files may hold.
    case shared
    /// A group's contents; `use` stands for it.
    case activities(String)
    case data(String)
    /// Stands only where a group is used.
    case use
  }

  /// The funnel's name.
  var name = "trial"
  private var lines: [Line] = []
  private var part: Part?

  var count: Int { lines.count }

  mutating func add(_ text: String) { lines.append(Line(text: text, part: part)) }

  mutating func insert(_ text: String, at index: Int) { lines.insert(Line(text: text, part: part), at: index) }

  /// Adds declarations that may stand in another file.
  mutating func shared(with isShared: Bool, _ body: (inout GeneratedText) -> Void) {
    part = isShared ? .shared : nil
    body(&self)
    part = nil
  }

  /// Begins the contents of a group, up to `endGroup`.
  mutating func beginGroup(data name: String) { part = .data(name) }

  mutating func beginGroup(activities name: String) {
    part = .use
    add("    use \(name)")
    part = .activities(name)
  }

  mutating func endGroup() { part = nil }

  /// Says that a group of data is used here, where it is one.
  mutating func use(data name: String) {
    part = .use
    add("  use data \(name)")
    part = nil
  }

  /// All in one funnel.
  var flat: String { funnel { $0 != .use } }

  private func funnel(_ extra: [String] = [], _ isHere: (Part?) -> Bool) -> String {
    "funnel \(name) {\n" + (lines.filter { isHere($0.part) }.map(\.text) + extra).joined(separator: "\n") + "\n}\n"
  }

  /// The same as a main file, which comes first, and files that it imports directly or by way of another.
  func files(_ random: inout SplitMix64) -> [String: String] {
    var inside: [String] = []
    var files = ["main.funnel": "", "common.funnel": "import \"more.funnel\"\n", "more.funnel": ""]
    let main = funnel { $0 == nil || $0 == .use }
    for line in lines where line.part == .shared { files["common.funnel", default: ""] += line.text + "\n" }
    for (word, name, contents) in groups {
      let group = "\(word) \(name) {\n\(contents.joined(separator: "\n"))\n}\n"
      switch random.below(4) {
      case 0: inside.append(group)
      case 1: files["main.funnel", default: ""] += group
      case 2: files["common.funnel", default: ""] += group
      default: files["more.funnel", default: ""] += group
      }
    }
    let groups = files["main.funnel"] ?? ""
    let body = main.dropLast(2) + inside.joined() + "}\n"
    files["main.funnel"] = "import \"common.funnel\"\n" + (random.chance(50) ? groups + body : body + groups)
    return files
  }

  private var groups: [(word: String, name: String, contents: [String])] {
    var groups: [(word: String, name: String, contents: [String])] = []
    for line in lines {
      let (word, name): (String, String)
      switch line.part {
      case .activities(let group): (word, name) = ("activities", group)
      case .data(let group): (word, name) = ("data", group)
      default: continue
      }
      if groups.last?.name == name {
        groups[groups.count - 1].contents.append(line.text)
      } else {
        groups.append((word, name, [line.text]))
      }
    }
    return groups
  }
}
