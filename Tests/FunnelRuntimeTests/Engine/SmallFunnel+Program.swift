import FunnelIR

extension SmallFunnel {
  /// The funnel as a program.
  func program() -> Program {
    var builder = Builder(funnel: self)
    return builder.build()
  }

  private static let roleBases: [String: Role.Base] = [
    "lead": .lead, "manager": .manager, "administrator": .administrator, "automatic": .automatic, "owner": .owner,
  ]

  private struct Builder {
    let funnel: SmallFunnel
    var program: Program
    var keys: [String] = []
    var ends: [String] = []

    init(funnel: SmallFunnel) {
      self.funnel = funnel
      let path = { (name: String) in FeedField(path: FeedPath([.key(name)])) }
      let fields = funnel.points.enumerated().map { slot, point in
        PointField(slot: slot, name: point.name, type: point.type, path: FeedPath([.key(point.name)]))
      }
      program = Program(
        name: funnel.name, version: 1, zone: funnel.zone,
        feed: FeedPlan(
          leads: LeadFields(
            lead: [path("id")], time: path("time"), source: path("ref"), owner: path("owner"), data: FeedPath([])),
          events: EventFields(
            type: path("event"), lead: path("lead"), sequence: path("sequence"), time: path("time"),
            activity: path("activity"), data: FeedPath([.key("data")])), actorsRequired: false, points: fields),
        start: Target(.end, 0))
    }

    mutating func build() -> Program {
      for point in funnel.points {
        program.points.append(
          DataPoint(
            name: string(point.name), type: point.type, isFixed: point.isFixed, isPersonal: point.isPersonal,
            fallback: point.fallback))
      }
      for source in funnel.sources {
        program.sources.append(LeadSource(name: string(source), reference: string(source)))
      }
      for phase in funnel.stages {
        for task in phase.activities where !keys.contains(task.name) { keys.append(task.name) }
      }
      program.activityKeys = keys.map { string($0) }
      for score in funnel.scores { addScore(score) }
      for choice in funnel.decisions { addLabels(choice) }
      for choice in funnel.decisions { addDecision(choice) }
      for phase in funnel.stages { addStage(phase) }
      program.ownWatches = watches(funnel.exits)
      program.ownAnswers = answers(failures: funnel.failures, withdrawals: funnel.withdrawals)
      program.intake = Intake(
        duplicates: funnel.duplicates,
        steps: funnel.declines.map { Intake.Step(condition: condition($0), reason: string($1)) })
      program.start = target(funnel.start)
      return program
    }

    mutating func string(_ text: String) -> Int {
      if let index = program.strings.firstIndex(of: text) { return index }
      program.strings.append(text)
      return program.strings.count - 1
    }

    mutating func target(_ name: String) -> Target {
      if let index = funnel.stages.firstIndex(where: { $0.name == name }) { return Target(.stage, index) }
      if let index = funnel.decisions.firstIndex(where: { $0.name == name }) { return Target(.decision, index) }
      if let index = ends.firstIndex(of: name) { return Target(.end, index) }
      ends.append(name)
      let isConverted = name == "converted"
      program.ends.append(
        isConverted
          ? End(name: string("converted"), outcome: .converted)
          : End(name: string("lost"), outcome: .lost, reason: string(name)))
      return Target(.end, ends.count - 1)
    }

    mutating func addLabels(_ choice: Choice) {
      program.choices.append(
        ChoiceTable(members: choice.branches.map { ChoiceTable.Member(name: $0.1, feedValue: $0.1) }))
    }

    mutating func addDecision(_ choice: Choice) {
      let branches = choice.branches.enumerated().map { index, branch in
        Branch(condition: branch.0.map { condition($0) }, target: target(branch.1), label: index)
      }
      program.decisions.append(
        Decision(
          name: string(choice.name), branches: TableRange(start: program.branches.count, count: branches.count),
          labels: program.decisions.count))
      program.branches += branches
    }

    mutating func addScore(_ score: (name: String, award: Int64, when: Check)) {
      let entry = program.code.count
      // Low in 10, shown in 11, high in 12.
      for register in [10, 11, 12] as [UInt16] { program.code.append(Instruction(.constant, a: register)) }
      emit(block(score.when, isTrue: false), fails: 1)
      program.code.append(Instruction(.jump, b: UInt32(program.code.count + 2)))
      program.code.append(Instruction(.addConstant, a: 12, b: 12, immediate: UInt64(bitPattern: score.award)))
      emit(block(score.when, isTrue: true), fails: 2)
      for register in [10, 11] as [UInt16] {
        program.code.append(
          Instruction(.addConstant, a: register, b: UInt32(register), immediate: UInt64(bitPattern: score.award)))
      }
      program.code.append(Instruction(.interval, a: 10, b: 11, immediate: 12))
      program.scores.append(Score(name: string(score.name), entry: entry, registers: 16))
    }

