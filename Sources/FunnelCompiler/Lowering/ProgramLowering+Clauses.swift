import FunnelDiagnostics
import FunnelIR
import FunnelSemantics

/// What is watched and answered, and what is done then.
extension ProgramLowering {
  /// `exit when` and `whenever`, in text order.
  mutating func watches(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], in scope: RoutineLowering.Scope
  ) -> TableRange {
    var rows: [(place: Int32, watch: Watch)] = []
    for exit in exits {
      let watch = Watch(
        isExit: true, name: name(exit.words), condition: watched(exit.condition, in: scope),
        actions: go(to: exit.target))
      rows.append((exit.span.start, watch))
    }
    for item in watches {
      let watch = Watch(
        isExit: false, name: name(item.words), condition: watched(item.condition, in: scope),
        actions: actions(item.actions, in: scope))
      rows.append((item.span.start, watch))
    }
    let start = program.watches.count
    program.watches += rows.sorted { $0.place < $1.place }.map(\.watch)
    return TableRange(start: start, count: rows.count)
  }

  /// `on`, in text order, but that of the answers to a failure those come first that name the activity.
  mutating func answers(_ handlers: [ResolvedHandler], in scope: RoutineLowering.Scope) -> TableRange {
    let rows = handlers.map { handler in
      let (event, subject) = event(handler.event)
      return Answer(
        event, subject: subject, name: name(handler.words), condition: condition(ifAny: handler.condition, in: scope),
        actions: handler.target.map { go(to: $0) } ?? actions(handler.actions, in: scope))
    }
    let isGeneral = { (answer: Answer) in answer.event == .failed && answer.subject == nil }
    let start = program.answers.count
    program.answers += rows.filter { !isGeneral($0) } + rows.filter(isGeneral)
    return TableRange(start: start, count: rows.count)
  }

  private func event(_ event: ResolvedHandler.Event) -> (Answer.Event, subject: Int?) {
    switch event {
    case .enter: (.enter, nil)
    case .exit: (.exit, nil)
    case .completed(let activity): (.completed, activity?.index)
    case .failed(let activity): (.failed, activity?.index)
    case .overdue(let activity): (.overdue, activity?.index)
    case .changed(let observed): (.changed, observedNumbers[observed])
    case .withdrawn: (.withdrawn, nil)
    }
  }

  /// Everything observed, each once: points, lets, scores and decisions, in order of declaration. A let is the journey's,
  /// wherever it is answered.
  mutating func lowerObserved() {
    let handlers = funnel.handlers + funnel.stages.flatMap(\.handlers)
    let found = Set(
      handlers.compactMap { if case .changed(let observed) = $0.event { observed } else { nil } })
    for observed in found.sorted(by: { ($0.rank, $0.index) < ($1.rank, $1.index) }) {
      observedNumbers[observed] = program.observed.count
      let read =
        switch observed {
        case .point(let id): Read(.point, id.index)
        case .formula(let id): Read(.let, number(of: id, in: .journey))
        case .score(let id): Read(.score, id.index)
        case .decision(let id): Read(.label, id.index)
        }
      program.observed.append(read)
    }
  }

  /// The words of a clause, cut where they are many.
  private mutating func name(_ words: String) -> Int {
    string(
      words.unicodeScalars.count > 80
        ? String(String.UnicodeScalarView(words.unicodeScalars.prefix(77))) + "..." : words)
  }

  // MARK: Actions

  mutating func actions(_ actions: [ResolvedAction], in scope: RoutineLowering.Scope) -> TableRange {
    let rows = actions.map { Action(kind(of: $0.kind, in: scope), identity: identity(of: $0)) }
    program.actions += rows
    return TableRange(start: program.actions.count - rows.count, count: rows.count)
  }

  private mutating func go(to target: ResolvedTarget) -> TableRange {
    program.actions.append(Action(.go(self.target(target))))
    return TableRange(start: program.actions.count - 1, count: 1)
  }

  /// A hash of the action's words, and of how often they stood in the stage before.
  private mutating func identity(of action: ResolvedAction) -> Int64 {
    let earlier = identities[action.identity, default: 0]
    identities[action.identity] = earlier + 1
    // FNV-1a, for it only tells one author's own clauses apart.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(earlier) \(action.identity)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int64(bitPattern: hash)
  }

  private mutating func kind(of action: ResolvedAction.Kind, in scope: RoutineLowering.Scope) -> Action.Kind {
    switch action {
    case .notify(let role, let text): .notify(role: role.roleNumber(in: funnel), text: self.text(text, in: scope))
    case .task(let text, let role, let due):
      .task(role: role.roleNumber(in: funnel), text: self.text(text, in: scope), due: CalendarSpan(due))
    case .note(let text): .note(text: self.text(text, in: scope))
    case .email(let role, let address, let subject, let text):
      .email(
        role: role.roleNumber(in: funnel), to: address?.index, subject: self.text(subject, in: scope),
        text: self.text(text, in: scope))
    case .webhook(let url, let fields): .webhook(url: string(url), fields: self.fields(fields, in: scope))
    case .tag(let point, let tag): .tag(slot: point.index, tag: constant(tag))
    case .untag(let point, let tag): .untag(slot: point.index, tag: constant(tag))
    case .set(let point, let value): .set(slot: point.index, value: self.value(value, in: scope))
    case .go(let target): .go(self.target(target))
    case .start(let funnel, let place): .start(funnel: funnel, into: place.flatMap { Target(named: $0) })
    }
  }

  private mutating func constant(_ text: String) -> UInt64 { routines.constants.bytes(Array(text.utf8)).bits }

  // MARK: Texts and values

  mutating func text(_ text: ResolvedText, in scope: RoutineLowering.Scope) -> TableRange {
    let parts = text.parts.map { part -> TextPart in
      switch part {
      case .text(let text): .string(string(text))
      case .value(let value): .value(self.value(value, in: scope))
      }
    }
    program.parts += parts
    return TableRange(start: program.parts.count - parts.count, count: parts.count)
  }

  mutating func fields(_ fields: [ResolvedEntry], in scope: RoutineLowering.Scope) -> TableRange {
    let rows = fields.map { field -> Field in
      switch field.content {
      case .value(let value): Field(key: string(field.key), content: .value(self.value(value, in: scope)))
      case .text(let text): Field(key: string(field.key), content: .text(self.text(text, in: scope)))
      }
    }
    program.fields += rows
    return TableRange(start: program.fields.count - rows.count, count: rows.count)
  }

  private mutating func value(_ expression: TypedExpression, in scope: RoutineLowering.Scope) -> Int {
    let routine = routines.routine(computing: expression, in: scope)
    program.values.append(
      Value(type: types.type(expression.type), entry: routine.entry, registers: routine.registers))
    return program.values.count - 1
  }
}

extension ResolvedHandler.Observed {
  fileprivate var rank: Int {
    switch self {
    case .point: 0
    case .formula: 1
    case .score: 2
    case .decision: 3
    }
  }

  fileprivate var index: Int {
    switch self {
    case .point(let id): id.index
    case .formula(let id): id.index
    case .score(let id): id.index
    case .decision(let id): id.index
    }
  }
}

extension Target {
  /// A place of any funnel that has a name; nil for the system's own ends.
  fileprivate init?(named place: ResolvedTarget.Place) {
    switch place {
    case .stage(let id): self.init(.stage, id.index)
    case .decision(let id): self.init(.decision, id.index)
    case .end(let id): self.init(.end, id.index)
    case .converted, .lost: return nil
    }
  }
}
