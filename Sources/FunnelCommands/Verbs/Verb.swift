/// Something `funnelc` can be asked to do.
protocol Verb: Sendable {
  /// How it is asked.
  static var syntax: VerbSyntax { get }

  /// Does it.
  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus
}
