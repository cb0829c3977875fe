import FunnelDiagnostics
import FunnelSemantics

/// Values that are called like a bare word.
enum ShadowedName: FunnelRule {
  static let page = RulePage(
    .shadowedName,
    finds: "a value with the name of a word that stands for something else",
    why: """
      A word on its own is a member of a choice or a source where one is expected, and a value everywhere else. Where \
      both have one name, a reader has to know the types to tell which is meant.
      """,
    avoid: """
      data { partner: boolean  origin: choice { partner, website } }
      start -> sort
      decision sort {
        when origin == partner and partner -> converted
        otherwise                          -> lost "no partner"
      }
      """,
    prefer: """
      data { has_partner: boolean  origin: choice { partner, website } }
      start -> sort
      decision sort {
        when origin == partner and has_partner -> converted
        otherwise                              -> lost "no partner"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    var words: [String: (what: String, span: SourceSpan)] = [:]
    for choice in funnel.choices {
      for member in choice.members where words[member.name] == nil {
        words[member.name] = ("a member of a choice", member.span)
      }
    }
    for source in funnel.sources where words[source.name] == nil { words[source.name] = ("a source", source.span) }
    let values =
      funnel.points.map { ("data point", $0.name, $0.span) } + funnel.lets.map { ("formula", $0.name, $0.span) }
      + funnel.scores.map { ("score", $0.name, $0.span) } + funnel.decisions.map { ("decision", $0.name, $0.span) }
    return values.compactMap { what, name, span in
      words[name].map { word in
        Diagnostic(
          .shadowedName, "the \(what) \"\(name)\" has the name of \(word.what)", at: span, label: "one name",
          secondary: [Label(word.span, "and the same here")],
          notes: ["which of the two \"\(name)\" means depends on the types around it"],
          help: "rename the \(what)")
      }
    }
  }
}
