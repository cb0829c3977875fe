import FunnelDiagnostics
import FunnelSemantics

/// Data points of another type.
enum Retyped: VersionRule {
  static let page = RulePage(
    .retyped,
    finds: "a data point that has another type in the later version",
    why: """
      What is known of leads under way can't be taken over, and a feed that wrote the one may not fit the other. Give the new data \
      point another name, so that both can be told apart.
      """,
    before: """
      data { size: text }
      start -> sort
      decision sort { when size == "large" -> converted  otherwise -> lost "small" }
      """,
    avoid: """
      data { size: choice { large, small } }
      start -> sort
      decision sort { when size == large -> converted  otherwise -> lost "small" }
      """,
    prefer: """
      data { size: text  title: text }
      start -> sort
      decision sort { when size == "large" -> converted  otherwise -> lost "small" }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    versions.points.compactMap { point, later in
      guard point.type.withoutMembers != later.type.withoutMembers else { return nil }
      let finding = Diagnostic(
        .retyped, "the data point \"\(later.name)\" has another type", at: later.span,
        label: "what was read before may not fit", secondary: [Label(point.span, "its type was another one here")],
        help: "give the new data point a name of its own")
      return VersionChange(finding, touches: .known(point.name))
    }
  }
}

extension FunnelType {
  /// The type, all choices taken for one.
  fileprivate var withoutMembers: FunnelType {
    switch self {
    case .choice: .choice(ID(0))
    case .label: .label(ID(0))
    case .set(let element): .set(element.withoutMembers)
    default: self
    }
  }
}
