import FunnelDiagnostics
import FunnelIR
import FunnelRuntime

/// The fields of a journey's line as they are typed on the command line: `id=lead,path,activities=activities.name`.
///
/// Each item is a field, with a name of its own in front (`id=lead`), with the parts that are wanted of each element of a list
/// (`activities.name`, `history.stage+entered`), and with a word that stands in place of null (`status=end|open`).
struct FieldList {
  private let program: Program
  private var fields: [JourneyField] = []

  /// The fields that a text asks for.
  static func fields(_ text: String, of program: Program) throws(UsageError) -> [JourneyField] {
    var list = FieldList(program: program)
    for item in text.split(separator: ",", omittingEmptySubsequences: false) { try list.add(item) }
    return list.fields
  }

  private init(program: Program) { self.program = program }

  private mutating func add(_ item: Substring) throws(UsageError) {
    let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = (halves.last ?? "").split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let path = (whole.first ?? "").split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
    let parts = path.count > 1 ? path[1].split(separator: "+", omittingEmptySubsequences: false).map(trimmed) : []
    let source = try source(path.first ?? "", parts, item: String(item))
    let own = halves.count > 1 ? trimmed(halves[0]) : nil
    let name = own ?? (isSingle(source) ? parts.last : nil) ?? path.first ?? ""
    guard !name.isEmpty else {
      throw UsageError("\"\(item)\" gives a field no name", help: "type NAME=FIELD, such as id=lead")
    }
    guard !fields.contains(where: { $0.name == name }) else {
      throw UsageError(
        "two fields are called \"\(name)\", and readers differ on which one counts",
        help: "give one of them another name: other_\(name)=\(path.first ?? "")")
    }
    fields.append(JourneyField(name, source, fallback: whole.count > 1 ? String(whole[1]) : nil))
  }

  /// Whether a path leads to one value, which is then called by its last word.
  private func isSingle(_ source: JourneyField.Source) -> Bool {
    switch source {
    case .count, .point, .score: true
    default: false
    }
  }

  private func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private func source(
    _ word: String, _ parts: [String], item: String
  ) throws(UsageError) -> JourneyField.Source {
    if let plain = FieldList.plain[word] {
      guard parts.isEmpty else {
        throw UsageError("\"\(word)\" has no parts", help: "type \"\(word)\" alone")
      }
      return plain
    }
    switch word {
    case "activities": return .activities(try parts.map { part throws(UsageError) in try named(part, of: word) })
    case "history": return .history(try parts.map { part throws(UsageError) in try named(part, of: word) })
    case "counts":
      return try parts.first.map { part throws(UsageError) in .count(try named(part, of: word)) } ?? .counts
    case "data":
      let names = program.points.map { program.strings[$0.name] }
      return try parts.first.map { part throws(UsageError) in .point(try index(part, in: names, of: word)) } ?? .data
    case "scores":
      let names = program.scores.map { program.strings[$0.name] }
      return try parts.first.map { part throws(UsageError) in .score(try index(part, in: names, of: word)) } ?? .scores
    default:
      let names = FieldList.plain.keys.sorted() + ["activities", "history", "counts", "data", "scores"]
      let meant = Suggestion.nearest(to: word, among: names)
      throw UsageError(
        word.isEmpty ? "a field is missing in \"\(item)\"" : "a journey's line has no field \"\(word)\"",
        help: meant.map { "did you mean \"\($0)\"?" } ?? "the fields are \(names.sorted().joined(separator: ", "))")
    }
  }

  private func named<Part: RawRepresentable & CaseIterable>(
    _ word: String, of list: String
  ) throws(UsageError) -> Part where Part.RawValue == String {
    let names = Part.allCases.map(\.rawValue)
    guard let part = Part(rawValue: word) else { throw unknown(word, names, of: list) }
    return part
  }

  private func index(_ word: String, in names: [String], of list: String) throws(UsageError) -> Int {
    guard let index = names.firstIndex(of: word) else { throw unknown(word, names, of: list) }
    return index
  }

  private func unknown(_ word: String, _ names: [String], of list: String) -> UsageError {
    let meant = Suggestion.nearest(to: word, among: names)
    return UsageError(
      "\"\(list)\" has no part \"\(word)\"",
      help: meant.map { "did you mean \"\($0)\"?" } ?? "the parts are \(names.joined(separator: ", "))")
  }

  /// The fields that are one value or are shown as a whole.
  private static let plain: [String: JourneyField.Source] = [
    "schemaVersion": .schemaVersion, "journey": .journey, "lead": .lead, "funnel": .funnel, "version": .version,
    "status": .status, "stage": .stage, "place": .place, "path": .path, "end": .end, "started": .started,
    "ended": .ended, "reason": .reason,
  ]
}
