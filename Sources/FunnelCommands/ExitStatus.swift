/// What the process tells whoever started it; the same for every verb.
enum ExitStatus: Int32, Comparable {
  /// Done, with nothing to complain about.
  case clean = 0
  /// Findings in a funnel, or rejected feed lines under `--strict`.
  case findings = 1
  /// Wrong usage, or something could not be read or written.
  case failure = 2
  /// Asked to stop before the end; the same command goes on from there.
  case interrupted = 3

  static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }
}
