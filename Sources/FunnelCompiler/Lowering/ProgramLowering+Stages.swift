import FunnelDiagnostics
import FunnelIR
import FunnelSemantics
import FunnelSyntax

/// Stages with their activities and timers.
extension ProgramLowering {
  /// A timer with the place in the text at which it is declared.
  private struct PlacedTimer {
    let place: Int32
    /// For those of activities, the place in the text of the activity.
    var part: Int32 = 0
    let timer: StageTimer
  }

  mutating func lowerStages() {
    for activity in funnel.activityNames { program.activityKeys.append(string(activity.name)) }
    for stage in funnel.stages {
      identities = [:]
      let activities = stage.activities
      let requirement = requirement(of: stage)
      let watches = watches(stage.exits, stage.watches, in: .stage)
      let conditions = stage.conditions.map { watched($0.value, in: .stage) }
      // What is watched is in text order already; `complete when` and `wait` stand where they stand.
      let places = (stage.exits.map(\.span.start) + stage.watches.map(\.span.start)).sorted()
      let watchers =
        zip(places, program.watches[watches.indices]).map { Watcher(place: $0, condition: $1.condition) }
        + zip(stage.conditions, conditions).map { Watcher(place: $0.span.start, condition: $1) }
      let timers = lowerTimers(of: stage, watchers)
      var numbers: [ID<ResolvedActivity>: [StageTimer.Kind: Int]] = [:]
      for index in timers.indices {
        guard let activity = program.timers[index].activity else { continue }
        numbers[ID(activity), default: [:]][program.timers[index].kind] = index
      }
      for id in activities { lower(id, timers: numbers[id] ?? [:]) }
      program.stages.append(
        Stage(
          name: string(stage.name), title: string(stage.title),
          activities: activities.first.map { TableRange(start: $0.index, count: activities.count) } ?? .empty,
          timers: timers, requirement: requirement, needed: stage.needed,
          conditions: routines.constants.list(conditions),
          visits: stage.visits.map { VisitLimit(visits: Int($0.visits), target: target($0.target)) }, watches: watches,
          answers: answers(stage.handlers, in: .stage),
          next: stage.next.map { target($0) }))
    }
  }

  /// The timer of a `limit`.
  mutating func timer(_ limit: ResolvedStage.Limit) -> StageTimer {
    StageTimer(.limit, span: CalendarSpan(limit.duration), target: target(limit.target))
  }

  /// The stage's timers in text order, which is the order in which they fire at one instant.
  private mutating func lowerTimers(of stage: ResolvedStage, _ watches: [Watcher]) -> TableRange {
    var timers: [PlacedTimer] = []
    if let limit = stage.limit {
      timers.append(PlacedTimer(place: limit.span.start, timer: timer(limit)))
    }
    for id in stage.activities {
      let activity = funnel.activities[id]
      if let due = activity.due {
        let timer = StageTimer(.due, span: CalendarSpan(due.value), activity: id.index)
        timers.append(PlacedTimer(place: activity.place.start, part: due.span.start, timer: timer))
      }
      if let reminder = activity.reminder {
        let timer = StageTimer(
          .remind, span: CalendarSpan(reminder.every), activity: id.index, times: Int(reminder.times))
        timers.append(PlacedTimer(place: activity.place.start, part: reminder.span.start, timer: timer))
      }
      // It never runs beside the activity's others, so among them its place doesn't matter.
      if let every = activity.retry?.every {
        let timer = StageTimer(.retry, span: CalendarSpan(every), activity: id.index)
        timers.append(PlacedTimer(place: activity.place.start, part: activity.span.start, timer: timer))
      }
    }
    for watch in watches where program.conditions[watch.condition].wakes.count > 0 {
      timers.append(PlacedTimer(place: watch.place, timer: StageTimer(.watch, condition: watch.condition)))
    }
    let start = program.timers.count
    program.timers += timers.sorted { ($0.place, $0.part) < ($1.place, $1.part) }.map(\.timer)
    return timers.isEmpty ? .empty : TableRange(start: start, count: timers.count)
  }

  /// The condition that all points are known which a stage requires.
  private mutating func requirement(of stage: ResolvedStage) -> Int? {
    let known = stage.requirements.map { required in
      let point = TypedExpression(.point(required.value), funnel.points[required.value].type, required.span)
      let isMissing = TypedExpression(.isMissing(point), .boolean, required.span)
      return TypedExpression(.not(isMissing), .boolean, required.span)
    }
    guard let first = known.first else { return nil }
    return condition(known.count > 1 ? TypedExpression(.all(known), .boolean, first.span) : first, in: .stage)
  }

  private mutating func lower(_ id: ID<ResolvedActivity>, timers: [StageTimer.Kind: Int]) {
    let activity = funnel.activities[id]
    program.activities.append(
      Activity(
        key: activity.name.index, title: activity.title.map { text($0, in: .stage) } ?? .empty,
        kind: string(activity.kind),
        role: activity.actor.roleNumber(in: funnel), otherThan: activity.otherThan?.index,
        condition: condition(ifAny: activity.condition, in: .stage), isOptional: activity.isOptional,
        after: routines.constants.list(activity.after.map { $0.index }), retries: Int(activity.retry?.times ?? 0),
        due: timers[.due], remind: timers[.remind], retry: timers[.retry],
        collects: routines.constants.list(activity.collects.map { $0.index }.sorted()),
        with: fields(activity.with, in: .stage), does: activity.actions.map { actions($0, in: .stage) }))
  }
}

extension ResolvedActor {
  /// The number of the role in the program: declared ones come first, then the built-in ones.
  func roleNumber(in funnel: ResolvedFunnel) -> Int {
    func builtIn(_ base: Role.Base) -> Int { funnel.roles.count + (Role.Base.builtIn.firstIndex(of: base) ?? 0) }
    return switch self {
    case .lead: builtIn(.lead)
    case .administrator: builtIn(.administrator)
    case .manager: builtIn(.manager)
    case .automatic: builtIn(.automatic)
    case .owner: builtIn(.owner)
    case .role(let id): id.index
    }
  }
}

extension Role.Base {
  /// The roles that every funnel has, in the order in which they stand behind the declared ones.
  static let builtIn: [Role.Base] = [.lead, .administrator, .manager, .automatic, .owner]
}

extension ResolvedRole.Kind {
  /// The base in the program's form.
  var base: Role.Base {
    switch self {
    case .administrator: .administrator
    case .manager: .manager
    case .stakeholder: .stakeholder
    }
  }
}
