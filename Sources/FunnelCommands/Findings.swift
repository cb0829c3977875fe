import FunnelDiagnostics
import FunnelLint

/// What was found in the funnels of one invocation, and in which form it is shown.
struct Findings {
  /// The files that were read.
  var sources = SourceMap()
  /// What was found in them.
  private(set) var diagnostics: [Diagnostic] = []
  /// What was found and does not count.
  private var setAside: [SetAside] = []
  /// What they mean for the process.
  private(set) var status = ExitStatus.clean
  private let format: DiagnosticFormat
  /// What was added already: a file that several funnels import is read for each of them, and told of once.
  private var known: Set<Known> = []

  /// Which files were read, so that none is written over.
  var inputs: [FileIdentity] { sources.files.compactMap { FileIdentity(path: $0.name) } }

  /// Whether people read them, and not a program.
  var isForPeople: Bool { format.isForPeople }

  /// Whether nothing was found.
  var isEmpty: Bool { diagnostics.isEmpty }

  init(_ arguments: Arguments) {
    format = arguments.value(CommonOptions.format).flatMap(DiagnosticFormat.init(rawValue:)) ?? .text
  }

  /// Adds findings; an information leaves the file clean.
  /// - Parameter isShown: false where something else shows them, so that they only count.
  mutating func add(_ found: [Diagnostic], status least: ExitStatus = .findings, isShown: Bool = true) {
    if isShown { diagnostics += found.filter { isNew($0) } }
    if found.contains(where: { $0.severity > .information }) { status = max(status, least) }
  }

  /// How many there are of each gravity.
  var count: DiagnosticCount { DiagnosticCount(diagnostics) }

  /// The findings that a baseline can hold, with their fingerprints.
  var fingerprints: [(finding: Diagnostic, fingerprint: String)] {
    let all = DiagnosticReport.fingerprints(of: diagnostics + setAside.map(\.finding), in: sources)
    let counted = Set(diagnostics)
    return all.filter { $0.finding.rule.traits.preset != .language && counted.contains($0.finding) }
  }

  /// Takes out what a baseline lists.
  mutating func setAside(by baseline: Baseline) {
    let known = fingerprints.filter { baseline.fingerprints.contains($0.fingerprint) }.map(\.finding)
    setAside += known.map { SetAside($0, by: .baseline, reason: "") }
    diagnostics.removeAll { Set(known).contains($0) }
  }

  /// Adds findings that do not count; they are only told to programs.
  mutating func add(setAside more: [SetAside]) { setAside += more.filter { isNew($0.finding) } }

  /// A finding as it is known again in the same file, read another time.
  private struct Known: Hashable {
    let rule: DiagnosticRule
    let message: String
    let file: String
    let start: Int32
    let end: Int32
  }

  private mutating func isNew(_ finding: Diagnostic) -> Bool {
    let place = finding.primary.span
    let key = Known(
      rule: finding.rule, message: finding.message, file: sources[place.file].name, start: place.start, end: place.end)
    return known.insert(key).inserted
  }

  /// Shows them.
  /// - Parameter areResult: whether they are what the verb was asked for; a program then reads them where results are.
  func show(on console: Console, areResult: Bool = false) throws {
    // A program that asked for a document gets one also where there is nothing to say.
    if diagnostics.isEmpty, format.isForPeople { return }
    let text = format.render(
      diagnostics, setAside: setAside, sources: sources, words: Self.words, colour: console.hasColour)
    if areResult, !format.isForPeople {
      try console.output.write(text)
    } else {
      console.say(text)
    }
  }

  /// What the tool says of itself and of its rules.
  private static let words = ToolWords(version: FunnelCommand.version) { rule in
    RuleRegistry.page(of: rule).map { ToolWords.Page(finds: $0.finds, why: $0.why.joined(separator: "\n\n")) }
  }
}
