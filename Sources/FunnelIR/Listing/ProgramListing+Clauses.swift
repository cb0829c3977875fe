/// What is watched and answered, and what is done then.
extension ProgramListing {
  mutating func write(watches: TableRange, answers: TableRange) {
    for watch in program.watches[watches.indices] {
      write("\(watch.isExit ? "exit when" : "whenever") c\(watch.condition)", watch.actions)
    }
    for answer in program.answers[answers.indices] {
      var text = "on \(answer.event.rawValue)"
      if let subject = answer.subject {
        text += " \(answer.event == .changed ? name(program.observed[subject]) : activityName(subject))"
      }
      write(text + (answer.condition.map { " when c\($0)" } ?? ""), answer.actions)
    }
  }

  /// A clause; an arrow that is all of it stands on its line.
  private mutating func write(_ clause: String, _ actions: TableRange) {
    if actions.count == 1, case .go(let target) = program.actions[actions.start].kind {
      return row("\(clause) -> \(name(target))")
    }
    row(clause)
    write(actions: actions)
  }

  mutating func write(actions: TableRange) {
    for action in program.actions[actions.indices] { row(text(action.kind), depth: 2) }
  }

  private func text(_ action: Action.Kind) -> String {
    switch action {
    case .notify(let role, let parts): "notify \(role: role, self) \(text(parts))"
    case .task(let role, let parts, let due): "task \(text(parts)) for \(role: role, self) due \(name(due))"
    case .note(let parts): "note \(text(parts))"
    case .email(let role, let address, let subject, let parts):
      "email \(role: role, self)\(address.map { " at \(string(program.points[$0].name))" } ?? "") "
        + "\(text(subject)) \(text(parts))"
    case .webhook(let url, let fields): "webhook \(quoted(string(url))) \(text(fields: fields))"
    case .tag(let slot, let tag): "tag \(string(program.points[slot].name)) \(text(tag))"
    case .untag(let slot, let tag): "untag \(string(program.points[slot].name)) \(text(tag))"
    case .set(let slot, let value): "set \(string(program.points[slot].name)) = v\(value)"
    case .go(let target): "go -> \(name(target))"
    case .start(let funnel, let place):
      "start \(peers[funnel].name)\(place.map { " into \(name($0, of: peers[funnel]))" } ?? "")"
    }
  }

  func text(fields: TableRange) -> String {
    let fields = program.fields[fields.indices].map { field in
      switch field.content {
      case .value(let value): "\(string(field.key)): v\(value)"
      case .text(let parts): "\(string(field.key)): \(text(parts))"
      }
    }
    return "{ \(fields.joined(separator: ", ")) }"
  }

  func text(_ parts: TableRange) -> String {
    quoted(
      program.parts[parts.indices].map {
        switch $0 {
        case .string(let index): string(index)
        case .value(let value): "{v\(value)}"
        }
      }.joined())
  }
}

extension String.StringInterpolation {
  fileprivate mutating func appendInterpolation(role: Int, _ listing: ProgramListing) {
    appendInterpolation(listing.string(listing.program.roles[role].name))
  }
}
