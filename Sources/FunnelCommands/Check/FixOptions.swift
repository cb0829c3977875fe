/// The options that mend what was found.
enum FixOptions {
  static let fix = OptionSyntax(
    "--fix", .none, "mend what can be mended without changing any lead's way, which is proved each time")
  static let unsafe = OptionSyntax(
    "--unsafe-fixes", .none, "with --fix or --diff: mend also where leads may go elsewhere; look at what was changed")
  static let diff = OptionSyntax("--diff", .none, "show what --fix would change, and change nothing")
}
