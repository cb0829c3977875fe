import FunnelDiagnostics

/// What is said about clauses that do something, and their actions.
extension Diagnostic {
  static func transitionOnExit(at span: SourceSpan, clause: SourceSpan) -> Diagnostic {
    Diagnostic(
      .transitionOnExit, "\"on exit\" can't lead anywhere: the lead is already on its way", at: span,
      label: "a second way out", secondary: [Label(clause, "runs as the stage is left")],
      help: "use \"exit when\", \"on completed\" or another clause that says when to leave")
  }

  static func actionBehindGo(at span: SourceSpan, go: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "nothing can come behind \"go\"", at: span, label: "never reached",
      secondary: [Label(go, "leads away")], help: "move \"go\" to the end")
  }

  static func doByOthers(_ activity: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "somebody else does the activity \"\(activity)\", so it can't have \"do\"", at: span,
      label: "runs by itself", help: "write \"by automatic\", or put the actions into \"on enter { ... }\"")
  }

  static func nobodyReads(_ verb: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"automatic\" is nobody who could be \(verb)", at: span, label: "not a person",
      help: "name a role of people, for example \"lead\" or \"manager\"")
  }

  static func valueInTitle(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "this title can't hold a value, because it is the same for all leads", at: span,
      label: "differs from lead to lead",
      help: "leave the value out, or write \"{{\" for a brace; only the titles of activities hold values")
  }

  static func noAddress(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingClause, "nobody knows where to write to the lead: no data point is of type email", at: span,
      label: "no address", help: "declare one, for example \"email: email personal\"")
  }

  static func invalidWebhook(_ url: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidWebhook, "\"\(url)\" is no address that a webhook can call", at: span,
      label: "neither http nor https, or without a host",
      help: "write the whole address, for example \"https://example.com/hook\"")
  }

  static func notTags(_ name: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "tags go into a set of text, and \"\(name)\" is \(type)", at: span, label: "this is \(type)",
      help: "declare a point such as \"tags: set of text\", or write \"set \(name) = ...\"")
  }

  static func setOfFixed(_ name: String, at span: SourceSpan, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"\(name)\" is fixed, so no action may change it", at: span, label: "keeps its first value",
      secondary: [Label(declared, "declared fixed here")],
      help: "write to another point, or declare this one without \"fixed\"")
  }

  static func entryLoop(_ places: [String], at span: SourceSpan, others: [Label]) -> Diagnostic {
    let way = (places + places.prefix(1)).prefix(10).map { "\"\($0)\"" }.joined(separator: " -> ")
    return Diagnostic(
      .automationLoop, "whoever enters \"\(places[0])\" is led round without end: \(way)", at: span,
      label: "leads on at once", secondary: Array(others.prefix(8)),
      notes: ["no time passes in between, so nothing else would ever happen to the lead"],
      help: "add \"when\" with a condition that ends it, or limit the visits")
  }

  static func setOutsideRange(_ text: String, of point: String, at span: SourceSpan, range: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "\(text) is outside the range of \"\(point)\", so the point would be missing", at: span,
      label: "outside the range", secondary: [Label(range, "only values in here fit")],
      help: "choose a value within the range, or widen it")
  }

  static func automationLoop(_ points: [String], at span: SourceSpan, others: [Label]) -> Diagnostic {
    let way = (points + points.prefix(1)).prefix(10).map { "\"\($0)\"" }.joined(separator: " -> ")
    return Diagnostic(
      .automationLoop,
      points.count == 1
        ? "this clause changes \"\(points[0])\", and so sets itself off without end"
        : "these clauses set each other off without end: \(way)",
      at: span, label: "changed again here", secondary: Array(others.prefix(8)),
      notes: ["no time passes in between, so nothing else would ever happen to the lead"],
      help: "add \"when\" with a condition that ends it, or write to another point")
  }
}
