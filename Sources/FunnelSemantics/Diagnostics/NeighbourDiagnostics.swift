import FunnelDiagnostics

/// What is said about funnels that run together.
extension Diagnostic {
  static func feedsDiffer(_ what: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .feedsDiffer, "the funnels that run together read \(what) in different ways", at: span, label: "not as the other",
      secondary: [Label(first, "read like this for the first funnel")],
      notes: ["a line of the feed is understood before anybody knows which funnel it is for"],
      help: "write the block once, in the first funnel: those without one read as it says")
  }

  static func handoverDiffers(
    _ point: String, to funnel: String, at span: SourceSpan, own: SourceSpan, other: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .handoverDiffers, "\"\(point)\" can't be handed over, because funnel \"\(funnel)\" gives it another type",
      at: span,
      label: "hands over the points that both have",
      secondary: [Label(own, "one type here"), Label(other, "another one there")],
      help: "give both the same type, or one of them another name")
  }

  static func funnelLoop(_ names: [String], at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .automationLoop,
      "funnels start one another without end: \(names.map { "\"\($0)\"" }.joined(separator: " -> "))", at: span,
      label: "and so on for ever", notes: ["each of them ends as soon as it begins, so the next one always starts"],
      help: "let one of them wait for something, or start the next one under a condition")
  }
}
