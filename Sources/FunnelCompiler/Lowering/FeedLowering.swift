import FunnelIR
import FunnelSemantics

/// What a program reads from feeds.
struct FeedLowering {
  let types: TypeLowering

  /// The plan for the reader: the declared envelopes and all data points, each at its path.
  func plan(of funnel: ResolvedFunnel, constants: inout ConstantTables) -> FeedPlan {
    let leads = funnel.leadFeed
    return FeedPlan(
      leads: LeadFields(
        lead: leads.lead.map(field), time: leads.time.map(field), source: leads.source.map(field),
        owner: leads.owner.map(field), data: path(leads.data), isDeclared: leads.isDeclared),
      events: funnel.eventFeed.map(fields), actorsRequired: funnel.actorsRequired,
      points: funnel.points.enumerated().map { slot, point in
        PointField(
          slot: slot, name: point.name, type: types.type(point.type), path: path(point.path),
          currency: point.currencyPath.map(path), lowest: point.lowest.map { constants.bits($0) },
          highest: point.highest.map { constants.bits($0) })
      })
  }

  private func fields(_ events: ResolvedEventFeed) -> EventFields {
    EventFields(
      type: field(events.type), lead: field(events.lead), id: events.id.map(field),
      sequence: events.sequence.map(field), time: events.time.map(field), activity: events.activity.map(field),
      actor: events.actor.map(field), role: events.role.map(field), target: events.target.map(field),
      funnel: events.funnel.map(field), session: events.session.map(field), data: path(events.data))
  }

  private func field(_ field: ResolvedField) -> FeedField {
    FeedField(path: path(field.path), renames: field.renames.map { FeedField.Rename(from: $0.from, to: $0.to) })
  }

  private func path(_ path: ResolvedPath) -> FeedPath {
    FeedPath(
      path.steps.map { step in
        switch step {
        case .key(let key): .key(key)
        case .index(let index): .index(index)
        case .each: .each
        case .firstWhere(let key, .text(let text)): .firstWhere(key: key, equals: text, isText: true)
        case .firstWhere(let key, .number(let text)): .firstWhere(key: key, equals: text, isText: false)
        case .firstWhere(let key, .boolean(let value)):
          .firstWhere(key: key, equals: value ? "true" : "false", isText: false)
        case .firstWhere(let key, .null): .firstWhere(key: key, equals: "null", isText: false)
        }
      })
  }
}
