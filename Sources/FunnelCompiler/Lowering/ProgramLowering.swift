import FunnelDiagnostics
import FunnelIR
import FunnelSemantics
import FunnelSyntax

/// Lowers a resolved funnel to a program: each table in order of declaration, so that one source gives one program.
///
/// It can't fail but for limits: where a text needs more code than a program may have, the program is worthless.
struct ProgramLowering {
  let funnel: ResolvedFunnel
  let types: TypeLowering
  var routines: RoutineLowering
  var program: Program
  private var letNumbers: [ID<ResolvedLet>: [RoutineLowering.Scope: Int]] = [:]
  /// The lets that conditions read, in order of first use; their code is written last.
  private var letsRead: [(id: ID<ResolvedLet>, scope: RoutineLowering.Scope)] = []
  /// What `on changed` looks at, by its number.
  var observedNumbers: [ResolvedHandler.Observed: Int] = [:]
  /// How often the words of an action stood in the stage at hand.
  var identities: [String: Int] = [:]
  private var systemEnds: [SystemEnd: Int] = [:]
  /// What the condition at hand was found to read.
  private var readsSeen: Set<Read> = []

  /// `converted` or `lost "reason"` as a target by itself.
  private struct SystemEnd: Hashable {
    let isConverted: Bool
    let reason: String?
  }

  /// Lowers a funnel whose days begin in the given zone; with `words`, also what is told of its conditions.
  static func lower(
    _ funnel: ResolvedFunnel, zone: ZoneTable, words: Bool = true
  ) -> (program: Program, diagnostics: [Diagnostic]) {
    var lowering = ProgramLowering(funnel, zone)
    lowering.lowerObserved()
    lowering.lowerDeclarations()
    lowering.lowerEnrichments()
    lowering.lowerIntake()
    lowering.lowerDecisions()
    lowering.lowerStages()
    lowering.lowerFormulas()
    if words { lowering.lowerConditionTexts() }
    lowering.takeTables()
    return (lowering.program, lowering.diagnostics)
  }

  private init(_ funnel: ResolvedFunnel, _ zone: ZoneTable) {
    self.funnel = funnel
    types = TypeLowering(funnel)
    routines = RoutineLowering(funnel)
    program = Program(
      name: funnel.name, title: funnel.title, version: Int(funnel.version), zone: zone,
      feed: FeedLowering(types: types).plan(of: funnel, constants: &routines.constants), start: Target(.end, 0))
  }

  /// What was too large for a program.
  private var diagnostics: [Diagnostic] {
    let patterns = routines.refused.map { LoweringDiagnostics.unboundedPattern($0.reason, at: $0.span) }
    return patterns + (routines.code.overflow.map { [LoweringDiagnostics.tooMuchCode(at: $0)] } ?? [])
  }

  // MARK: Parts that several tables use

  mutating func string(_ text: String) -> Int { routines.constants.string(text) }

  mutating func string(_ text: String?) -> Int? { text.map { routines.constants.string($0) } }

  /// Lowers a condition and gives its number.
  mutating func condition(_ expression: TypedExpression, in scope: RoutineLowering.Scope) -> Int {
    let truth = routines.routine(asking: expression, .isTrue, in: scope)
    let falsity = routines.routine(asking: expression, .isFalse, in: scope)
    let reads = self.reads(of: expression, in: scope)
    program.conditions.append(
      Condition(
        truth: truth.entry, falsity: falsity.entry, registers: max(truth.registers, falsity.registers), reads: reads))
    return program.conditions.count - 1
  }

  /// The same for a condition that may be left out.
  mutating func condition(ifAny expression: TypedExpression?, in scope: RoutineLowering.Scope) -> Int? {
    guard let expression else { return nil }
    return condition(expression, in: scope)
  }

  /// What a condition reads by name, each once, in text order.
  private mutating func reads(of expression: TypedExpression, in scope: RoutineLowering.Scope) -> TableRange {
    let start = program.reads.count
    readsSeen.removeAll(keepingCapacity: true)
    collectReads(of: expression, in: scope)
    return TableRange(start: start, count: program.reads.count - start)
  }

