import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// A condition that stands by itself and sends a lead away or spares it something.
struct LoneCondition {
  /// The condition.
  let condition: TypedExpression
  /// When it is asked; nil where at several moments.
  let place: Moment?
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
        condition: decline.condition, place: .declining(index), clause: "\"decline\"",
        otherwise: "is let in", letsIn: true)
    }
    all += intake.holds.enumerated().map { index, hold in
      LoneCondition(
        condition: hold.condition, place: .holding(index), clause: "\"hold when\"",
        otherwise: "is not held", letsIn: false)
    }
    let exits =
      funnel.exits.map { ($0, Moment.anywhere) }
      + funnel.stages.indices.flatMap { stage in funnel.stages[stage].exits.map { ($0, .during(ID(stage))) } }
    all += exits.map { exit, moment in
      LoneCondition(
        condition: exit.condition, place: moment, clause: "\"exit when\"", otherwise: "stays", letsIn: false)
    }
    var seen: Set<SourceSpan> = []
    var copies: [SourceSpan: Int] = [:]
    for activity in funnel.activities { copies[activity.span, default: 0] += 1 }
    for activity in funnel.activities {
      // A group's activity is pasted into several stages.
      guard let condition = activity.condition, seen.insert(condition.span).inserted else { continue }
      all.append(
        LoneCondition(
          condition: condition,
          place: copies[activity.span] == 1 ? .opening(activity.stage) : nil,
          clause: "\"when\" of the activity \"\(funnel.activityNames[activity.name].name)\"",
          otherwise: "is spared the activity", letsIn: false))
    }
    return all
  }
}