    mutating func addStage(_ phase: Phase) {
      let stage = program.stages.count
      let first = program.activities.count
      let timers = program.timers.count
      if phase.isLimitFirst { addLimit(phase) }
      for task in phase.activities { addActivity(task, in: phase, first: first) }
      if !phase.isLimitFirst { addLimit(phase) }
      let watches = watches(phase.exits)
      let answers = answers(failures: phase.failures, withdrawals: phase.withdrawals)
      program.stages.insert(
        Stage(
          name: string(phase.name), activities: TableRange(start: first, count: phase.activities.count),
          timers: TableRange(start: timers, count: program.timers.count - timers),
          requirement: phase.requires.map { condition($0) }, watches: watches, answers: answers,
          next: phase.then.map { target($0) }),
        at: stage)
    }

    mutating func addLimit(_ phase: Phase) {
      if let (span, name) = phase.limit { program.timers.append(StageTimer(.limit, span: span, target: target(name))) }
    }

    mutating func addActivity(_ task: Task, in phase: Phase, first: Int) {
      let index = program.activities.count
      let role = string(task.role)
      if !program.roles.contains(where: { $0.name == role }) {
        program.roles.append(Role(name: role, base: SmallFunnel.roleBases[task.role] ?? .stakeholder))
      }
      let after = task.after.compactMap { name in phase.activities.firstIndex { $0.name == name }.map { first + $0 } }
      let afterRange = TableRange(start: program.ids.count, count: after.count)
      program.ids += after
      let slots = task.collects.compactMap { name in funnel.points.firstIndex { $0.name == name } }
      let collects = TableRange(start: program.ids.count, count: slots.count)
      program.ids += slots
      program.activities.append(
        Activity(
          key: keys.firstIndex(of: task.name) ?? 0, role: program.roles.firstIndex { $0.name == role } ?? 0,
          condition: task.when.map { condition($0) }, isOptional: task.isOptional, after: afterRange,
          retries: task.retries, due: timer(.due, task.due, index),
          remind: timer(.remind, task.remind?.0, index, times: task.remind?.1 ?? 0),
          retry: timer(.retry, task.retryDelay, index), collects: collects))
    }

    mutating func timer(_ kind: StageTimer.Kind, _ span: CalendarSpan?, _ activity: Int, times: Int = 0) -> Int? {
      guard let span else { return nil }
      program.timers.append(StageTimer(kind, span: span, activity: activity, times: times))
      return program.timers.count - 1
    }

    mutating func watches(_ exits: [(Check, String)]) -> TableRange {
      let rows = exits.map { check, place in
        Watch(isExit: true, name: string("exit"), condition: condition(check), actions: go(place))
      }
      program.watches += rows
      return TableRange(start: program.watches.count - rows.count, count: rows.count)
    }

    mutating func answers(failures: [Answer], withdrawals: [Answer]) -> TableRange {
      let named = failures.filter { $0.activity != nil } + failures.filter { $0.activity == nil }
      let rows = named.map { row(.failed, $0) } + withdrawals.map { row(.withdrawn, $0) }
      program.answers += rows
      return TableRange(start: program.answers.count - rows.count, count: rows.count)
    }

    private mutating func row(_ event: FunnelIR.Answer.Event, _ answer: Answer) -> FunnelIR.Answer {
      FunnelIR.Answer(
        event, subject: answer.activity.flatMap { keys.firstIndex(of: $0) }, name: string(event.rawValue),
        condition: answer.when.map { condition($0) }, actions: go(answer.target))
    }

    private mutating func go(_ place: String) -> TableRange {
      program.actions.append(Action(.go(target(place))))
      return TableRange(start: program.actions.count - 1, count: 1)
    }

    // MARK: Code

    mutating func condition(_ check: Check) -> Int {
      let truth = routine(check, isTrue: true)
      let falsity = routine(check, isTrue: false)
      let reads = reads(check)
      program.reads += reads
      program.conditions.append(
        Condition(
          truth: truth, falsity: falsity, registers: 16,
          reads: TableRange(start: program.reads.count - reads.count, count: reads.count)))
      return program.conditions.count - 1
    }

    mutating func routine(_ check: Check, isTrue: Bool) -> Int {
      let entry = program.code.count
      emit(block(check, isTrue: isTrue), fails: 1)
      program.code += [Instruction(.holds), Instruction(.fails)]
      return entry
    }

