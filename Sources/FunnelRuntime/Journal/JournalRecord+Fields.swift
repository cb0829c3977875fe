import FunnelIR

/// What happened, field by field, as a store keeps it: numbers of the program's tables, so that a record is a few bytes.
///
/// A kind that is added gets the next number, and a place among `forms`; a field that is added needs a kind of its own.
extension JournalRecord.Kind {
  /// Each kind by its number, without content; the list only ever grows at its end.
  static let forms: [JournalRecord.Kind] = {
    let missing = RecordedValue(type: ValueType(.boolean), bits: nil, bytes: [])
    return [
      .registered(source: -1), .migrated(from: 0, to: 0), .handedOver(from: 0, entry: 0),
      .started(funnel: 0, entry: nil),
      .event(
        .clock, activity: nil, actor: nil, role: nil, isProved: false, fate: .handled, outOfOrder: false),
      .redirect(actor: [], role: []), .sequenceGap(expected: 0, found: 0),
      .changed(slot: 0, before: missing, after: missing), .lookedUp(0, found: false), .dataIssue(slot: 0, reason: ""),
      .declined(reason: nil), .held, .released(nil), .decision(0, branches: [], reads: [], taken: nil),
      .split(0, draw: 0, branch: 0), .visitLimit(stage: 0, visits: 0), .entered(stage: 0, visit: 0),
      .left(stage: 0, .completed), .activity(0, .blocked, attempt: 0, due: nil), .reassigned(activity: 0, to: []),
      .overdue(activity: 0), .reminder(activity: 0, number: 0), .effect(.none), .blocked(Target(.stage, 0)), .unblocked,
      .ended(.new, end: nil), .overflow(condition: 0), .incident(""),
    ]
  }()

  /// The kind's number.
  var form: UInt8 {
    switch self {
    case .registered: 0
    case .migrated: 1
    case .handedOver: 2
    case .started: 3
    case .event: 4
    case .redirect: 5
    case .sequenceGap: 6
    case .changed: 7
    case .lookedUp: 8
    case .dataIssue: 9
    case .declined: 10
    case .held: 11
    case .released: 12
    case .decision: 13
    case .split: 14
    case .visitLimit: 15
    case .entered: 16
    case .left: 17
    case .activity: 18
    case .reassigned: 19
    case .overdue: 20
    case .reminder: 21
    case .effect: 22
    case .blocked: 23
    case .unblocked: 24
    case .ended: 25
    case .overflow: 26
    case .incident: 27
    }
  }

