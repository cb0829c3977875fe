import FunnelIR

/// Activities, visits and timers of a journey.
extension JourneyView {
  /// An activity, as it stood when it was last opened or left.
  public struct Activity {
    /// Its name.
    public let name: String
    /// Its stage's name.
    public let stage: String
    /// What became of it.
    public let state: ActivityState
    /// Whether it is open beyond its due time.
    public let isOverdue: Bool
    /// Who does it: a person, or whoever has its role.
    public let assignee: String
    /// Its role.
    public let role: String
    /// When it opened last; nil where it never did.
    public let opened: Int64?
    /// When it is or was due.
    public let due: Int64?
    /// Attempts begun.
    public let attempts: Int
    /// What it waits for while blocked.
    public let wait: ActivityRecord.Wait?
    /// Whether its stage is the one the journey is in, in the same visit.
    public let isCurrent: Bool
    /// Whether somebody still has to do it, now or once it opens.
    public let isUndone: Bool
  }

  /// A visit of a stage.
  public struct Visit {
    /// The stage.
    public let stage: Place
    /// When it was entered.
    public let entered: Int64
    /// When it was left.
    public let left: Int64?
    /// How it was left.
    public let how: Journey.Leaving?
  }

  /// Something that happens by itself at an instant.
  public struct Timer {
    /// What happens.
    public let kind: StageTimer.Kind
    /// When.
    public let due: Int64
    /// The activity it is about.
    public let activity: String?
    /// Where the journey goes.
    public let target: Place?
  }

  /// The activities of all stages visited, in the order of the visits, then of declaration.
  public var activities: [Activity] {
    let keys = journey.activities.indices.filter { journey.activities[$0].activity >= 0 }.sorted { a, b in
      let (a, b) = (journey.activities[a], journey.activities[b])
      return (a.visit, a.activity) < (b.visit, b.activity)
    }
    return keys.map(activity)
  }

  private func activity(_ key: Int) -> Activity {
    let record = journey.activities[key]
    let role = program.program.roles[program.activities[Int(record.activity)].role]
    var assignee = program.string(role.name)
    if let person = record.assignee {
      assignee = shown(person: journey.bytes(person))
    } else if role.base == .owner, let owner {
      assignee = owner
    }
    let visit = Int(record.visit)
    let isCurrent = journey.stage >= 0 && visit == journey.history.count - 1
    return Activity(
      name: program.string(program.activityKeys[key]),
      stage: journey.history.indices.contains(visit)
        ? place(Target(.stage, Int(journey.history[visit].stage))).name : "",
      state: record.state, isOverdue: record.isOverdue, assignee: assignee, role: program.string(role.name),
      opened: record.attempts > 0 ? record.opened : nil, due: record.due, attempts: Int(record.attempts),
      wait: record.state == .blocked ? record.wait : nil, isCurrent: isCurrent,
      isUndone: isCurrent && (record.isOpen || record.state == .blocked))
  }

  /// The stages visited, in their order.
  public var visits: [Visit] {
    journey.history.map {
      Visit(stage: place(Target(.stage, Int($0.stage))), entered: $0.entered, left: $0.left, how: $0.how)
    }
  }

  /// The timers that are running, earliest first; those that only look at a condition are left out.
  public var timers: [Timer] {
    let own = program.program.ownTimers
    var local = TableRange.empty
    if journey.stage >= 0 {
      local = program.stages[Int(journey.stage)].timers
    } else if journey.hold >= 0 {
      local = program.program.intake.holds[Int(journey.hold)].timers
    }
    let found = zip(Array(own.indices) + Array(local.indices), journey.timers).filter { $1 != .max }
    return found.compactMap { index, due -> Timer? in
      let timer = program.timers[index]
      guard timer.kind != .watch else { return nil }
      return Timer(
        kind: timer.kind, due: due,
        activity: timer.activity.map { program.string(program.activityKeys[program.activities[$0].key]) },
        target: timer.target.map(place))
    }
    .enumerated().sorted { ($0.element.due, $0.offset) < ($1.element.due, $1.offset) }.map(\.element)
  }
}
