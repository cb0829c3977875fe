import FunnelDiagnostics
import FunnelSemantics

/// Members of choices that are gone.
enum ChoiceRemoved: VersionRule {
  static let page = RulePage(
    .choiceRemoved,
    finds: "a member that a data point could have in the earlier version, and can't in the later one",
    why: """
      A lead with that value counts as one of which it is not known. What counts is what stands for the member in the feed, so a member \
      may have another name as long as its text stays.
      """,
    before: """
      data { industry: choice { bank, retail, other } }
      start -> sort
      decision sort { when industry in { bank, retail } -> converted  otherwise -> lost "other" }
      """,
    avoid: """
      data { industry: choice { bank, other } }
      start -> sort
      decision sort { when industry == bank -> converted  otherwise -> lost "other" }
      """,
    prefer: """
      data { industry: choice { bank, shop = "retail", other } }
      start -> sort
      decision sort { when industry in { bank, shop } -> converted  otherwise -> lost "other" }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    versions.points.compactMap { point, later in
      guard let before = point.type.memberType, let after = later.type.memberType else { return nil }
      let left = Set(versions.new.choices[after].members.map(\.feedValue))
      let gone = versions.old.choices[before].members.enumerated().filter { !left.contains($0.element.feedValue) }
      guard let first = gone.first else { return nil }
      let names = gone.map { "\"\($0.element.name)\"" }.joined(separator: ", ")
      let finding = Diagnostic(
        .choiceRemoved, "the data point \"\(later.name)\" can't be \(names) any more", at: later.span,
        label: "a lead with that value counts as one without any",
        secondary: [Label(first.element.span, "it was a member here")],
        help:
          "keep the member as long as leads have it, or let another one stand for it: \"NAME = \\\"\(first.element.feedValue)\\\"\""
      )
      return VersionChange(finding, touches: .members(gone.map(\.offset), of: point.name))
    }
  }
}

extension FunnelType {
  /// The choice whose members values of the type are, or hold.
  var memberType: ID<ResolvedChoice>? {
    switch self {
    case .choice(let id): id
    case .set(let element): element.memberType
    default: nil
    }
  }
}
