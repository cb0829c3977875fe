import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// A condition that stands by itself and sends a lead away or spares it something.
struct LoneCondition {
  /// The condition.
  let condition: TypedExpression
  /// When it is asked.
  let place: ConditionPlace
  /// The clause that it belongs to, as it is written, and its name where it has one.
  let clause: String
  /// What becomes of a lead for which it is not true.
  let otherwise: String
  /// Whether it is asked once only, and so that the lead is let in.
  let letsIn: Bool
}

extension FunnelContext {
  /// The conditions of intake, of watched ways out and of activities, in order of declaration.
  var loneConditions: [LoneCondition] {
    let intake = funnel.intake
    var all = intake.declines.enumerated().map { index, decline in
      LoneCondition(
        condition: decline.condition, place: .intake(declinesBefore: index), clause: "\"decline\"",
        otherwise: "is let in", letsIn: true)
    }
    all += intake.holds.map {
      LoneCondition(
        condition: $0.condition, place: .intake(declinesBefore: intake.declines.count), clause: "\"hold when\"",
        otherwise: "is not held", letsIn: false)
    }
    all += (funnel.exits + funnel.stages.flatMap(\.exits)).map {
      LoneCondition(
        condition: $0.condition, place: .anyTime, clause: "\"exit when\"", otherwise: "stays", letsIn: false)
    }
    var seen: Set<SourceSpan> = []
    for activity in funnel.activities {
      // A group's activity is pasted into several stages.
      guard let condition = activity.condition, seen.insert(condition.span).inserted else { continue }
      all.append(
        LoneCondition(
          condition: condition, place: .anyTime,
          clause: "\"when\" of the activity \"\(funnel.activityNames[activity.name].name)\"",
          otherwise: "is spared the activity", letsIn: false))
    }
    return all
  }
}
