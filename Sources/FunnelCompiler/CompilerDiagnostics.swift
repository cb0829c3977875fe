import FunnelDiagnostics

/// What the pipeline itself can report.
enum CompilerDiagnostics {
  static func severalFunnels(at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notSupportedYet, "several funnels in one file are not supported yet", at: span, label: "the second funnel",
      secondary: [Label(first, "the first funnel")], help: "put each funnel into a file of its own")
  }

  static func zone(_ name: String, _ problem: CompilerServices.ZoneProblem, at span: SourceSpan) -> Diagnostic {
    switch problem {
    case .unknown:
      Diagnostic(
        .unknownName, "there is no time zone \"\(name)\"", at: span, label: "not in this machine's zone data",
        notes: ["dates, days and hours are told in the funnel's zone"],
        help: "write a name of the tz database, for example \"Europe/Berlin\", or \"UTC\"")
    case .unusable(let reason):
      Diagnostic(
        .unreadableFile, "the zone data of \"\(name)\" can't be used: \(reason)", at: span,
        label: "this zone's file is damaged", help: "install the zone data again, the package \"tzdata\" as a rule")
    }
  }
}