  /// Writes the content, or reads it in place of what is there.
  mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram, among funnels: Int) {
    switch self {
    case .registered(var source):
      coder.index(&source, below: program.program.sources.count)
      if Coder.isReading { self = .registered(source: source) }
    case .migrated(var from, var to):
      coder.integer(&from, from: .min, through: .max)
      coder.integer(&to, from: .min, through: .max)
      if Coder.isReading { self = .migrated(from: from, to: to) }
    case .handedOver(var from, var entry):
      coder.place(&from, below: funnels)
      coder.count(&entry)
      if Coder.isReading { self = .handedOver(from: from, entry: entry) }
    case .started(var funnel, var entry):
      coder.place(&funnel, below: funnels)
      coder.optional(&entry, new: 0) { $0.count(&$1) }
      if Coder.isReading { self = .started(funnel: funnel, entry: entry) }
    case .redirect(var actor, var role):
      coder.text(&actor)
      coder.text(&role)
      if Coder.isReading { self = .redirect(actor: actor, role: role) }
    case .sequenceGap(var expected, var found):
      coder.number(&expected)
      coder.number(&found)
      if Coder.isReading { self = .sequenceGap(expected: expected, found: found) }
    case .lookedUp(var index, var isFound):
      coder.place(&index, below: program.program.enrichments.count)
      coder.flag(&isFound)
      if Coder.isReading { self = .lookedUp(index, found: isFound) }
    case .declined(var reason):
      coder.optionalPlace(&reason, below: program.program.strings.count)
      if Coder.isReading { self = .declined(reason: reason) }
    case .released(var how):
      coder.optional(&how, new: .completed) { $0.choice(&$1, of: Journey.leavings) }
      if Coder.isReading { self = .released(how) }
    case .effect(var effect):
      effect.code(&coder, program)
      if Coder.isReading { self = .effect(effect) }
    case .overflow(var condition):
      coder.place(&condition, below: program.program.conditions.count)
      if Coder.isReading { self = .overflow(condition: condition) }
    case .incident(var reason):
      coder.string(&reason)
      if Coder.isReading { self = .incident(reason) }
    case .held, .unblocked: break
    case .event, .changed, .dataIssue, .decision, .split: codeFacts(&coder, program)
    default: codeMovement(&coder, program)
    }
  }

  /// Of what was told, and what was decided on it.
  private mutating func codeFacts<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    switch self {
    case .event(var event, var activity, var actor, var role, var isProved, var fate, var isOld):
      coder.choice(&event, of: JournalRecord.events)
      coder.optionalPlace(&activity, below: program.program.activityKeys.count)
      coder.optional(&actor, new: []) { $0.text(&$1) }
      coder.optional(&role, new: []) { $0.text(&$1) }
      coder.flag(&isProved)
      coder.choice(&fate, of: JournalRecord.fates)
      coder.flag(&isOld)
      if Coder.isReading {
        self = .event(
          event, activity: activity, actor: actor, role: role, isProved: isProved, fate: fate, outOfOrder: isOld)
      }
    case .changed(var slot, var before, var after):
      coder.place(&slot, below: program.program.points.count)
      guard program.program.points.indices.contains(slot) else { return }
      let type = program.program.points[slot].type
      before.code(&coder, as: type, program)
      after.code(&coder, as: type, program)
      if Coder.isReading { self = .changed(slot: slot, before: before, after: after) }
    case .dataIssue(var slot, var reason):
      coder.place(&slot, below: program.program.points.count)
      coder.string(&reason)
      if Coder.isReading { self = .dataIssue(slot: slot, reason: reason) }
    case .decision(var index, var branches, var reads, var taken):
      coder.place(&index, below: program.program.decisions.count)
      guard program.program.decisions.indices.contains(index) else { return }
      coder.list(&branches, new: .unknown) { $0.choice(&$1, of: JournalRecord.truths) }
      coder.list(&reads, new: .index(Read(.source), nil)) { $1.code(&$0, program) }
      coder.optionalPlace(&taken, below: program.program.decisions[index].branches.count)
      if Coder.isReading { self = .decision(index, branches: branches, reads: reads, taken: taken) }
    case .split(var index, var draw, var branch):
      coder.place(&index, below: program.program.decisions.count)
      coder.count(&draw)
      guard program.program.decisions.indices.contains(index) else { return }
      // Only its own branches have labels of its own.
      let own = program.program.decisions[index].branches
      branch -= own.start
      coder.place(&branch, below: own.count)
      if Coder.isReading { self = .split(index, draw: draw, branch: branch + own.start) }
    default: break
    }
  }

  /// Of where the journey goes, and what is done there.
  private mutating func codeMovement<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    let (stages, activities) = (program.program.stages.count, program.program.activities.count)
    switch self {
    case .visitLimit(var stage, var visits):
      coder.place(&stage, below: stages)
      coder.count(&visits)
      if Coder.isReading { self = .visitLimit(stage: stage, visits: visits) }
    case .entered(var stage, var visit):
      coder.place(&stage, below: stages)
      coder.count(&visit)
      if Coder.isReading { self = .entered(stage: stage, visit: visit) }
    case .left(var stage, var how):
      coder.place(&stage, below: stages)
      coder.choice(&how, of: Journey.leavings)
      if Coder.isReading { self = .left(stage: stage, how) }
    case .activity(var index, var state, var attempt, var due):
      coder.place(&index, below: activities)
      coder.choice(&state, of: ActivityRecord.states)
      coder.count(&attempt)
      coder.optionalInstant(&due)
      if Coder.isReading { self = .activity(index, state, attempt: attempt, due: due) }
    case .reassigned(var activity, var person):
      coder.place(&activity, below: activities)
      coder.text(&person)
      if Coder.isReading { self = .reassigned(activity: activity, to: person) }
    case .overdue(var activity):
      coder.place(&activity, below: activities)
      if Coder.isReading { self = .overdue(activity: activity) }
    case .reminder(var activity, var number):
      coder.place(&activity, below: activities)
      coder.count(&number)
      if Coder.isReading { self = .reminder(activity: activity, number: number) }
    case .blocked(var target):
      coder.target(&target, program)
      if Coder.isReading { self = .blocked(target) }
    case .ended(var status, var end):
      coder.choice(&status, of: Journey.statuses)
      coder.optionalPlace(&end, below: program.program.ends.count)
      if Coder.isReading { self = .ended(status, end: end) }
    default: break
    }
  }
}

extension JournalRecord {
  static let events: [IncomingEvent.Kind] = [
    .leadRegistered, .leadUpdated, .leadWithdrawn, .leadAccepted, .leadDeclined, .activityStarted, .activityCompleted,
    .activityFailed, .activityBlocked, .activityUnblocked, .activityReassigned, .journeyMoved, .journeyCancelled,
    .clock,
  ]
  static let fates: [Fate] = [.handled, .ignored, .late]
  static let truths: [Truth] = [.true, .false, .unknown]
}
