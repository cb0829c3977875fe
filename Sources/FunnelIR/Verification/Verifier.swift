/// Goes through all tables of a program once; the code is checked in `Verifier+Code.swift`.
struct Verifier {
  let program: Program
  /// The funnels that it runs with, itself among them.
  let peers: [Program]
  /// The most registers that any routine uses.
  var registers = 0
  /// For each place in the code, how many registers are used from there on, and with which ends it may end.
  var reach: [Reach] = []

  init(_ program: Program, among peers: [Program]) {
    self.program = program
    self.peers = peers
  }

  mutating func verify() throws(RefusedProgram) {
    try checkSizes()
    try checkSpans()
    try checkCode()
    try checkData()
    try checkEnrichments()
    try checkIntake()
    try checkDecisions()
    try checkStages()
    try checkClauses()
    for end in program.ends {
      try checkString(end.name)
      try checkString(end.title)
      try checkString(end.reason)
    }
    try checkWatches()
    try checkString(program.intake.title)
    for former in program.formerNames { try check(former) }
    try check(program.start)
  }

  /// Ids are kept in 32 bits while running, and constants are referred to by 32 bits.
  private func checkSizes() throws(RefusedProgram) {
    let counts: [Int] = [
      program.strings.count, program.constants.bytes.count, program.words.count, program.ids.count, program.code.count,
      program.points.count, program.decisions.count, program.branches.count, program.stages.count,
      program.activities.count, program.activityKeys.count, program.timers.count, program.ends.count,
      program.sources.count, program.roles.count, program.watches.count, program.answers.count, program.actions.count,
      program.parts.count, program.fields.count, program.values.count, program.observed.count,
    ]
    guard counts.allSatisfy({ $0 < Int(Int32.max) }) else { throw RefusedProgram("the program has a table too large") }
  }

  private func checkSpans() throws(RefusedProgram) {
    guard program.workingTime == nil else { return }
    guard !program.spans.contains(where: \.isBusiness), !program.timers.contains(where: { $0.span.isBusiness }),
      program.intake.restartAfter?.isBusiness != true
    else {
      throw RefusedProgram("the program counts in working time, and does not say when people work")
    }
  }

  private mutating func checkData() throws(RefusedProgram) {
    for point in program.points {
      try checkString(point.name)
      try checkString(point.title)
      try check(point.type)
      if let fallback = point.fallback, point.type.isReference { try checkConstant(fallback) }
    }
    for field in program.feed.points {
      try check(field.slot, in: program.points.count, "data points")
      guard field.type == program.points[field.slot].type else {
        throw RefusedProgram("data point \(field.slot) is read from the feed as another type than its own")
      }
    }
    for formula in program.lets {
      try checkString(formula.name)
      try check(formula.type)
      try checkRoutine(formula.entry, registers: formula.registers, ends: .value)
    }
    for score in program.scores {
      try checkString(score.name)
      try checkRoutine(score.entry, registers: score.registers, ends: .interval)
    }
    for condition in program.conditions {
      try checkRoutine(condition.truth, registers: condition.registers, ends: .condition)
      try checkRoutine(condition.falsity, registers: condition.registers, ends: .condition)
      try check(condition.reads, in: program.reads.count, "reads")
      try check(condition.wakes, in: program.wakes.count, "wakes")
    }
    for text in program.conditionTexts ?? [] {
      try check(text.whole, in: program.conditions.count, "conditions")
      try check(text.part, in: program.conditions.count, "conditions")
      try checkString(text.text)
      guard (0...2).contains(text.depth) else { throw RefusedProgram("a part of a condition stands too deep in it") }
    }
    for wake in program.wakes { try checkRoutine(wake.entry, registers: wake.registers, ends: .value) }
    for read in program.reads { try check(read) }
    for source in program.sources {
      try checkString(source.name)
      try checkString(source.reference)
    }
    for role in program.roles {
      try checkString(role.name)
      try checkString(role.title)
    }
  }

  func check(_ read: Read) throws(RefusedProgram) {
    switch read.kind {
    case .point: try check(read.index, in: program.points.count, "data points")
    case .let: try check(read.index, in: program.lets.count, "lets")
    case .score: try check(read.index, in: program.scores.count, "scores")
    case .label: try check(read.index, in: program.decisions.count, "decisions")
    case .activity: try check(read.index, in: program.activityKeys.count, "activity names")
    case .source, .stage, .owner, .entered, .started, .lastEvent, .now, .today: break
    }
  }

