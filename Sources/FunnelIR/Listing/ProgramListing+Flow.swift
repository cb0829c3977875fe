/// Intake, decisions, stages and ends.
extension ProgramListing {
  mutating func writeFlow() {
    if section("look-ups", isEmpty: program.enrichments.isEmpty) {
      for enrichment in program.enrichments { write(enrichment) }
    }
    lines += ["", "intake"]
    if let title = program.intake.title { row("called \(quoted(string(title)))") }
    let keys = program.intake.keys.map { string(program.points[$0].name) }.joined(separator: ", ")
    let time = program.intake.restartAfter.map { " after \(name($0))" } ?? ""
    row("duplicates \(keys.isEmpty ? "" : "by \(keys) ")\(program.intake.duplicates.rawValue)\(time)")
    for step in program.intake.steps { row("decline \(quoted(string(step.reason))) when c\(step.condition)") }
    for hold in program.intake.holds {
      row("hold when c\(hold.condition)")
      for timer in program.timers[hold.timers.indices] { write(timer) }
    }
    lines += ["", "start -> \(name(program.start))"]
    for decision in program.decisions { write(decision) }
    for stage in program.stages { write(stage) }
    if section(
      "in every stage",
      isEmpty: [program.ownTimers, program.ownWatches, program.ownAnswers].allSatisfy { $0.count == 0 })
    {
      for timer in program.timers[program.ownTimers.indices] { write(timer) }
      write(watches: program.ownWatches, answers: program.ownAnswers)
    }
    if section("ends", isEmpty: program.ends.isEmpty) {
      for end in program.ends {
        let title = end.title.map { " called \(quoted(string($0)))" } ?? ""
        row("\(string(end.name)): \(end.outcome.rawValue)\(self.title(end.reason))\(title)")
      }
    }
    if section("former names", isEmpty: program.formerNames.isEmpty) {
      for former in program.formerNames {
        row("\(former.kind.rawValue) \(name(former)) was \(string(former.name))")
      }
    }
  }

  private func name(_ former: FormerName) -> String {
    switch former.kind {
    case .point: string(program.points[former.index].name)
    case .decision: string(program.decisions[former.index].name)
    case .stage: string(program.stages[former.index].name)
    case .activity: activityName(former.index)
    case .end: string(program.ends[former.index].name)
    }
  }

  private mutating func write(_ enrichment: Enrichment) {
    let cells = enrichment.cells.map { "\(string(program.points[$0.point].name)) from \(quoted(string($0.column)))" }
    row(
      "\(quoted(string(enrichment.file))) by \(quoted(string(enrichment.column))) = the value of \(enrichment.entry): "
        + cells.joined(separator: ", "))
  }

  private mutating func write(_ decision: Decision) {
    let word = decision.isSplit ? "split" : "decision"
    lines += ["", "\(word) \(string(decision.name))\(decision.isUnique ? " unique" : "")\(title(decision.title))"]
    let labels = program.choices[decision.labels].members
    for branch in program.branches[decision.branches.indices] {
      let condition =
        decision.isSplit
        ? "\(Double(branch.share) / 10_000) %" : branch.condition.map { "when c\($0)" } ?? "otherwise"
      row("\(condition) -> \(name(branch.target)) as \(labels[branch.label].name)")
    }
  }

  private mutating func write(_ stage: Stage) {
    lines += ["", "stage \(string(stage.name))\(title(stage.title))"]
    if let requirement = stage.requirement { row("requires c\(requirement)") }
    if let needed = stage.needed { row("complete when \(needed) of them") }
    for id in stage.conditions.indices { row("complete when c\(program.ids[id])") }
    if let limit = stage.visits { row("limit \(limit.visits) visits -> \(name(limit.target))") }
    for activity in program.activities[stage.activities.indices] { write(activity) }
    for timer in program.timers[stage.timers.indices] { write(timer) }
    write(watches: stage.watches, answers: stage.answers)
    if let next = stage.next { row("then -> \(name(next))") }
  }

  private mutating func write(_ activity: Activity) {
    let title = activity.title.count > 0 ? " \(self.text(activity.title))" : ""
    var text = "activity \(activityName(activity.key))\(title) by \(string(program.roles[activity.role].name))"
    if let other = activity.otherThan { text += " other than \(activityName(other))" }
    if let kind = activity.kind { text += " kind \(string(kind))" }
    if let condition = activity.condition { text += " when c\(condition)" }
    if activity.isOptional { text += " optional" }
    let before = program.ids[activity.after.indices].map { activityName(program.activities[$0].key) }
    if !before.isEmpty { text += " after \(before.joined(separator: ", "))" }
    if activity.retries > 0 { text += " retry \(activity.retries) times" }
    let points = program.ids[activity.collects.indices].map { string(program.points[$0].name) }
    if !points.isEmpty { text += " collects \(points.joined(separator: ", "))" }
    if activity.with.count > 0 { text += " with \(self.text(fields: activity.with))" }
    row(text)
    if let actions = activity.does {
      row("do", depth: 2)
      write(actions: actions)
    }
  }

  private mutating func write(_ timer: StageTimer) {
    let whose = timer.activity.map { " \(activityName(program.activities[$0].key))" } ?? ""
    let times = timer.kind == .remind ? " at most \(timer.times) times" : ""
    let target = timer.target.map { " -> \(name($0))" } ?? ""
    if let condition = timer.condition { return row("timer watch c\(condition)") }
    row("timer \(timer.kind.rawValue)\(whose) after \(name(timer.span))\(times)\(target)")
  }

  func activityName(_ key: Int) -> String { string(program.activityKeys[key]) }
}