  private mutating func collectReads(of expression: TypedExpression, in scope: RoutineLowering.Scope) {
    if let read = read(by: expression, in: scope), readsSeen.insert(read).inserted { program.reads.append(read) }
    expression.visitOperands { collectReads(of: $0, in: scope) }
  }

  private mutating func read(by expression: TypedExpression, in scope: RoutineLowering.Scope) -> Read? {
    switch expression.kind {
    case .point(let id): Read(.point, id.index)
    case .letValue(let id): Read(.let, number(of: id, in: scope))
    case .score(let id): Read(.score, id.index)
    case .lastLabel(let id): Read(.label, id.index)
    case .activityIs(let name, _): Read(.activity, name.index)
    case .source: Read(.source)
    case .stage: Read(.stage)
    case .owner: Read(.owner)
    case .entered: Read(scope == .stage ? .entered : .started)
    case .lastEvent: Read(.lastEvent)
    case .now: Read(.now)
    case .today: Read(.today)
    default: nil
    }
  }

  mutating func number(of id: ID<ResolvedLet>, in scope: RoutineLowering.Scope) -> Int {
    if let number = letNumbers[id]?[scope] { return number }
    letsRead.append((id, scope))
    letNumbers[id, default: [:]][scope] = letsRead.count - 1
    return letsRead.count - 1
  }

  /// Where an arrow leads.
  mutating func target(_ target: ResolvedTarget) -> Target {
    switch target.place {
    case .stage(let id): Target(.stage, id.index)
    case .decision(let id): Target(.decision, id.index)
    case .end(let id): Target(.end, id.index)
    case .converted: systemEnd(SystemEnd(isConverted: true, reason: nil))
    case .lost(let reason): systemEnd(SystemEnd(isConverted: false, reason: reason))
    }
  }

  private mutating func systemEnd(_ end: SystemEnd) -> Target {
    if let number = systemEnds[end] { return Target(.end, number) }
    program.ends.append(
      End(
        name: string(end.isConverted ? "converted" : "lost"),
        title: string(end.isConverted ? funnel.systemTitles.converted : funnel.systemTitles.lost),
        outcome: end.isConverted ? .converted : .lost,
        reason: string(end.reason)))
    systemEnds[end] = program.ends.count - 1
    return Target(.end, program.ends.count - 1)
  }

  // MARK: Tables

  private mutating func lowerDeclarations() {
    program.workingTime = funnel.workingTime.flatMap { WorkingTime($0) }
    program.choices = types.choiceTables
    for point in funnel.points {
      program.points.append(
        DataPoint(
          name: string(point.name), title: string(point.title), type: types.type(point.type), isFixed: point.isFixed,
          isPersonal: point.isPersonal, fallback: fallback(of: point)))
    }
    for source in funnel.sources {
      program.sources.append(LeadSource(name: string(source.name), reference: string(source.reference)))
    }
    for role in funnel.roles {
      program.roles.append(Role(name: string(role.name), title: string(role.title), base: role.kind.base))
    }
    for base in Role.Base.builtIn { program.roles.append(Role(name: string(base.rawValue), base: base)) }
    for end in funnel.ends {
      switch end.outcome {
      case .converted: program.ends.append(End(name: string(end.name), outcome: .converted))
      case .lost(let reason):
        program.ends.append(End(name: string(end.name), outcome: .lost, reason: string(reason)))
      }
    }
    // A journey can be moved to the system's own ends, whether or not an arrow leads there.
    for isConverted in [true, false] { _ = systemEnd(SystemEnd(isConverted: isConverted, reason: nil)) }
    program.start = target(funnel.start)
    program.intake.title = string(funnel.systemTitles.incoming)
    program.formerNames = funnel.formerNames.map { FormerName($0.thing, name: string($0.name)) }
    program.ownWatches = watches(funnel.exits, funnel.watches, in: .journey)
    program.ownTimers = watchTimers(program.watches[program.ownWatches.indices].map(\.condition))
    program.ownAnswers = answers(funnel.handlers, in: .journey)
  }

