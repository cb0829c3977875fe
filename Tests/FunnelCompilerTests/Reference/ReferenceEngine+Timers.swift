import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// What happens because time passes.
extension ReferenceEngine {
  /// What time does next.
  enum Due {
    case wake(Wake)
    /// A timer, by its place among the journey's.
    case timer(Int, due: Int64)

    var time: Int64 {
      switch self {
      case .wake(let wake): wake.due
      case .timer(_, let due): due
      }
    }
  }

  /// What is due next: of what is due together the stage's in the order of the text, then the funnel's.
  func next() -> Due? {
    guard journey.isOpen, !journey.isEndless else { return nil }
    let wake = nextWake()
    let index = journey.timers.indices.min {
      (journey.timers[$0].due, journey.timers[$0].order) < (journey.timers[$1].due, journey.timers[$1].order)
    }
    let timer = index.map { journey.timers[$0] }
    if let wake, isFirst(wake, before: timer) { return .wake(wake) }
    return index.map { .timer($0, due: journey.timers[$0].due) }
  }

  /// Does what is due, at its own time.
  mutating func fire(_ due: Due) {
    journey.moved = due.time
    switch due {
    case .wake(let wake):
      tally[.wake] += 1
      if takeStep(at: wake.due) { look(at: wake.due) }
    case .timer(let index, _):
      let timer = journey.timers.remove(at: index)
      if takeStep(at: timer.due) { fire(timer) }
    }
  }

  private func isFirst(_ wake: Wake, before timer: ReferenceJourney.Timer?) -> Bool {
    guard let timer else { return true }
    if wake.due != timer.due { return wake.due < timer.due }
    return wake.clause.stage != nil && wake.clause.place < timer.order
  }

  private mutating func fire(_ timer: ReferenceJourney.Timer) {
    let now = timer.due
    switch timer.kind {
    case .limit(let target):
      tally[.limit] += 1
      leave("limit", at: now)
      return go(to: target, at: now)
    case .due(let name):
      tally[.overdue] += 1
      journey.latest[name]?.isPastDue = true
      note(.overdue(name))
    case .retry(let name):
      guard journey.latest[name]?.obstacle == "retry" else { return }
      tally[.retry] += 1
      open(name, isNewAttempt: true, at: now)
    case .remind(let name, let number, let openedAt):
      guard let activity = journey.latest[name], let reminder = activity.declaration.reminder else { return }
      tally[.reminder] += 1
      emitReminder(number, of: activity, at: now)
      if number < reminder.times { remind(name, number + 1, openedAt: openedAt, from: now) }
    }
    goOn(at: now)
  }

  /// Starts a timer, and says when it is due.
  @discardableResult
  mutating func start(
    _ kind: ReferenceJourney.Timer.Kind, after span: CalendarSpan, declaredAt place: Int32, from now: Int64
  ) -> Int64? {
    guard let due = calendar.shifted(now, by: span) else { return nil }
    if span.businessDays != 0 || span.businessTime != 0 { tally[.businessTimer] += 1 }
    journey.timers.append(ReferenceJourney.Timer(due: due, order: place, kind: kind))
    return due
  }

  /// Starts a reminder, counted from the opening.
  mutating func remind(_ name: ID<ResolvedActivityName>, _ number: Int64, openedAt: Int64, from now: Int64) {
    guard let reminder = journey.latest[name]?.declaration.reminder else { return }
    let every = reminder.every
    let span = CalendarSpan(
      months: every.months * number, days: every.days * number, businessDays: every.businessDays * number,
      businessTime: every.businessTime * number, microseconds: every.microseconds * number)
    guard let due = calendar.shifted(openedAt, by: span) else { return }
    journey.timers.append(
      ReferenceJourney.Timer(
        due: max(due, now), order: reminder.span.start, kind: .remind(name, number, openedAt: openedAt)))
  }

  // MARK: Conditions on time

  /// When time may change something that is watched.
  struct Wake {
    let due: Int64
    let clause: ReferenceClause
  }

  /// The next instant at which a comparison with the clock changes in anything that is watched.
  private func nextWake() -> Wake? {
    var wakes: [Wake] = []
    func add(_ condition: TypedExpression, _ clause: ReferenceClause, _ expression: ReferenceExpression) {
      let instants = expression.changes(of: condition).filter { $0 > journey.moved }
      if let due = instants.min() { wakes.append(Wake(due: due, clause: clause)) }
    }
    if let id = journey.visit?.stage {
      let inStage = asked(inStageAt: journey.moved)
      for watched in watched(by: id) { add(watched.condition, watched.clause, inStage) }
      for condition in funnel.stages[id].conditions {
        add(condition.value, ReferenceClause(stage: id, place: condition.span.start), inStage)
      }
    }
    let inFunnel = asked(inFunnelAt: journey.moved)
    for watched in watched(by: nil) { add(watched.condition, watched.clause, inFunnel) }
    return wakes.min {
      ($0.due, $0.clause.stage == nil ? 1 : 0, $0.clause.place) < (
        $1.due, $1.clause.stage == nil ? 1 : 0, $1.clause.place
      )
    }
  }
}

extension ReferenceExpression {
  /// The instants at which comparisons of the clock in a condition, or in the formulas that it reads, become another.
  func changes(of condition: TypedExpression) -> [Int64] {
    comparisons(in: condition).flatMap { comparison in
      values(besideClockIn: comparison).flatMap { value -> [Int64] in
        switch value {
        case .datetime(let instant)?: [instant, instant &+ 1]
        case .date(let day)?: [day, day + 1].map { calendar.firstInstant(showing: $0 * ReferenceCalendar.day) }
        default: []
        }
      }.filter { at($0).truth(comparison) != at($0 - 1).truth(comparison) }
    }
  }

  private func at(_ instant: Int64) -> ReferenceExpression {
    ReferenceExpression(funnel: funnel, calendar: calendar, journey: journey, now: instant, entered: entered)
  }

  private func comparisons(in expression: TypedExpression) -> [TypedExpression] {
    if values(besideClockIn: expression).isEmpty {
      switch expression.kind {
      case .letValue(let id):
        return funnel.lets[id].cases.flatMap { [$0.value] + ($0.condition.map { [$0] } ?? []) }.flatMap(comparisons)
      case .score(let id): return funnel.scores[id].rules.map(\.condition).flatMap(comparisons)
      default: return expression.operands.flatMap(comparisons)
      }
    }
    return [expression]
  }

  /// What stands beside `now` or `today` in a comparison; nothing where it is none.
  private func values(besideClockIn expression: TypedExpression) -> [ReferenceValue?] {
    func isClock(_ expression: TypedExpression) -> Bool { expression.kind == .now || expression.kind == .today }
    switch expression.kind {
    case .compare(_, let left, let right) where isClock(left): return [value(right)]
    case .compare(_, let left, let right) where isClock(right): return [value(left)]
    case .isInRange(let clock, let low, let high) where isClock(clock):
      return [low, high].map { $0.map { ReferenceValue($0) } }
    case .isOneOf(let clock, let elements) where isClock(clock): return elements.map(value)
    default: return []
    }
  }
}
