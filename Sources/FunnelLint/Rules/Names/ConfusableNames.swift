import FunnelDiagnostics
import FunnelSemantics

/// Names that look alike.
enum ConfusableNames: FunnelRule {
  static let page = RulePage(
    .confusableNames,
    finds: "two names that differ only in what readers overlook",
    why: """
      Names that differ in case, in underscores, or in letters that look alike ("l" and "1", a Latin and a Cyrillic "a") \
      are taken for each other: the funnel is read as something else than what runs.
      """,
    "Give one of them a name that says how the two differ.",
    avoid: """
      data { lead_size: integer  leadsize: integer }
      start -> sort
      decision sort {
        when lead_size > leadsize -> converted
        otherwise                 -> lost "too small"
      }
      """,
    prefer: """
      data { lead_size: integer  least_size: integer }
      start -> sort
      decision sort {
        when lead_size > least_size -> converted
        otherwise                   -> lost "too small"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    let values =
      funnel.points.map { ($0.name, $0.span) } + funnel.lets.map { ($0.name, $0.span) }
      + funnel.scores.map { ($0.name, $0.span) } + funnel.decisions.map { ($0.name, $0.span) }
    let places =
      funnel.stages.map { ($0.name, $0.span) } + funnel.ends.map { ($0.name, $0.span) }
      + funnel.decisions.map { ($0.name, $0.span) }
    let activities = funnel.activityNames.compactMap { name in
      name.activities.first.map { (name.name, funnel.activities[$0].span) }
    }
    let roles = funnel.roles.map { ($0.name, $0.span) }
    let sources = funnel.sources.map { ($0.name, $0.span) }
    return [values, places, activities, roles, sources].flatMap { pairs(in: $0) }
  }

  /// Each name that looks like an earlier one of the same sort.
  private static func pairs(in names: [(name: String, span: SourceSpan)]) -> [Diagnostic] {
    var seen: [String: (name: String, span: SourceSpan)] = [:]
    return names.sorted { ($0.span.file, $0.span.start) < ($1.span.file, $1.span.start) }.compactMap { name, span in
      let look = look(of: name)
      guard let first = seen[look] else {
        seen[look] = (name, span)
        return nil
      }
      guard first.name != name else { return nil }
      return Diagnostic(
        .confusableNames, "\"\(name)\" looks like \"\(first.name)\"", at: span, label: "easily taken for the other",
        secondary: [Label(first.span, "the other is declared here")],
        help: "choose a name that says how the two differ")
    }
  }

  /// What is left of a name for somebody who reads fast.
  private static func look(of name: String) -> String {
    var look = ""
    for scalar in name.unicodeScalars where scalar != "_" {
      switch scalar {
      case "0": look += "o"
      case "1", "I": look += "l"
      case "A"..."Z": look.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value + 32)))
      case _ where scalar.isASCII: look.unicodeScalars.append(scalar)
      default: look += twins[scalar] ?? String(Character(scalar))
      }
    }
    return look
  }

  /// Letters of other scripts that look like Latin ones.
  private static let twins: [Unicode.Scalar: String] = {
    let cyrillic = zip("авсеһіјкмоԛрѕтухԝАВСЕНІЈКМОРЅТУХ".unicodeScalars, "abcehijkmoqpstyxwabcehljkmopstyx")
    let greek = zip("αορνικυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars, "aopvikutabezhlkmnoptyx")
    return Dictionary((Array(cyrillic) + Array(greek)).map { ($0, String($1)) }) { first, _ in first }
  }()
}
