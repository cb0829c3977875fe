import FunnelDiagnostics
import FunnelSyntax

/// How foreign feeds are read.
extension FunnelChecker {
  /// What events are called.
  static let eventNames = [
    "lead.registered", "lead.updated", "lead.withdrawn", "lead.accepted", "lead.declined", "activity.started",
    "activity.completed", "activity.failed", "activity.blocked", "activity.unblocked", "activity.reassigned",
    "journey.moved", "journey.cancelled", "clock",
  ]

  /// `feed leads { ... }`, or what stands for it.
  func leadFeed(_ block: FeedBlockSyntax?) -> ResolvedLeadFeed {
    let byDefault = ["id", "lead", "email"].map { ResolvedField(path: ResolvedPath([.key($0)]), renames: []) }
    return ResolvedLeadFeed(
      lead: field(.lead, of: block).map { [$0] } ?? byDefault, time: field(.time, of: block),
      source: field(.source, of: block), owner: field(.owner, of: block),
      data: field(.data, of: block)?.path ?? ResolvedPath([]), isDeclared: block != nil)
  }

  /// `feed events { ... }`; nil also where it says no more than that actors are required.
  func eventFeed(_ block: FeedBlockSyntax) -> ResolvedEventFeed? {
    if block.fields.isEmpty, block.actorsRequired != nil { return nil }
    for (key, what) in [(FeedKey.type, "kind of event"), (.lead, "lead's id")] where block.field(key) == nil {
      report.add(
        .missingPart(
          "\"feed events\" does not say where the \(what) stands", at: block.keywordSpan,
          help: "add \"\(key.rawValue) from PATH\""))
    }
    let (type, lead) = (field(.type, of: block), field(.lead, of: block))
    let (id, sequence, time) = (field(.id, of: block), field(.sequence, of: block), field(.time, of: block))
    let (activity, actor) = (field(.activity, of: block), field(.actor, of: block))
    let (role, target, funnel) = (field(.role, of: block), field(.target, of: block), field(.funnel, of: block))
    let (session, data) = (field(.session, of: block), field(.data, of: block))
    guard let type, let lead else { return nil }
    return ResolvedEventFeed(
      type: type, lead: lead, id: id, sequence: sequence, time: time, activity: activity, actor: actor, role: role,
      target: target, funnel: funnel, session: session, data: data?.path ?? ResolvedPath([]))
  }

  private func field(_ key: FeedKey, of block: FeedBlockSyntax?) -> ResolvedField? {
    guard let field = block?.field(key) else { return nil }
    let renames = renames(of: field, isType: key == .type)
    return path(field.path, in: .text).map { ResolvedField(path: $0, renames: renames) }
  }

  private func renames(of field: FeedFieldSyntax, isType: Bool) -> [ResolvedField.Rename] {
    var seen = NameTable<Void>()
    return field.renames.compactMap { rename in
      guard let from = rename.from, let to = rename.to else { return nil }
      if let first = seen.declare(from.value, (), at: from.span) {
        report.add(.duplicateName("value", from.value, at: from.span, first: first.span))
        return nil
      }
      if isType, !Self.eventNames.contains(to.value) {
        let known = "the events are \(Self.eventNames.joined(separator: ", "))"
        let nearest = report.suggestion.nearest(to: to.value, among: Self.eventNames)
        report.add(.unknown("event named", to.value, at: to.span, nearest: nearest, help: known))
        return nil
      }
      return ResolvedField.Rename(from: from.value, to: to.value)
    }
  }
}
