import FunnelSemantics

/// One way through a funnel, from registration to a decision.
struct Route: Sendable {
  /// A part of it on which the journey does not wait: it begins with registration or with leaving a stage.
  struct Leg: Sendable {
    /// The clause of intake that holds the lead first.
    var hold: Int?
    /// Whether that ends with its time, and not because somebody accepts the lead.
    var isTimeOver = false
    /// The stage that is left, and how; nil at registration.
    var exit: (stage: ID<ResolvedStage>, clause: WaySteps.Exit)?
    /// The decisions on it, each with the branch that is taken.
    var turns: [(decision: ID<ResolvedDecision>, branch: Int)] = []
  }

  /// Its legs; behind each but the last comes the stage that the next one leaves.
  var legs: [Leg]

  /// How many ways are looked for, and how many beginnings of ways are looked at.
  private static let (most, workLimit) = (10, 2_000)

  /// The shortest ways to a decision.
  static func all(to goal: ID<ResolvedDecision>, in funnel: ResolvedFunnel, _ steps: WaySteps) -> [Route] {
    var found: [Route] = []
    var open: [(route: Route, place: ResolvedTarget.Place)] = [(Route(legs: [Leg()]), funnel.start.place)]
    for (number, hold) in funnel.intake.holds.enumerated() {
      open.append((Route(legs: [Leg(hold: number)]), funnel.start.place))
      guard let limit = hold.limit else { continue }
      open.append((Route(legs: [Leg(hold: number, isTimeOver: true)]), limit.target.place))
    }
    var visits: [ResolvedTarget.Place: Int] = [:]
    var next = 0
    while next < open.count, found.count < most, open.count < workLimit {
      let (route, place) = open[next]
      next += 1
      if place == .decision(goal) {
        found.append(route)
        continue
      }
      guard visits[place, default: 0] < most else { continue }
      visits[place, default: 0] += 1
      switch place {
      case .decision(let id):
        for (number, branch) in funnel.decisions[id].branches.enumerated() {
          var longer = route
          longer.legs[longer.legs.count - 1].turns.append((id, number))
          open.append((longer, branch.target.place))
        }
      case .stage(let id):
        for clause in steps.exits(of: id) + steps.exits(of: nil) {
          // Nobody waits in a stage that is done at once.
          let isPassed = clause.trigger == .completion && steps.isPassed(id)
          open.append((isPassed ? route : Route(legs: route.legs + [Leg(exit: (id, clause))]), clause.target))
        }
      case .end, .converted, .lost: continue
      }
    }
    return found
  }
}
