import FunnelDiagnostics

/// What is said about values that do not fit where they stand.
extension Diagnostic {
  /// A value of one type stands where another is needed; `because` is the place that needs it.
  static func mismatch(
    expected: String, found: String, at span: SourceSpan, because: Label? = nil, help: String? = nil, fixes: [Fix] = []
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\(expected) is needed here, and this is \(found)", at: span, label: "this is \(found)",
      secondary: because.map { [$0] } ?? [], help: help, fixes: fixes)
  }

  static func incomparable(
    _ left: String, at leftSpan: SourceSpan, _ right: String, at rightSpan: SourceSpan, help: String? = nil,
    fixes: [Fix] = []
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\(left) can't be compared with \(right)", at: rightSpan, label: "this is \(right)",
      secondary: [Label(leftSpan, "this is \(left)")], notes: ["both sides of a comparison must be of one type"],
      help: help, fixes: fixes)
  }

  static func notACondition(_ found: String, at span: SourceSpan, help: String) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a condition is needed here, and this is \(found)", at: span, label: "neither true nor false",
      help: help)
  }

  static func unordered(_ type: String, _ sign: String, at span: SourceSpan, operand: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unorderedComparison, "\(type) has no order, so \"\(sign)\" means nothing", at: span, label: "can't be decided",
      secondary: operand == span ? [] : [Label(operand, "this is \(type)")],
      help: "use \"==\", \"!=\" or \"in { ... }\"")
  }

  static func setsCompared(_ sign: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "sets can't be compared with \"\(sign)\"", at: span, label: "between sets",
      help: "ask for an element with \"contains\", or for the number of elements with \"count(...)\"")
  }

  static func noOperation(
    _ sign: String, _ left: String, at leftSpan: SourceSpan, _ right: String, at rightSpan: SourceSpan,
    whole: SourceSpan,
    help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"\(sign)\" can't be used between \(left) and \(right)", at: whole, label: "no such computation",
      secondary: [Label(leftSpan, "this is \(left)"), Label(rightSpan, "this is \(right)")], help: help)
  }

  static func noNegation(_ found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.typeMismatch, "\(found) has no sign that could be turned", at: span, label: "this is \(found)")
  }

  static func notASet(_ found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a set is needed behind \"in\", and this is \(found)", at: span, label: "this is \(found)",
      help: "write \"==\" for one value, or put the values in braces: \"in { ... }\"")
  }

  static func setInSet(_ found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"in\" looks for one value, and this is \(found)", at: span, label: "this is \(found)",
      help: "ask for each value with \"contains\", joined with \"or\"")
  }

  static func setOfSets(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a set can't hold sets", at: span, label: "its elements are sets", help: "use one set of all")
  }

  static func emptySet(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a set without elements holds nothing", at: span, label: "nothing is in here",
      help: "name at least one value")
  }

  static func setNeedsType(_ word: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "nothing says what kind of value \"\(word)\" is", at: span, label: "a word on its own",
      notes: ["words such as country codes and members of a choice get their meaning from the type that is expected"],
      help: "give the type, for example \"let allowed: set of country = { DE, NO }\"")
  }

  static func wrongArgumentCount(_ name: String, needs: String, got: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"\(name)\" takes \(needs), and \(got) \(got == 1 ? "is" : "are") given", at: span,
      label: "\(got) given")
  }

  static func wrongArgument(_ name: String, needs: String, found: String, at span: SourceSpan, help: String? = nil)
    -> Diagnostic
  {
    Diagnostic(
      .typeMismatch, "\"\(name)\" takes \(needs), and this is \(found)", at: span, label: "this is \(found)", help: help
    )
  }

  static func textNeeded(_ sign: String, _ found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"\(sign)\" looks at text, and this is \(found)", at: span, label: "this is \(found)")
  }

  static func textOfOtherForm(_ text: String, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"\(text)\" is not \(type)", at: span, label: "can never be equal",
      notes: ["a value of a feed that has not the form of \(type) counts as missing"])
  }

  static func loneAlternative(_ text: String, at span: SourceSpan, comparison: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a value on its own is no condition", at: span, label: "compared with nothing",
      secondary: [Label(comparison, "only this is compared")],
      help: "write all values in braces, in { ..., \(text) }, or repeat the comparison behind \"or\"")
  }

  static func stateOfOther(_ state: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "only an activity can be \"\(state)\"", at: span, label: "not the name of an activity",
      help: "write the activity's name before \"is\"")
  }
}
