import FunnelDiagnostics
import FunnelSyntax

/// Names from earlier versions, and the titles of the stages that every funnel has.
extension FunnelChecker {
  /// Remembers what `renamed from` says, so that history kept under an old name is still found.
  func rememberFormerNames(_ parts: FunnelParts) {
    var points = NameTable<String>()
    for point in parts.points.map(\.syntax) {
      guard point.renamed != nil, let name = point.name?.text, case .point(let id)? = values[name]?.meaning else {
        continue
      }
      remember(point.renamed, of: name, "data point", .point(id), in: &points) { old in
        if case .point? = values[old]?.meaning { values[old]?.span } else { nil }
      }
    }
    var decisions = NameTable<String>()
    for decision in parts.decisions {
      guard decision.renamed != nil, let name = decision.name?.text, case .decision(let id)? = places[name]?.meaning
      else { continue }
      remember(decision.renamed, of: name, "decision", .decision(id), in: &decisions) { old in
        if case .decision? = places[old]?.meaning { places[old]?.span } else { nil }
      }
    }
    var formerStages = NameTable<String>()
    for stage in parts.stages {
      guard stage.renamed != nil, let name = stage.name?.text, let id = stages[name]?.meaning else { continue }
      remember(stage.renamed, of: name, "stage", .stage(id), in: &formerStages) { stages[$0]?.span }
    }
    var ends = NameTable<String>()
    for end in parts.ends {
      guard end.renamed != nil, let name = end.name?.text, case .end(let id)? = places[name]?.meaning else { continue }
      remember(end.renamed, of: name, "end", .end(id), in: &ends) { old in
        if case .end? = places[old]?.meaning { places[old]?.span } else { nil }
      }
    }
    var activities = NameTable<String>()
    for activity in parts.activities.joined().map(\.syntax) {
      guard activity.renamed != nil, let name = activity.name?.text, let id = activityNames[name]?.meaning else {
        continue
      }
      remember(activity.renamed, of: name, "activity", .activity(id), in: &activities) { activityNames[$0]?.span }
    }
  }

  /// Remembers one former name; `current` says where a name is declared that is still in use.
  private func remember(
    _ syntax: RenamedSyntax?, of name: String, _ what: String, _ thing: ResolvedFormerName.Thing,
    in table: inout NameTable<String>, current: (String) -> SourceSpan?
  ) {
    guard let old = syntax?.name else { return }
    if let place = current(old.text) {
      report.add(.formerNameInUse(what, old.text, at: old.span, current: place))
    } else if let first = table.declare(old.text, name, at: old.span) {
      // An activity of several stages may say so in each of them.
      if first.meaning != name || what != "activity" {
        report.add(.formerNameTwice(what, old.text, at: old.span, first: first.span))
      }
    } else {
      formerNames.append(ResolvedFormerName(thing: thing, name: old.text, span: old.span))
    }
  }

  /// What people call the stages that every funnel has.
  func systemTitles(_ syntax: [SystemTitleSyntax]) -> ResolvedSystemTitles {
    var titles = ResolvedSystemTitles()
    var seen: [SystemPlace: SourceSpan] = [:]
    for clause in syntax {
      guard let place = clause.place else { continue }
      if let first = seen[place.value] {
        report.add(.clauseTwice("title \(place.value.rawValue)", at: clause.span, first: first))
        continue
      }
      seen[place.value] = clause.span
      let title = plain(clause.title)
      switch place.value {
      case .incoming: titles.incoming = title
      case .converted: titles.converted = title
      case .lost: titles.lost = title
      }
    }
    return titles
  }
}