  private mutating func checkEnrichments() throws(RefusedProgram) {
    for enrichment in program.enrichments {
      try checkString(enrichment.file)
      try checkString(enrichment.column)
      guard enrichment.key.isLookupKey else { throw RefusedProgram("a table is asked for a key that is no text") }
      try checkRoutine(enrichment.entry, registers: enrichment.registers, ends: .value)
      for cell in enrichment.cells {
        try check(cell.point, in: program.points.count, "data points")
        try checkString(cell.column)
      }
    }
  }

  private func checkIntake() throws(RefusedProgram) {
    guard program.intake.keys.count < 256, program.intake.keys.isEmpty || program.intake.duplicates != .unchecked else {
      throw RefusedProgram("leads are known by more points than can be")
    }
    for slot in program.intake.keys {
      try check(slot, in: program.points.count, "data points")
      guard !program.points[slot].type.isSet else { throw RefusedProgram("leads are known by a set") }
    }
    if program.intake.restartAfter?.isBackward == true {
      throw RefusedProgram("a lead may begin anew before it began")
    }
    for step in program.intake.steps {
      try checkCondition(step.condition)
      try checkString(step.reason)
    }
    for hold in program.intake.holds {
      try checkCondition(hold.condition)
      try check(hold.timers, in: program.timers.count, "timers")
      guard hold.timers.indices.allSatisfy({ program.timers[$0].kind == .limit }) else {
        throw RefusedProgram("a hold has a timer that is no limit")
      }
      try checkTimers(hold.timers)
    }
  }

  private func checkDecisions() throws(RefusedProgram) {
    for decision in program.decisions {
      try checkString(decision.name)
      try checkString(decision.title)
      try check(decision.branches, in: program.branches.count, "branches")
      try check(decision.labels, in: program.choices.count, "choices")
      for branch in program.branches[decision.branches.indices] {
        try check(branch.label, in: program.choices[decision.labels].members.count, "labels")
      }
      if decision.isSplit { try checkShares(of: decision) }
    }
    for branch in program.branches {
      try checkCondition(branch.condition)
      try check(branch.target)
    }
  }

  /// Every lead must find its branch in a split.
  private func checkShares(of decision: Decision) throws(RefusedProgram) {
    var rest = 1_000_000
    for branch in program.branches[decision.branches.indices] {
      guard branch.share > 0, branch.share <= rest, branch.condition == nil else {
        throw RefusedProgram("a split has a branch without a share of its own")
      }
      rest -= branch.share
    }
    guard rest == 0 else { throw RefusedProgram("the shares of a split are not 100 %") }
  }

  private func check(_ former: FormerName) throws(RefusedProgram) {
    try checkString(former.name)
    switch former.kind {
    case .point: try check(former.index, in: program.points.count, "data points")
    case .decision: try check(former.index, in: program.decisions.count, "decisions")
    case .stage: try check(former.index, in: program.stages.count, "stages")
    case .activity: try check(former.index, in: program.activityKeys.count, "activity names")
    case .end: try check(former.index, in: program.ends.count, "ends")
    }
  }

  func check(_ type: ValueType) throws(RefusedProgram) {
    if type.base == .choice { try check(Int(type.detail), in: program.choices.count, "choices") }
  }

  func check(_ target: Target, of other: Program? = nil) throws(RefusedProgram) {
    let program = other ?? program
    switch target.kind {
    case .stage: try check(target.index, in: program.stages.count, "stages")
    case .decision: try check(target.index, in: program.decisions.count, "decisions")
    case .end: try check(target.index, in: program.ends.count, "ends")
    }
  }

  func checkCondition(_ index: Int?) throws(RefusedProgram) {
    if let index { try check(index, in: program.conditions.count, "conditions") }
  }

  func checkString(_ index: Int?) throws(RefusedProgram) {
    if let index { try check(index, in: program.strings.count, "strings") }
  }

  func check(_ index: Int, in count: Int, _ table: String) throws(RefusedProgram) {
    guard index >= 0, index < count else {
      throw RefusedProgram("the program names number \(index) of its \(table), of which there are \(count)")
    }
  }

  func check(_ range: TableRange, in count: Int, _ table: String) throws(RefusedProgram) {
    guard range.start >= 0, range.count >= 0, range.start <= count, range.count <= count - range.start else {
      throw RefusedProgram(
        "the program names \(range.count) of its \(table) from number \(range.start) on, of which there are \(count)")
    }
  }
}
