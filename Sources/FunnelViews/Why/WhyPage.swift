import FunnelIR
import FunnelRuntime

/// How a lead came to be where it is, on one screen.
public enum WhyPage {
  /// How many decisions are told with all their branches, the last ones.
  private static let mostDecisions = 3
  /// How many steps are told, the last ones.
  private static let mostSteps = 20
  /// A decision of more branches is told without those that came behind the one that was taken.
  private static let mostBranches = 6

  /// The page.
  /// - Parameters:
  ///   - others: the lead's other journeys.
  ///   - isWhole: whether everything is told, however long it gets.
  public static func text(
    _ story: WhyStory, _ answer: WhyAnswer, others: [JourneyView], at instant: Int64, isWhole: Bool
  ) -> String {
    var page = TextPage()
    let view = story.view
    let zone = view.program.program.zone.name
    page.line("\(view.id), version \(view.program.program.version), as of \(view.shown(instant)) (\(zone))")
    page.line(ShowPage.standing(of: view))
    page.separate()
    if story.isErased { page.line("the lead was erased: what happened before is not told any more") }
    addSteps(of: story, isWhole: isWhole, to: &page)
    page.separate()
    if !story.isErased { add(answer, view, to: &page) }
    if !others.isEmpty {
      page.separate()
      page.line(
        "other journeys of the lead: "
          + others.map { "\($0.id) (\($0.journey.status.rawValue.words))" }.joined(separator: ", "))
    }
    return page.text
  }

  // MARK: What happened

  private static func addSteps(of story: WhyStory, isWhole: Bool, to page: inout TextPage) {
    let hidden = isWhole ? 0 : max(0, story.steps.count - mostSteps)
    let decisions = story.steps.indices.filter { if case .decision = story.steps[$0].step { true } else { false } }
    let told = Set(isWhole ? decisions[...] : decisions.suffix(mostDecisions))
    var last = ""
    if hidden > 0 { page.line("(\(hidden) earlier steps; \"--all\" tells them)") }
    for (index, step) in story.steps.enumerated().dropFirst(hidden) {
      let time = story.view.shown(step.time)
      let head = time == last ? String(repeating: " ", count: time.count) : time
      last = time
      switch step.step {
      case .note(let text): page.line("\(head)  \(text)")
      case .decision(let asked):
        page.line("\(head)  \(heading(of: asked))")
        if told.contains(index) { add(asked, indent: time.count + 4, isWhole: isWhole, to: &page) }
      }
    }
  }

  private static func heading(of asked: WhyStory.Asked) -> String {
    guard let label = asked.label, let taken = asked.branches.first(where: \.isTaken) else {
      return "decision \"\(asked.name)\": no branch is known to be true"
    }
    return "decision \"\(asked.name)\" -> \(taken.target)" + (label == taken.target ? "" : " as \(label)")
  }

  private static func add(_ asked: WhyStory.Asked, indent: Int, isWhole: Bool, to page: inout TextPage) {
    let taken = asked.branches.firstIndex(where: \.isTaken)
    var branches = asked.branches[...]
    if !isWhole, branches.count > mostBranches {
      // What decided stays: the branch that was taken, and the ones just before it.
      let end = (taken ?? branches.count - 1) + 1
      branches = branches[max(0, end - mostBranches)..<end]
    }
    var rows: [[String]] = []
    for (index, branch) in zip(branches.indices, branches) {
      let isBehind = taken.map { index > $0 } ?? false
      let condition =
        branch.text.map { "when \($0)" } ?? (branch.hasCondition ? "when its condition holds" : "otherwise")
      // A condition of one part needs no line for it.
      let alone = branch.parts.first.flatMap { $0.text == branch.text ? $0 : nil }
      let read = isBehind ? "" : alone.map { values(of: $0) } ?? ""
      let target = "-> \(branch.target)" + (read.isEmpty ? "" : "  (\(read))")
      rows.append([isBehind ? "" : word(branch.truth), condition, target])
      guard !isBehind else { continue }
      for part in branch.parts.dropFirst(alone == nil ? 0 : 1) {
        let indent = String(repeating: "  ", count: alone == nil ? part.depth : part.depth - 1)
        rows.append([word(part.truth), indent + part.text, values(of: part)])
      }
    }
    page.table(rows, indent: indent)
    let left = asked.branches.count - branches.count
    if left > 0 { page.line(String(repeating: " ", count: indent) + "(\(left) more branches; \"--all\" tells them)") }
  }

