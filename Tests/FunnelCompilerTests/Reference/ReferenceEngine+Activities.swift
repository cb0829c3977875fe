import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// The activities of the current visit.
extension ReferenceEngine {
  /// Changes the activities of the current visit.
  mutating func change(_ body: (inout ReferenceActivity) -> Void) {
    for name in journey.visit?.activities ?? [] {
      guard var activity = journey.latest[name] else { continue }
      body(&activity)
      journey.latest[name] = activity
    }
  }

  /// Opens what waits for nothing any more.
  mutating func openWaiting(at now: Int64) {
    for name in journey.visit?.activities ?? [] {
      guard let activity = journey.latest[name], activity.status == "blocked", activity.obstacle == "after" else {
        continue
      }
      let isFree = activity.declaration.after.allSatisfy {
        journey.latest[funnel.activities[$0].name]?.isSettled ?? false
      }
      if isFree { open(name, isNewAttempt: true, at: now) }
    }
  }

  /// Opens an activity: what is due counts from here.
  mutating func open(_ name: ID<ResolvedActivityName>, isNewAttempt: Bool, at now: Int64) {
    guard var activity = journey.latest[name] else { return }
    if isNewAttempt { activity.attempts += 1 }
    activity.status = "open"
    activity.obstacle = nil
    if let due = activity.declaration.due?.value {
      start(.due(name), after: due, declaredAt: activity.declaration.span.start, from: now)
      activity.due = calendar.shifted(now, by: due)
    }
    journey.latest[name] = activity
  }

  /// Drops the timers of an activity.
  mutating func close(_ name: ID<ResolvedActivityName>) {
    journey.timers.removeAll {
      switch $0.kind {
      case .limit: false
      case .due(let other), .retry(let other): other == name
      }
    }
  }

  mutating func start(
    _ kind: ReferenceJourney.Timer.Kind, after span: CalendarSpan, declaredAt place: Int32, from now: Int64
  ) {
    guard let due = calendar.shifted(now, by: span) else { return }
    journey.timers.append(ReferenceJourney.Timer(due: due, order: place, kind: kind))
  }
}
