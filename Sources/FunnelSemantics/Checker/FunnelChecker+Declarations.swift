import FunnelDiagnostics
import FunnelSyntax

/// Names, declared before anything is looked at, so that their order in the text is no matter.
extension FunnelChecker {
  /// Declares a name in a table, or reports that it is taken; gives whether it is declared here.
  func declare<Meaning>(
    _ name: NameSyntax?, _ meaning: Meaning, _ what: String,
    in table: inout NameTable<Meaning>
  ) -> Bool {
    guard let name else { return false }
    guard let first = table.declare(name, meaning) else { return true }
    report.add(.duplicateName(what, name.text, at: name.span, first: first.span))
    return false
  }

  /// Declares everything that a funnel's parts can name.
  func declare(_ parts: FunnelParts) {
    for type in parts.types { _ = declare(type.name, type.type, "type", in: &types) }
    for (index, role) in parts.roles.enumerated() {
      if let name = role.name, Self.builtInRoles[name.text] != nil {
        report.add(.builtInRole(name.text, at: name.span))
      } else {
        _ = declare(role.name, ID(index), "role", in: &roles)
      }
    }
    for (index, source) in parts.sources.enumerated() { _ = declare(source.name, ID(index), "source", in: &sources) }
    for (index, point) in parts.points.enumerated() {
      _ = pasted(point) { declare($0.name, .point(ID(index)), "data point", in: &values) }
    }
    for (index, formula) in parts.lets.enumerated() {
      _ = declare(formula.name, .formula(ID(index)), "let", in: &values)
    }
    for (index, score) in parts.scores.enumerated() {
      _ = declare(score.name, .score(ID(index)), "score", in: &values)
    }
    for decision in parts.decisions { declare(decision.name, "decision", labels(of: decision)) }
    for split in parts.splits { declare(split.name, "split", labels(of: split)) }
    for (index, stage) in parts.stages.enumerated() {
      guard declare(stage.name, .stage(ID(index)), "stage", in: &places) else { continue }
      _ = declare(stage.name, ID(index), "stage", in: &stages)
    }
    for (index, end) in parts.ends.enumerated() { _ = declare(end.name, .end(ID(index)), "end", in: &places) }
    pointTypes = [FunnelType?](repeating: nil, count: parts.points.count)
    formulaTypes = [FormulaType](repeating: .pending, count: parts.lets.count)
  }

  /// Declares a decision or split, which is a value and a place.
  private func declare(_ name: NameSyntax?, _ what: String, _ labels: NameTable<Int>) {
    let id = ID<ResolvedDecision>(self.labels.count)
    if declare(name, .decision(id), what, in: &values) {
      _ = declare(name, .decision(id), what, in: &places)
    } else if let name {
      _ = places.declare(name, .decision(id))
    }
    self.labels.append(labels)
    describe.decisions.append(name?.text ?? "")
  }

  /// Declares the activities of all stages; gives those of each stage by name.
  func declareActivities(of stages: [[Pasted<ActivitySyntax>]]) -> [NameTable<ID<ResolvedActivity>>] {
    var count = 0
    var roleOf: [String: (role: String, span: SourceSpan)] = [:]
    return stages.map { stage in
      var table = NameTable<ID<ResolvedActivity>>()
      for activity in stage {
        pasted(activity) { activity in
          guard let name = activity.name else { return }
          if let first = table.declare(name, ID(count)) {
            report.add(.duplicateName("activity", name.text, at: name.span, first: first.span))
            return
          }
          count += 1
          _ = activityNames.declare(name, ID(activityNames.count))
          guard let role = activity.by?.role else { return }
          if let first = roleOf[name.text] {
            if first.role != role.text { report.add(.activityRoles(name.text, at: role.span, first: first.span)) }
          } else {
            roleOf[name.text] = (role.text, role.span)
          }
        }
      }
      return table
    }
  }
}
