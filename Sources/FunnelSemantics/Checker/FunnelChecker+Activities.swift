import FunnelDiagnostics
import FunnelSyntax

/// Stages' activities.
extension FunnelChecker {
  /// The roles that every funnel has, and the journey's responsible person.
  static let builtInRoles: [String: ResolvedActor] = [
    "lead": .lead, "administrator": .administrator, "manager": .manager, "automatic": .automatic, "owner": .owner,
  ]

  /// Who bears the role of that name.
  func actor(_ name: NameSyntax) -> ResolvedActor? {
    if let actor = Self.builtInRoles[name.text] { return actor }
    if let entry = roles[name.text] { return .role(entry.meaning) }
    reportUnknown(
      "role named", name.text, at: name.span, among: Self.builtInRoles.keys.sorted() + Array(roles.names))
    return nil
  }

  /// An activity; nil where something in it is wrong.
  func activity(
    _ syntax: ActivitySyntax, in stage: ID<ResolvedStage>, _ names: NameTable<ID<ResolvedActivity>>
  ) -> ResolvedActivity? {
    let errors = report.errors
    guard let name = syntax.name, let nameID = activityNames[name.text]?.meaning else { return nil }
    let actor = syntax.by?.role.flatMap { self.actor($0) }
    if syntax.by == nil { report.add(.unassigned(activity: name.text, at: name.span)) }
    let otherThan = syntax.by?.otherThan.map { self.otherThan($0, in: name) }
    let title = syntax.title.map { text($0) }
    let condition = syntax.condition.map { self.condition($0.condition) }
    let after = self.after(syntax.after?.activities ?? [], names)
    let due = syntax.due.map { clause in
      clauseDuration(clause.duration, "due").map { Spanned($0, clause.span) }
    }
    let retry = syntax.retry.map { self.retry($0) }
    let reminder = syntax.remind.map { self.reminder($0) }
    let collects = points(syntax.collects?.points ?? [], "collects").map(\.value)
    let with = syntax.with.map { fields($0.entries) } ?? []
    let does = syntax.does.map { self.does($0, of: name, by: actor) }
    guard errors == report.errors, let actor, title != .some(nil), otherThan != .some(nil), condition != .some(nil),
      due != .some(nil),
      retry != .some(nil),
      reminder != .some(nil)
    else { return nil }
    return ResolvedActivity(
      name: nameID, stage: stage, title: title ?? nil, actor: actor, otherThan: otherThan ?? nil,
      kind: syntax.kind?.name?.text,
      condition: condition ?? nil, isOptional: syntax.optional != nil, after: after, due: due ?? nil,
      retry: retry ?? nil, reminder: reminder ?? nil, collects: collects, with: with, actions: does,
      documentation: documentation(of: syntax),
      span: name.span, place: report.use ?? name.span)
  }

  /// The activity whose doer may not do this one too.
  private func otherThan(_ syntax: NameSyntax, in activity: NameSyntax) -> ID<ResolvedActivityName>? {
    guard let other = activityName(syntax) else { return nil }
    guard syntax.text != activity.text else {
      report.add(.otherThanItself(activity.text, at: syntax.span))
      return nil
    }
    return other
  }

  private func after(_ syntax: [NameSyntax], _ names: NameTable<ID<ResolvedActivity>>) -> [ID<ResolvedActivity>] {
    var result: [ID<ResolvedActivity>] = []
    for name in syntax {
      guard let entry = names[name.text] else {
        reportForeignActivity(name, among: names)
        continue
      }
      if !result.contains(entry.meaning) { result.append(entry.meaning) }
    }
    return result
  }

  /// Reports an activity that is none of the stage's.
  func reportForeignActivity(_ name: NameSyntax, among names: NameTable<ID<ResolvedActivity>>) {
    reportUnknown(
      "activity of this stage named", name.text, at: name.span, among: Array(names.names),
      help: activityNames[name.text] != nil ? "that activity belongs to another stage" : nil)
  }

  private func retry(_ syntax: RetrySyntax) -> ResolvedActivity.Retry? {
    let every = syntax.interval.map { clauseDuration($0, "every") }
    guard let times = times(syntax.times, "retry"), every != .some(nil) else { return nil }
    return ResolvedActivity.Retry(times: times, every: every ?? nil)
  }

  private func reminder(_ syntax: RemindSyntax) -> ResolvedActivity.Reminder? {
    let every = clauseDuration(syntax.interval, "every")
    guard let times = times(syntax.times, "remind"), let every else { return nil }
    return ResolvedActivity.Reminder(every: every, times: times, span: syntax.span)
  }

  private func times(_ syntax: NumberSyntax?, _ clause: String) -> Int64? {
    guard let syntax, let times = wholeNumber(syntax) else { return nil }
    if times > 0 { return times }
    report.add(.zeroTimes(clause, at: syntax.span))
    return nil
  }

  /// Reports activities of a stage that wait for each other.
  func checkOrder(_ activities: [Pasted<ActivitySyntax>], _ names: NameTable<ID<ResolvedActivity>>) {
    let entries = names.entries
    guard let first = entries.first?.meaning.index else { return }
    var waits = [[Int]](repeating: [], count: entries.count)
    for activity in activities.map(\.syntax) {
      guard let after = activity.after?.activities, let name = activity.name,
        let own = names[name.text], own.span == name.span
      else { continue }
      waits[own.meaning.index - first] = after.compactMap { names[$0.text].map { $0.meaning.index - first } }
    }
    for cycle in FormulaGraph(readers: waits).cycles() {
      let places = cycle.map { entries[$0] }
      let others = places.dropFirst().map { Label($0.span, "and this one") }
      pasted(activities[cycle[0]]) { _ in
        report.add(.circularAfter(places.map(\.name), at: places[0].span, others: others))
      }
    }
  }
}
