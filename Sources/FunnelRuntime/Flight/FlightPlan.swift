import FunnelIR

extension StraightPlan {
  /// Compiles how events are read: those of the funnel's own envelope, or else those of the built-in one. Nil where that takes
  /// more than the texts and numbers of a line as they stand there.
  init?(eventsOf plan: FeedPlan, of program: Program) {
    func path(_ keys: String...) -> FeedField { FeedField(path: FeedPath(keys.map { .key($0) })) }
    let events =
      plan.events
      ?? EventFields(
        type: path("type"), lead: path("lead"), id: path("id"), sequence: path("sequence"),
        time: path("time"),
        activity: path("activity"), actor: path("by", "name"), role: path("by", "role"),
        target: path("target"),
        funnel: path("funnel"), session: path("by", "session"), data: FeedPath([.key("data")]))
    guard let time = events.time, time.renames.isEmpty, events.lead.renames.isEmpty,
      [events.sequence, events.id, events.actor].allSatisfy({ $0?.renames.isEmpty ?? true })
    else { return nil }
    var draft = Draft()
    var words = WordTable()
    var wishes: [([FeedPath.Step], Wish)] = [
      (events.lead.path.steps, Wish(kind: .lead)), (time.path.steps, Wish(kind: .time)),
      (
        events.type.path.steps,
        Wish(
          kind: .event,
          words: words.add(
            StraightPlan.translated(events.type, IncomingEvent.Kind.allCases.map(\.name))))
      ),
    ]
    // Where the built-in envelope is read, this makes a line one of another kind.
    if plan.events == nil {
      wishes += [([.key("specversion")], Wish(kind: .leave)), ([.key("by")], Wish(kind: .by))]
    }
    if let sequence = events.sequence {
      wishes.append((sequence.path.steps, Wish(kind: .sequence)))
    }
    if let activity = events.activity {
      let names = StraightPlan.translated(
        activity, program.activityKeys.map { program.strings[$0] })
      wishes.append((activity.path.steps, Wish(kind: .activity, words: words.add(names))))
    }
    let data = events.data.steps
    if let role = events.role {
      let names = StraightPlan.translated(role, FlightRoles.names(program))
      wishes.append((role.path.steps, Wish(kind: .role, words: words.add(names))))
    }
    if let id = events.id { wishes.append((id.path.steps, Wish(kind: .id))) }
    if let actor = events.actor { wishes.append((actor.path.steps, Wish(kind: .actor))) }
    let unusual = [events.target, events.funnel, events.session]
    wishes += unusual.compactMap(\.self).map { ($0.path.steps, Wish(kind: .leave)) }
    // No funnel without sources asks for one.
    if let source = plan.leads.source {
      wishes.append((data + source.path.steps, Wish(kind: .unread)))
    }
    if let owner = plan.leads.owner { wishes.append((data + owner.path.steps, Wish(kind: .leave))) }
    for point in plan.points {
      guard point.currency == nil else { return nil }
      var wish = StraightPlan.wish(for: point, program.choices, &words)
      if point.type.isSet { wish.kind = .otherSet }
      wishes.append((data + point.path.steps, wish))
    }
    for point in plan.points {
      for length in 1..<max(1, point.path.steps.count) {
        wishes.append((data + point.path.steps.prefix(length), Wish(kind: .above)))
      }
    }
    for (steps, wish) in wishes {
      guard draft.add(steps, wish) else { return nil }
    }
    self.init(draft, words)
  }

  /// The texts of a field that name something, by the author's translation or by themselves, and the numbers of what they
  /// name; what is translated into nothing known is -1.
  private static func translated(_ field: FeedField, _ names: [String]) -> [(
    text: [UInt8], value: Int
  )] {
    let own = names.enumerated().map { (text: Array($0.element.utf8), value: $0.offset) }
    let renamed = field.renames.map { rename in
      (
        text: Array(rename.from.utf8),
        value: own.first { $0.text.elementsEqual(rename.to.utf8) }?.value ?? -1
      )
    }
    return renamed + own
  }
}
