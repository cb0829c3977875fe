/// What is watched and answered, and what is done then.
extension Verifier {
  mutating func checkClauses() throws(RefusedProgram) {
    try check(program.ownWatches, in: program.watches.count, "watches")
    try check(program.ownAnswers, in: program.answers.count, "answers")
    for watch in program.watches {
      try checkString(watch.name)
      try checkCondition(watch.condition)
      try check(watch.actions, in: program.actions.count, "actions")
    }
    for answer in program.answers { try check(answer) }
    for read in program.observed {
      try check(read)
      switch read.kind {
      case .point, .let, .score, .label: break
      default: throw RefusedProgram("\"on changed\" looks at \"\(read.kind.rawValue)\"")
      }
    }
    for value in program.values {
      try check(value.type)
      try checkRoutine(value.entry, registers: value.registers, ends: .value)
    }
    for part in program.parts {
      switch part {
      case .string(let index): try checkString(index)
      case .value(let index): try checkValue(index)
      }
    }
    for field in program.fields {
      try checkString(field.key)
      switch field.content {
      case .value(let index): try checkValue(index)
      case .text(let parts): try checkText(parts)
      }
    }
    for action in program.actions { try check(action) }
  }

  private func check(_ answer: Answer) throws(RefusedProgram) {
    try checkString(answer.name)
    try checkCondition(answer.condition)
    try check(answer.actions, in: program.actions.count, "actions")
    switch (answer.event, answer.subject) {
    case (.completed, let key), (.failed, let key), (.overdue, let key):
      if let key { try check(key, in: program.activityKeys.count, "activity names") }
    case (.changed, let subject?): try check(subject, in: program.observed.count, "observed values")
    case (.changed, nil): throw RefusedProgram("\"on changed\" looks at nothing")
    case (.exit, nil):
      for action in program.actions[answer.actions.indices] {
        if case .go = action.kind { throw RefusedProgram("\"on exit\" leads away") }
      }
    case (.enter, nil), (.withdrawn, nil): break
    case (.enter, _?), (.exit, _?), (.withdrawn, _?): throw RefusedProgram("an answer has a subject that means nothing")
    }
  }

  private func check(_ action: Action) throws(RefusedProgram) {
    switch action.kind {
    case .notify(let role, let text):
      try checkRole(role)
      try checkText(text)
    case .task(let role, let text, let due):
      try checkRole(role)
      try checkText(text)
      guard !due.isBackward else { throw RefusedProgram("a task is due before it is given") }
    case .note(let text): try checkText(text)
    case .email(let role, let address, let subject, let text):
      try checkRole(role)
      if let address {
        try check(address, in: program.points.count, "data points")
        guard program.points[address].type == ValueType(.email) else {
          throw RefusedProgram("data point \(address) holds no e-mail address")
        }
      }
      try checkText(subject)
      try checkText(text)
    case .webhook(let url, let fields):
      try checkString(url)
      try check(fields, in: program.fields.count, "fields")
    case .tag(let slot, let tag), .untag(let slot, let tag):
      try check(slot, in: program.points.count, "data points")
      guard program.points[slot].type == ValueType(.text, isSet: true) else {
        throw RefusedProgram("data point \(slot) holds no tags")
      }
      try checkConstant(tag)
    case .set(let slot, let value):
      try check(slot, in: program.points.count, "data points")
      try checkValue(value)
      guard program.values[value].type == program.points[slot].type else {
        throw RefusedProgram("data point \(slot) is set to a value of another type")
      }
    case .go(let target): try check(target)
    case .start(let funnel, let place):
      try check(funnel, in: peers.count, "funnels")
      if let place { try check(place, of: peers[funnel]) }
    }
  }

  private func checkRole(_ index: Int) throws(RefusedProgram) { try check(index, in: program.roles.count, "roles") }

  func checkText(_ parts: TableRange) throws(RefusedProgram) {
    try check(parts, in: program.parts.count, "parts of texts")
  }

  private func checkValue(_ index: Int) throws(RefusedProgram) { try check(index, in: program.values.count, "values") }
}