    /// Appends a block whose failing jumps lead so many instructions behind its end.
    mutating func emit(_ block: [Instruction], fails: Int) {
      let base = program.code.count
      let end = base + block.count + fails
      program.code += block.map { step in
        var step = step
        if step.operation.shape.b == .target { step.b = step.b == .max ? UInt32(end) : step.b + UInt32(base) }
        return step
      }
    }

    /// Code that falls through where the check is known to be true (or false) and else jumps to `.max`; jumps within are
    /// relative to its start.
    func block(_ check: Check, isTrue: Bool) -> [Instruction] {
      switch check {
      case .not(let inner): return block(inner, isTrue: !isTrue)
      case .all(let parts): return isTrue ? sequence(parts, isTrue) : alternatives(parts, isTrue)
      case .any(let parts): return isTrue ? alternatives(parts, isTrue) : sequence(parts, isTrue)
      case .less(let name, let value): return compare(name, .lessConstant, value, isTrue)
      case .equal(let name, let value): return compare(name, .equalConstant, value, isTrue)
      case .isMissing(let name):
        return [
          Instruction(.point, a: 0, immediate: slot(name)),
          Instruction(.isKnown, test: isTrue ? .jumpsWhenTrue : [], a: 0, b: .max),
        ]
      case .activity(let name, let state): return activity(name, state.mask, isTrue)
      case .overdue(let name): return activity(name, ActivityState.overdueMask, isTrue)
      case .label(let name, let label):
        let decision = funnel.decisions.firstIndex { $0.name == name } ?? 0
        let index = funnel.decisions[decision].branches.firstIndex { $0.1 == label } ?? 0
        return [
          Instruction(.label, a: 0, immediate: UInt64(decision)),
          Instruction(.equalConstant, test: isTrue ? [] : .negated, a: 0, b: .max, immediate: UInt64(index)),
        ]
      case .scoreAtLeast(let name, let value):
        guard let score = funnel.scores.first(where: { $0.name == name }) else { return [] }
        // A score with one award: at least its value where the award is known to be given.
        return value <= 0 ? [] : block(score.when, isTrue: isTrue)
      }
    }

    func compare(_ name: String, _ operation: Operation, _ value: Int64, _ isTrue: Bool) -> [Instruction] {
      [
        Instruction(.point, a: 0, immediate: slot(name)),
        Instruction(operation, test: isTrue ? [] : .negated, a: 0, b: .max, immediate: UInt64(bitPattern: value)),
      ]
    }

    func activity(_ name: String, _ mask: UInt8, _ isTrue: Bool) -> [Instruction] {
      let key = UInt32(keys.firstIndex(of: name) ?? 0)
      return [
        Instruction(
          .activityIs, test: isTrue ? [] : .negated, b: .max, immediate: Instruction.activity(key: key, states: mask))
      ]
    }

    func sequence(_ parts: [Check], _ isTrue: Bool) -> [Instruction] {
      var code: [Instruction] = []
      for part in parts { code += moved(block(part, isTrue: isTrue), by: code.count, fails: .max) }
      return code
    }

    func alternatives(_ parts: [Check], _ isTrue: Bool) -> [Instruction] {
      var code: [Instruction] = []
      var exits: [Int] = []
      for (index, part) in parts.enumerated() {
        let block = block(part, isTrue: isTrue)
        let isLast = index == parts.count - 1
        code += moved(block, by: code.count, fails: isLast ? .max : UInt32(code.count + block.count + 1))
        guard !isLast else { break }
        exits.append(code.count)
        code.append(Instruction(.jump))
      }
      // The end is an instruction of its own, so that a jump to it stays inside the block.
      code.append(Instruction(.missing, a: 15))
      for exit in exits { code[exit].b = UInt32(code.count - 1) }
      return code
    }

    func moved(_ block: [Instruction], by offset: Int, fails: UInt32) -> [Instruction] {
      block.map { step in
        var step = step
        if step.operation.shape.b == .target { step.b = step.b == .max ? fails : step.b + UInt32(offset) }
        return step
      }
    }

    func slot(_ name: String) -> UInt64 { UInt64(funnel.points.firstIndex { $0.name == name } ?? 0) }

    func reads(_ check: Check) -> [Read] {
      switch check {
      case .less(let name, _), .equal(let name, _), .isMissing(let name): [Read(.point, Int(slot(name)))]
      case .activity(let name, _), .overdue(let name): [Read(.activity, keys.firstIndex(of: name) ?? 0)]
      case .label(let name, _): [Read(.label, funnel.decisions.firstIndex { $0.name == name } ?? 0)]
      case .scoreAtLeast(let name, _): [Read(.score, funnel.scores.firstIndex { $0.name == name } ?? 0)]
      case .not(let inner): reads(inner)
      case .all(let parts), .any(let parts): parts.flatMap { reads($0) }
      }
    }
  }
}
