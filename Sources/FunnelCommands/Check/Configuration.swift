import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelLint

/// What `funnel.json` says about the funnels in its folder and below it.
struct Configuration {
  /// A value with the place that says so.
  struct Setting<Value> {
    let value: Value
    let span: SourceSpan
  }

  /// The file's path.
  let path: String
  /// The folder that it speaks of, without links and dots.
  let folder: String
  /// The preset to begin with.
  private(set) var preset: Setting<RulePreset>?
  /// The levels of rules, nil for one that is not asked, in the order of the file.
  private(set) var levels: [(rule: DiagnosticRule, setting: Setting<Severity?>)] = []
  /// The most stages of a funnel.
  private(set) var stages: Setting<Int>?
  /// The most funnels that run together.
  private(set) var funnels: Setting<Int>?
  /// The most activities of a stage before it counts as overloaded.
  private(set) var activities: Setting<Int>?
  /// Paths below the folder that are left out where a folder is checked.
  private(set) var excluded: [Setting<String>] = []

  /// The file's name.
  static let name = "funnel.json"
  /// Larger files are refused.
  static let largest = 1 << 20
  /// The keys it may hold; `$schema` is for editors.
  private static let keys = ["preset", "levels", "limits", "exclude", "$schema"]

  /// Reads a file; what is wrong in it is found, and the rest counts.
  init(_ bytes: [UInt8], path: String, folder: String, _ file: FileID, _ findings: inout [Diagnostic]) {
    self.path = path
    self.folder = folder
    var reader = ConfigurationReader(file: file)
    defer { findings += reader.findings }
    let root: JSONNode
    do throws(JSONNode.Problem) {
      root = try JSONNode.parse(bytes)
    } catch {
      reader.report("this is no JSON: \(error.message)", at: error.offset..<min(error.offset + 1, bytes.count))
      return
    }
    guard let members = reader.object(root, "the file", keys: Self.keys) else { return }
    for member in members {
      switch member.key {
      case "preset":
        let presets = RuleOptions.presets
        if let word = reader.word(member, presets.map(\.rawValue)), let preset = RulePreset(rawValue: word) {
          self.preset = reader.setting(preset, member)
        }
      case "levels": levels = reader.levels(member)
      case "limits":
        for limit in reader.object(member.node, "\"limits\"", keys: ["stages", "funnels", "activities"]) ?? [] {
          switch limit.key {
          case "stages": stages = reader.number(limit, 4...100_000) ?? stages
          case "funnels": funnels = reader.number(limit, 1...Workspace.mostFunnels) ?? funnels
          default: activities = reader.number(limit, 1...10_000) ?? activities
          }
        }
      case "exclude":
        guard let elements = member.node.elements else {
          reader.report("\"exclude\" is a list of paths", at: member.node.range)
          continue
        }
        for element in elements {
          if let path = element.string {
            excluded.append(Setting(value: path, span: reader.span(element.range)))
          } else {
            reader.report("a path is a text in quotes", at: element.range)
          }
        }
      default: break
      }
    }
  }

  /// Whether a path, without links and dots, is left out.
  func excludes(_ path: String) -> Bool {
    guard path.hasPrefix(folder == "/" ? "/" : folder + "/") else { return false }
    let inside = path.dropFirst(folder == "/" ? 1 : folder.count + 1)
    return excluded.contains { PathPattern($0.value).matches(String(inside)) }
  }
}

/// Takes the values of a configuration out of JSON, and reports those that are not as they should be.
private struct ConfigurationReader {
  let file: FileID
  private(set) var findings: [Diagnostic] = []

  init(file: FileID) { self.file = file }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(
      file: file, start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound))
  }

  func setting<Value>(_ value: Value, _ member: JSONNode.Member) -> Configuration.Setting<Value> {
    Configuration.Setting(value: value, span: span(member.keyRange))
  }

  mutating func report(_ message: String, at range: Range<Int>, help: String? = nil) {
    findings.append(Diagnostic(.invalidConfiguration, message, at: span(range), help: help))
  }

  /// The members of an object, those with unknown keys and those that stand twice left out.
  mutating func object(_ node: JSONNode, _ what: String, keys: [String]) -> [JSONNode.Member]? {
    guard let members = node.members else {
      report("\(what) is an object in braces", at: node.range)
      return nil
    }
    var seen: Set<String> = []
    return members.filter { member in
      guard keys.contains(member.key) else {
        unknown("key", member, among: keys)
        return false
      }
      if seen.insert(member.key).inserted { return true }
      report("\"\(member.key)\" stands twice", at: member.keyRange, help: "keep one of the two")
      return false
    }
  }

  mutating func word(_ member: JSONNode.Member, _ words: [String]) -> String? {
    guard let word = member.node.string, words.contains(word) else {
      let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
      let meant = member.node.string.flatMap { Suggestion.nearest(to: $0, among: words) }
      report(
        "\"\(member.key)\" takes one of \(list)", at: member.node.range, help: meant.map { "did you mean \"\($0)\"?" })
      return nil
    }
    return word
  }

  mutating func number(_ member: JSONNode.Member, _ bounds: ClosedRange<Int>) -> Configuration.Setting<Int>? {
    guard let number = member.node.integer, bounds.contains(number) else {
      report(
        "\"\(member.key)\" takes a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
        at: member.node.range)
      return nil
    }
    return setting(number, member)
  }

  mutating func levels(_ member: JSONNode.Member) -> [(DiagnosticRule, Configuration.Setting<Severity?>)] {
    guard let members = member.node.members else {
      report("\"levels\" is an object in braces, with rules as keys", at: member.node.range)
      return []
    }
    return members.compactMap { member in
      guard let rule = DiagnosticRule(named: member.key) else {
        unknown("rule", member, among: DiagnosticRule.allCases.map(\.rawValue))
        return nil
      }
      guard rule.traits.preset != .language else {
        report(
          "\"\(member.key)\" is part of the language, so its level can't be changed", at: member.keyRange,
          help: "leave it out")
        return nil
      }
      guard let word = word(member, ["off"] + Severity.allCases.map(\.rawValue)) else { return nil }
      return (rule, setting(Severity(rawValue: word), member))
    }
  }

  private mutating func unknown(_ what: String, _ member: JSONNode.Member, among words: [String]) {
    let meant = Suggestion.nearest(to: member.key, among: words).map { "did you mean \"\($0)\"?" }
    let list = what == "key" ? "there is \(words.dropLast().joined(separator: ", "))" : nil
    report("there is no \(what) \"\(member.key)\"", at: member.keyRange, help: meant ?? list)
  }
}
