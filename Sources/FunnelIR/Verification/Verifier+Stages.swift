/// Stages, their activities and their timers, which name each other.
extension Verifier {
  mutating func checkStages() throws(RefusedProgram) {
    for key in program.activityKeys { try checkString(key) }
    /// The stage of each activity, and whether any stage has it.
    var owners = [Int?](repeating: nil, count: program.activities.count)
    for (index, stage) in program.stages.enumerated() {
      try checkString(stage.name)
      try checkString(stage.title)
      try checkCondition(stage.requirement)
      try check(stage.conditions, in: program.ids.count, "ids")
      for id in program.ids[stage.conditions.indices] { try checkCondition(id) }
      if let limit = stage.visits { try check(limit.target) }
      try check(stage.watches, in: program.watches.count, "watches")
      try check(stage.answers, in: program.answers.count, "answers")
      if let next = stage.next { try check(next) }
      try check(stage.activities, in: program.activities.count, "activities")
      try check(stage.timers, in: program.timers.count, "timers")
      for activity in stage.activities.indices {
        guard owners[activity] == nil else { throw RefusedProgram("activity \(activity) belongs to two stages") }
        owners[activity] = index
      }
      try checkActivities(of: stage)
      try checkTimers(stage.timers, of: stage)
    }
    guard owners.allSatisfy({ $0 != nil }) else { throw RefusedProgram("an activity belongs to no stage") }
    guard Set(program.activities.map(\.key)).count == program.activityKeys.count else {
      throw RefusedProgram("an activity's name belongs to no activity")
    }
    for timer in program.timers where timer.kind == .limit {
      guard let target = timer.target else { throw RefusedProgram("a limit leads nowhere") }
      try check(target)
    }
  }

  private func checkActivities(of stage: Stage) throws(RefusedProgram) {
    var keys: Set<Int> = []
    for index in stage.activities.indices {
      let activity = program.activities[index]
      try check(activity.key, in: program.activityKeys.count, "activity names")
      guard keys.insert(activity.key).inserted else {
        throw RefusedProgram("two activities of one stage have the same name")
      }
      try checkText(activity.title)
      try checkString(activity.kind)
      try check(activity.role, in: program.roles.count, "roles")
      if let other = activity.otherThan { try check(other, in: program.activityKeys.count, "activity names") }
      try checkCondition(activity.condition)
      try check(activity.after, in: program.ids.count, "ids")
      for other in program.ids[activity.after.indices] where !stage.activities.indices.contains(other) {
        throw RefusedProgram("activity \(index) waits for activity \(other), which is not in its stage")
      }
      try check(activity.collects, in: program.ids.count, "ids")
      for slot in program.ids[activity.collects.indices] { try check(slot, in: program.points.count, "data points") }
      try check(activity.with, in: program.fields.count, "fields")
      if let actions = activity.does { try check(actions, in: program.actions.count, "actions") }
      guard activity.retries >= 0 else { throw RefusedProgram("activity \(index) is tried again less than never") }
      for (timer, kind) in [(activity.due, StageTimer.Kind.due), (activity.remind, .remind), (activity.retry, .retry)] {
        guard let timer else { continue }
        guard stage.timers.indices.contains(timer), program.timers[timer].kind == kind,
          program.timers[timer].activity == index
        else { throw RefusedProgram("activity \(index) has timer \(timer), which is not its own") }
      }
    }
  }

  /// Timers of the funnel run in every stage and between them, so they may know of no activity.
  func checkWatches() throws(RefusedProgram) {
    for timer in program.timers where timer.kind == .watch {
      guard let condition = timer.condition else { throw RefusedProgram("a timer watches nothing") }
      try checkCondition(condition)
    }
    try check(program.ownTimers, in: program.timers.count, "timers")
    guard program.timers[program.ownTimers.indices].allSatisfy({ $0.kind == .watch }) else {
      throw RefusedProgram("a timer of a stage stands among those of the funnel")
    }
  }

  /// Checks the timers of a stage, or of a hold, which has no stage and limits only.
  func checkTimers(_ timers: TableRange, of stage: Stage? = nil) throws(RefusedProgram) {
    for index in timers.indices {
      let timer = program.timers[index]
      guard !timer.span.isBackward, timer.times >= 0 else {
        throw RefusedProgram("timer \(index) goes backwards")
      }
      guard
        timer.kind == .limit || timer.kind == .watch
          || stage?.activities.indices.contains(timer.activity ?? -1) == true
      else {
        throw RefusedProgram("timer \(index) belongs to no activity of its stage")
      }
    }
  }
}
