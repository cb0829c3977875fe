import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// What clauses do, and what the outside world is asked to do.
extension ReferenceEngine {
  /// Runs actions in order; where one leads away, the rest is dropped.
  mutating func run(_ actions: [ResolvedAction], inStage: Bool, at now: Int64) -> ResolvedTarget.Place? {
    for action in actions {
      tally[.action] += 1
      let expression = inStage ? asked(inStageAt: now) : asked(inFunnelAt: now)
      func text(_ text: ResolvedText) -> (String, PlainJSON) { ("text", .text(expression.text(text))) }
      switch action.kind {
      case .notify(let role, let words): emit("notify", people(role) + [text(words)], at: now)
      case .task(let words, let role, let due):
        let time = ("due", PlainJSON.instant(calendar.shifted(now, by: due)))
        emit("task", people(role) + [text(words), time], at: now)
      case .note(let words): emit("note", [text(words)], at: now)
      case .email(let role, _, let subject, let words):
        let address = role == .lead ? funnel.points.firstIndex { $0.type == .email } : nil
        let known = address.flatMap { journey.data[$0] }.map { expression.json($0, .email) } ?? .null
        emit(
          "email", people(role) + [("to", known), ("subject", .text(expression.text(subject))), text(words)], at: now)
      case .webhook(let url, let fields):
        emit("webhook", [("url", .string(url)), ("body", expression.fields(fields))], at: now)
      case .tag(let point, let tag):
        let tags = tags(of: point)
        let tag = ReferenceValue.text(Array(tag.utf8))
        if !tags.contains(tag) { put(.set(tags + [tag]), into: point, at: now) }
      case .untag(let point, let tag):
        let tags = tags(of: point)
        let tag = ReferenceValue.text(Array(tag.utf8))
        if tags.contains(tag) { put(.set(tags.filter { $0 != tag }), into: point, at: now) }
      case .set(let point, let value): put(expression.value(value), into: point, at: now)
      case .go(let target):
        tally[.go] += 1
        return target.place
      case .start(let funnel, let place): handOvers.append(HandOver(funnel: funnel, place: place, time: now))
      }
    }
    return nil
  }

  private func tags(of point: ID<ResolvedPoint>) -> [ReferenceValue] {
    let known = journey.data[point.index] ?? funnel.points[point].defaultValue.flatMap(asked(inFunnelAt: 0).value)
    guard case .set(let tags)? = known else { return [] }
    return tags
  }

  /// Writes a point; a value outside of its range is none.
  private mutating func put(_ value: ReferenceValue?, into id: ID<ResolvedPoint>, at now: Int64) {
    let typing = ReferenceTyping(funnel: funnel, calendar: calendar)
    let isInside = value.map { typing.isInside($0, funnel.points[id]) } ?? true
    write([id.index: isInside ? value : nil])
    noteChanges(at: now)
  }

  /// Writes points; what is fixed and known stays.
  mutating func write(_ points: [Int: ReferenceValue?]) {
    for (slot, value) in points {
      if funnel.points[slot].isFixed, journey.data[slot] != nil {
        if journey.data[slot] != value { tally[.fixed] += 1 }
      } else {
        journey.data[slot] = value
      }
    }
  }

  // MARK: Effects

  private mutating func emit(_ kind: String, _ fields: [(String, PlainJSON)], at now: Int64) {
    tally[.effect] += 1
    let visits = journey.visit.map { visit in journey.history.count { $0.stage == visit.stage } }
    effects.append(
      ReferenceEffect(
        line: .fields(
          [
            ("journey", .text(journeyID)), ("lead", journey.lead), ("funnel", .string(funnel.name)),
            ("time", .instant(now)), ("stage", .optional(journey.visit.map { funnel.stages[$0.stage].name })),
            ("visit", .number("\(visits ?? journey.history.count)")), ("effect", .string(kind)),
          ] + fields)))
  }

  private func people(_ actor: ResolvedActor, _ person: [UInt8]? = nil) -> [(String, PlainJSON)] {
    let assignee = person.map(PlainJSON.text) ?? assignee(actor)
    return [("role", .string(roleName(actor))), ("assignee", assignee)]
  }

  private mutating func emit(
    _ kind: String, about activity: ReferenceActivity, _ fields: [(String, PlainJSON)], at now: Int64
  ) {
    let declaration = activity.declaration
    let work = [
      ("activity", PlainJSON.string(funnel.activityNames[declaration.name].name)),
      ("title", title(of: declaration, at: now)),
      ("kind", .optional(declaration.kind)),
    ]
    emit(
      kind, work + people(declaration.actor, activity.assignee) + fields + [("due", .instant(activity.due))], at: now)
  }

  private func title(of activity: ResolvedActivity, at now: Int64) -> PlainJSON {
    guard let title = activity.title, !title.parts.isEmpty else { return .null }
    return .text(asked(inStageAt: now).text(title))
  }

  /// Asks for an activity that opens or is tried again; what the runner does itself nobody is asked for.
  mutating func emitOpening(of activity: ReferenceActivity, at now: Int64) {
    guard activity.declaration.actions == nil else { return }
    let given = asked(inStageAt: now).fields(activity.declaration.with)
    emit("activity", about: activity, [("attempt", .number("\(activity.attempts)")), ("with", given)], at: now)
  }

  mutating func emitReminder(_ number: Int64, of activity: ReferenceActivity, at now: Int64) {
    emit("reminder", about: activity, [("number", .number("\(number)"))], at: now)
  }
}

/// Something that the outside world should do, as the line that is written of it, but for its id.
struct ReferenceEffect {
  let line: PlainJSON
}
