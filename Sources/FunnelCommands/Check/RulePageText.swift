import FunnelDiagnostics
import FunnelLint
import FunnelRuntime

/// The page of a rule as people and programs read it.
enum RulePageText {
  private static let width = 100

  /// The page for people.
  static func text(_ page: RulePage) -> String {
    let (rule, traits) = (page.rule, page.rule.traits)
    var text = "\(rule.rawValue) (\(traits.code))\n\nFinds \(page.finds).\n\n"
    text += "\(traits.level.rawValue), about \(traits.area.rawValue), "
    text += traits.preset == .language ? "always asked\n" : "asked from the preset \"\(traits.preset.rawValue)\" on\n"
    for paragraph in page.why { text += "\n" + wrapped(paragraph) }
    for (heading, example) in [("Avoid:", page.avoid), ("Prefer:", page.prefer)] {
      guard let example else { continue }
      text += "\n\(heading)\n\n" + indented(example.text)
      for file in example.files { text += "\n  with the file \(file.name):\n\n" + indented(file.text) }
      if let feed = example.feed { text += "\n  checked with \"--feed\" against:\n\n" + indented(feed) }
    }
    if traits.preset != .language {
      text +=
        "\nWhere it is meant so, say why in the line above:\n\n    // funnelc:allow(\(rule.rawValue)) the reason\n"
    }
    return text
  }

  /// A line for each rule.
  static func list(_ pages: [RulePage]) -> String {
    let longest = pages.map(\.rule.rawValue.count).max() ?? 0
    return pages.map { page in
      let traits = page.rule.traits
      let name = page.rule.rawValue + String(repeating: " ", count: longest - page.rule.rawValue.count)
      let level = traits.level.rawValue + String(repeating: " ", count: 11 - traits.level.rawValue.count)
      let preset = traits.preset.rawValue + String(repeating: " ", count: 11 - traits.preset.rawValue.count)
      return "\(traits.code)  \(name)  \(level)  \(preset)  \(page.finds)\n"
    }.joined()
  }

  /// One page as a JSON object, or several as an array.
  static func json(_ pages: [RulePage], isList: Bool) -> [UInt8] {
    var writer = JSONWriter()
    if isList { writer.beginArray() }
    for page in pages { write(page, to: &writer) }
    if isList { writer.endArray() }
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ page: RulePage, to writer: inout JSONWriter) {
    let traits = page.rule.traits
    writer.beginObject()
    let words = [
      ("name", page.rule.rawValue), ("code", traits.code), ("area", traits.area.rawValue),
      ("level", traits.level.rawValue), ("preset", traits.preset.rawValue), ("finds", page.finds),
    ]
    for (key, value) in words {
      writer.key(key)
      writer.string(value)
    }
    writer.key("why")
    writer.beginArray()
    for paragraph in page.why { writer.string(paragraph) }
    writer.endArray()
    for (key, example) in [("avoid", page.avoid), ("prefer", page.prefer)] {
      guard let example else { continue }
      writer.key(key)
      writer.beginObject()
      writer.key("text")
      writer.string(example.text)
      writer.key("files")
      writer.beginObject()
      for file in example.files {
        writer.key(file.name)
        writer.string(file.text)
      }
      writer.endObject()
      if let feed = example.feed {
        writer.key("feed")
        writer.string(feed)
      }
      writer.endObject()
    }
    writer.endObject()
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }

  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + 1 + word.count > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = line + " " + word
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
