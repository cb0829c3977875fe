import FunnelDiagnostics

/// What is said about data points and feeds.
extension Diagnostic {
  static func defaultNotConstant(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a default must be written out", at: span, label: "not a constant",
      help: "use \"let\" for a value that is computed")
  }

  static func currencyOfOther(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "only an amount has a currency, and this point is \(type)", at: span, label: "no amount",
      help: "leave \"currency from\" out, or declare the point as money, for example \"money EUR\"")
  }

  static func manyValues(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "\"[*]\" reads many values, and only one is expected here", at: span, label: "many values",
      help: "take one of them, for example with \"[0]\", or declare a point as \"set of\" something")
  }

  static func notAPoint(_ name: String, at span: SourceSpan, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a data point is needed here, and \"\(name)\" is computed", at: span, label: "not a data point",
      secondary: [Label(declared, "declared here")])
  }

  static func setAsKey(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "leads can't be the same by a set", at: span, label: "may hold many values",
      help: "name a point that holds one value, such as an email")
  }

  static func uncheckedKeys(at span: SourceSpan, policy: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "\"unchecked\" looks for no duplicates, so it needs no point to find them by", at: span,
      label: "never looked at", secondary: [Label(policy, "nothing is looked for")],
      help: "write \"duplicates unchecked\", or one of \"ignore\", \"update\" and \"restart\" in its place")
  }

  static func tooManyKeys(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "leads are the same by at most \(limit) points", at: span, label: "one too many",
      help: "name the points that tell people apart best")
  }

  static func unknownTableForm(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unusableTable, "nobody can tell from its name what kind of table \"\(name)\" is", at: span,
      label: "no name of a table",
      help: "give the file a name that ends in .csv (with a line of column names), or in .ndjson (an object a line)")
  }

  static func lookupKey(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "no row of a table can be found by \(type)", at: span, label: "has no text of its own",
      help: "look up a text, an email, a whole number, a date, a country or a language")
  }

  static func circularType(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.circularLet, "the type \"\(name)\" stands for itself", at: span, label: "goes round in a circle")
  }

  static func sourcesUnread(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingClause, "nothing says where a lead's source stands in the feed", at: span, label: "sources are declared",
      notes: ["in a funnel with sources, a lead without the ref of one of them is refused"],
      help: "add \"feed leads { source from PATH }\"")
  }

  /// An information: a file of shared declarations is fine until it is to be run.
  static func onlyForImport(at span: SourceSpan) -> Diagnostic {
    var diagnostic = Diagnostic(
      .missingClause, "there is no funnel in this file, so it can only be imported", at: span, label: "nothing to run",
      notes: ["what it declares is checked in the funnels that use it"],
      help: "import it from a file with a funnel: \"import\" and its path in quotes")
    diagnostic.severity = .information
    return diagnostic
  }

  static func noFunnel(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingClause, "there is no funnel in this file", at: span, label: "nothing to run",
      help: "begin with \"funnel NAME { ... }\"")
  }
}