  /// A part of a condition in one line.
  static func words(_ part: WhyStory.Part) -> String {
    let values = values(of: part)
    return "\(word(part.truth)): \(part.text)" + (values.isEmpty ? "" : "  (\(values))")
  }

  static func word(_ truth: JournalRecord.Truth) -> String {
    switch truth {
    case .true: "yes"
    case .false: "no"
    case .unknown: "unknown"
    }
  }

  private static func values(of part: WhyStory.Part) -> String {
    part.values.map { value in value.value.map { "\(value.name) is \($0)" } ?? "\(value.name) is missing" }
      .joined(separator: ", ")
  }

  // MARK: What could have been

  private static func add(_ answer: WhyAnswer, _ view: JourneyView, to page: inout TextPage) {
    guard !answer.looks.isEmpty else {
      return page.line("nothing that the lead told has decided its way so far")
    }
    for look in answer.looks {
      let place = look.moment.origin == .intake ? "at registration" : "at decision \"\(look.moment.name)\""
      let time = "on \(view.shown(look.moment.time))"
      guard let found = look.alternatives else {
        page.line("\(place) \(time): the records do not lead the same way again, so no change can be tried")
        continue
      }
      guard !found.changes.isEmpty else {
        let words =
          found.isComplete
          ? "no change of a single data point leads elsewhere" : "no change that was tried leads elsewhere"
        page.line("\(place) \(time): \(words) (\(found.tried) tried)")
        continue
      }
      page.line("what would have led elsewhere, \(place) \(time), all else as it was:")
      page.table(found.changes.prefix(4).map { [change($0, view), "-> \(words(for: $0.outcome, view))"] }, depth: 1)
      let rest = found.changes.count - 4
      let more = rest > 0 ? ", and \(rest) more lead to other places" : ""
      page.line("(the smallest change first; each was tried, of \(found.tried) in all\(more))", depth: 1)
    }
  }

  /// A change in words: `employees 199 in place of 250`.
  static func change(_ change: Inquiry.Change, _ view: JourneyView) -> String {
    let point = view.program.program.points[change.slot]
    let name = view.program.program.strings[point.name]
    let before = view.text(change.before, isPersonal: point.isPersonal)
    guard let after = view.text(change.after, isPersonal: point.isPersonal) else {
      return "\(name) missing, in place of \(quotedIfEmpty(before))"
    }
    guard let before else { return "\(name) \(quotedIfEmpty(after)), which was missing" }
    if point.isPersonal, !view.showsPersonal { return "another \(name) (personal)" }
    return "\(name) \(quotedIfEmpty(after)) in place of \(quotedIfEmpty(before))"
  }

  private static func quotedIfEmpty(_ text: String?) -> String { text.map { $0.isEmpty ? "nothing" : $0 } ?? "missing" }

  /// Where a journey comes to rest, in words.
  static func words(for outcome: Inquiry.Outcome, _ view: JourneyView) -> String {
    switch outcome {
    case .declined(let reason):
      reason >= 0 ? "declined: \(view.program.program.strings[reason])" : "declined"
    case .held: "held at intake"
    case .stopped: "stopped, because it goes in circles"
    case .stage(let index): ShowPage.words(for: view.place(Target(.stage, index)))
    case .blocked(let target): "blocked at \(target.kind.rawValue) \(ShowPage.named(view.place(target)))"
    case .end(let index): ShowPage.words(for: view.place(Target(.end, index)))
    }
  }
}
