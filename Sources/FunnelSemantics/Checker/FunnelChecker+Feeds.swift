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

  /// The fields of a block by key.
  private typealias Fields = [FeedKey: [ResolvedField]]

  /// `feed leads { ... }`, or what stands for it.
  func leadFeed(_ block: FeedBlockSyntax?) -> ResolvedLeadFeed? {
    let byDefault = ["id", "lead", "email"].map { ResolvedField(path: ResolvedPath([.key($0)]), renames: []) }
    guard let block else {
      return ResolvedLeadFeed(lead: byDefault, time: nil, source: nil, owner: nil, data: ResolvedPath([]))
    }
    guard let fields = fields(of: block, repeating: [.lead]) else { return nil }
    return ResolvedLeadFeed(
      lead: fields[.lead] ?? byDefault, time: fields[.time]?.first, source: fields[.source]?.first,
      owner: fields[.owner]?.first, data: fields[.data]?.first?.path ?? ResolvedPath([]))
  }

  /// `feed events { ... }`; nil also where it says no more than that actors are required.
  func eventFeed(_ block: FeedBlockSyntax) -> ResolvedEventFeed? {
    guard let fields = fields(of: block, repeating: []) else { return nil }
    if block.fields.isEmpty, block.actorsRequired != nil { return nil }
    guard let type = fields[.type]?.first, let lead = fields[.lead]?.first else {
      let (key, what) = fields[.type] == nil ? ("type", "kind of event") : ("lead", "lead's id")
      report.add(
        .missingPart(
          "\"feed events\" does not say where the \(what) stands", at: block.keywordSpan,
          help: "add \"\(key) from PATH\""))
      return nil
    }
    return ResolvedEventFeed(
      type: type, lead: lead, id: fields[.id]?.first, sequence: fields[.sequence]?.first,
      time: fields[.time]?.first, activity: fields[.activity]?.first, actor: fields[.actor]?.first,
      role: fields[.role]?.first, target: fields[.target]?.first, funnel: fields[.funnel]?.first,
      data: fields[.data]?.first?.path ?? ResolvedPath([]))
  }

  private func fields(of block: FeedBlockSyntax, repeating: Set<FeedKey>) -> Fields? {
    let errors = report.errors
    var fields: Fields = [:]
    var first: [FeedKey: SourceSpan] = [:]
    for field in block.fields {
      guard let key = field.key else { continue }
      if let first = first[key.value], !repeating.contains(key.value) {
        report.add(.clauseTwice(key.value.rawValue, at: key.span, first: first))
        continue
      }
      first[key.value] = key.span
      let renames = renames(of: field, isType: key.value == .type)
      guard let path = path(field.path, in: .text) else { continue }
      fields[key.value, default: []].append(ResolvedField(path: path, renames: renames))
    }
    return errors == report.errors ? fields : nil
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
        let nearest = report.suggestion.nearest(to: to.value, among: Self.eventNames)
        let known = Self.eventNames.joined(separator: ", ")
        report.add(.unknown("event named", to.value, at: to.span, nearest: nearest, help: "the events are \(known)"))
        return nil
      }
      return ResolvedField.Rename(from: from.value, to: to.value)
    }
  }
}
