import FunnelIR
import FunnelRuntime

/// All that is known of one lead, for people.
public enum ShowPage {
  /// The journeys of a lead, those that go on first; `at` is the instant as of which they stand.
  public static func text(_ views: [JourneyView], at instant: Int64) -> String {
    guard let first = views.first else { return "" }
    var page = TextPage()
    let zone = first.program.program.zone.name
    page.line("lead \(first.lead), as of \(first.shown(instant)) (\(zone))")
    let open = views.filter { !$0.journey.isEnded }
    for view in open + views.filter({ $0.journey.isEnded }) {
      page.separate()
      add(view, to: &page)
    }
    return page.text
  }

  /// Where a journey is, in words: `in progress, in stage "talk" since 2026-03-01 09:00`.
  static func standing(of view: JourneyView) -> String {
    var words = view.journey.status.rawValue.words
    let since = " since \(view.shown(view.since))"
    if let stage = view.stage {
      words += ", in stage \(named(stage))" + since
    } else if let end = view.end, !(end.name == "lost" || end.name == "converted") {
      words += " at end \(named(end))" + since
    } else if let pending = view.pending {
      words += ", at \(pending.kind.rawValue) \(named(pending))" + since
    } else {
      words += since
    }
    return words + (view.reason.map { ": \($0)" } ?? "")
  }

  /// A place by its name, with its title where it has one.
  static func named(_ place: JourneyView.Place) -> String {
    "\"\(place.name)\"" + (place.title.map { " (\($0))" } ?? "")
  }

  /// A place in words: `stage "talk" (A talk)`, `lost: went silent`.
  static func words(for place: JourneyView.Place) -> String {
    guard let outcome = place.outcome?.rawValue else { return "\(place.kind.rawValue) \(named(place))" }
    let reason = place.reason.map { ": \($0)" } ?? ""
    return place.name == outcome ? outcome + reason : "end \"\(place.name)\" (\(outcome)\(reason))"
  }

  private static func add(_ view: JourneyView, to page: inout TextPage) {
    let program = view.program.program
    page.line("\(view.id), version \(program.version)\(program.title.map { " of \($0)" } ?? "")")
    page.line(standing(of: view), depth: 1)
    var words = "registered \(view.shown(view.journey.started))"
    if let source = view.source { words += ", from \(source)" }
    if let owner = view.owner { words += ", owner \(owner)" }
    page.line(words, depth: 1)
    add("activities", activities(of: view), to: &page)
    add("coming up", timers(of: view), to: &page)
    add("stages visited", visits(of: view), to: &page)
    if !view.path.isEmpty { page.line("branches taken: \(view.path.joined(separator: ", "))", depth: 1) }
    add("scores", view.scores.map { [$0.name, "\($0.shown)"] }, to: &page)
    add("data", view.points.map { [$0.name, $0.text ?? "-", note(on: $0, view)] }, to: &page)
    let counts = view.journey.counts
    let told = [
      (counts.done, "done"), (counts.failed, "failed"), (counts.ignored, "ignored"), (counts.late, "late"),
      (counts.duplicates, "repeated"), (counts.outOfOrder, "out of order"),
    ].filter { $0.0 > 0 }
    if !told.isEmpty { page.line("counts: " + told.map { "\($0.0) \($0.1)" }.joined(separator: ", "), depth: 1) }
  }

  private static func add(_ heading: String, _ rows: [[String]], to page: inout TextPage) {
    guard !rows.isEmpty else { return }
    page.line(heading, depth: 1)
    page.table(rows, depth: 2)
  }

  private static func activities(of view: JourneyView) -> [[String]] {
    view.activities.map { activity in
      var state = activity.state.word.words
      if let wait = activity.wait, activity.isCurrent { state += words(wait) }
      var due = activity.due.map { "due \(view.shown($0))" } ?? ""
      if activity.isOverdue { due = "overdue since" + due.dropFirst(3) }
      let attempts = activity.attempts > 1 ? "attempt \(activity.attempts)" : ""
      return [activity.name, "by \(activity.assignee)", state, due, attempts]
    }
  }

  private static func words(_ wait: ActivityRecord.Wait) -> String {
    switch wait {
    case .before: ", waits for others"
    case .retry: ", waits for its next attempt"
    case .release: ", until it is unblocked"
    }
  }

  private static func timers(of view: JourneyView) -> [[String]] {
    view.timers.map { timer in
      let subject = timer.activity.map { "\"\($0)\"" } ?? ""
      let event =
        switch timer.kind {
        case .limit: "time is up" + (timer.target.map { ", on to \(words(for: $0))" } ?? "")
        case .due: "\(subject) becomes overdue"
        case .remind: "a reminder of \(subject)"
        case .retry: "the next attempt of \(subject)"
        case .watch: "something watched"
        }
      return [view.shown(timer.due), event]
    }
  }

  private static func visits(of view: JourneyView) -> [[String]] {
    view.visits.map { visit in
      let left = visit.left.map { "\(view.shown($0))" } ?? ""
      let stay = visit.left.map { Span.words($0 - visit.entered) } ?? ""
      return [visit.stage.name, view.shown(visit.entered), left, visit.how?.rawValue ?? "now", stay]
    }
  }

  private static func note(on point: JourneyView.Point, _ view: JourneyView) -> String {
    point.isPersonal && point.text != nil && !view.showsPersonal ? "personal" : ""
  }
}