  private mutating func fallback(of point: ResolvedPoint) -> UInt64? {
    guard let value = point.defaultValue else { return nil }
    switch value.kind {
    case .literal(let literal): return routines.constants.bits(literal)
    case .makeSet(let elements): return routines.constants.bits(ofSet: elements.compactMap(\.literal))
    default: return nil
    }
  }

  private mutating func lowerIntake() {
    program.intake.duplicates =
      switch funnel.intake.duplicates {
      case .ignore: .ignore
      case .update: .update
      case .restart: .restart
      case .unchecked: .unchecked
      }
    program.intake.keys = funnel.intake.keys.map { $0.value.index }
    program.intake.restartAfter = funnel.intake.restartAfter.map { CalendarSpan($0) }
    for required in funnel.intake.required {
      let point = TypedExpression(.point(required.value), funnel.points[required.value].type, required.span)
      let isMissing = TypedExpression(.isMissing(point), .boolean, required.span)
      program.intake.steps.append(
        Intake.Step(
          condition: condition(isMissing, in: .journey),
          reason: string("\(funnel.points[required.value].name) is missing")))
    }
    for decline in funnel.intake.declines {
      program.intake.steps.append(
        Intake.Step(condition: condition(decline.condition, in: .journey), reason: string(decline.reason)))
    }
    for hold in funnel.intake.holds {
      let start = program.timers.count
      if let limit = hold.limit { program.timers.append(timer(limit)) }
      program.intake.holds.append(
        Intake.Hold(
          condition: condition(hold.condition, in: .journey),
          timers: hold.limit == nil ? .empty : TableRange(start: start, count: 1)))
    }
  }

  private mutating func lowerDecisions() {
    for (index, decision) in funnel.decisions.enumerated() {
      let start = program.branches.count
      for branch in decision.branches {
        program.branches.append(
          Branch(
            condition: condition(ifAny: branch.condition, in: .journey), target: target(branch.target),
            label: branch.label, share: branch.share))
      }
      program.decisions.append(
        Decision(
          name: string(decision.name), branches: TableRange(start: start, count: decision.branches.count),
          labels: types.labelTable(of: ID(index)), isUnique: decision.isUnique, isSplit: decision.isSplit))
    }
  }

  /// Lets that a condition reads, and every score: the journal and the results show their values.
  private mutating func lowerFormulas() {
    for (id, scope) in letsRead {
      let routine = routines.routine(computing: id, in: scope)
      program.lets.append(
        Let(
          name: string(funnel.lets[id].name), type: types.type(funnel.lets[id].type), entry: routine.entry,
          registers: routine.registers))
    }
    for index in funnel.scores.indices {
      let routine = routines.routine(computing: ID<ResolvedScore>(index))
      program.scores.append(
        Score(name: string(funnel.scores[index].name), entry: routine.entry, registers: routine.registers))
    }
  }

  private mutating func takeTables() {
    program.strings = routines.constants.strings
    program.constants = routines.constants.constants
    program.words = routines.constants.words
    program.ids = routines.constants.ids
    program.spans = routines.constants.spans
    program.automata = routines.constants.automata
    program.code = routines.code.instructions
  }
}

extension FormerName {
  /// The former name of a thing in the program's form.
  fileprivate init(_ thing: ResolvedFormerName.Thing, name: Int) {
    switch thing {
    case .point(let id): self.init(.point, id.index, name: name)
    case .decision(let id): self.init(.decision, id.index, name: name)
    case .stage(let id): self.init(.stage, id.index, name: name)
    case .activity(let id): self.init(.activity, id.index, name: name)
    case .end(let id): self.init(.end, id.index, name: name)
    }
  }
}

extension WorkingTime {
  /// The same hours day by day; a week of them always fits.
  fileprivate init?(_ time: ResolvedWorkingTime) {
    var week = [[Hours]](repeating: [], count: 7)
    for hours in time.hours { week[hours.weekday].append(Hours(opens: hours.opens, closes: hours.closes)) }
    self.init(week: week, holidays: time.holidays)
  }
}
