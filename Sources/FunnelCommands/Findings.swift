import FunnelDiagnostics

/// What was found in the funnels of one invocation, and in which form it is shown.
struct Findings {
  /// The files that were read.
  var sources = SourceMap()
  /// What was found in them.
  private(set) var diagnostics: [Diagnostic] = []
  /// What they mean for the process.
  private(set) var status = ExitStatus.clean
  private let format: DiagnosticFormat

  /// Which files were read, so that none is written over.
  var inputs: [FileIdentity] { sources.files.compactMap { FileIdentity(path: $0.name) } }

  /// Whether nothing was found.
  var isEmpty: Bool { diagnostics.isEmpty }

  init(_ arguments: Arguments) {
    format = arguments.value(CommonOptions.format).flatMap(DiagnosticFormat.init(rawValue:)) ?? .text
  }

  /// Adds findings; an information leaves the file clean.
  /// - Parameter isShown: false where something else shows them, so that they only count.
  mutating func add(_ found: [Diagnostic], status least: ExitStatus = .findings, isShown: Bool = true) {
    if isShown { diagnostics += found }
    if found.contains(where: { $0.severity > .information }) { status = max(status, least) }
  }

  /// Shows them.
  func show(on console: Console) {
    // A program that asked for JSON gets a document also where there is nothing to say.
    if diagnostics.isEmpty, format != .json { return }
    console.say(format.render(diagnostics, sources: sources, colour: console.hasColour))
  }
}
