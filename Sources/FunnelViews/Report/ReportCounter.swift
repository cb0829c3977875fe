import FunnelIR
import FunnelRuntime

/// Counts journeys and records as they come, funnel by funnel.
public struct ReportCounter {
  /// As of when everything is counted.
  public let instant: Int64
  private var funnels: [Counts]
  /// The journeys of which records tell, by their ids.
  private var journeys = IDNumbers()
  /// When the activities opened that are open.
  private var openings: [Opening: Int64] = [:]

  /// The funnels of which there are several versions.
  private let versioned: Set<String>
  /// The version of each journey in these, by the journey's number: its records don't tell.
  private var versions: [Int: Int] = [:]

  private struct Opening: Hashable {
    let journey: UInt32
    /// The activity's key.
    let activity: UInt32
  }

  private struct Counts {
    let program: Program
    var numbers = FunnelNumbers()
    var statuses: [Journey.Status: Int] = [:]
    var stays: [[Int64]]
    var activities: [String: Int] = [:]
    var times: [[Int64]]
    var losses: [[String]: Int] = [:]
    var people: [String: FunnelNumbers.Person] = [:]
    var scores: [[Int64: Int]]
    var splits: [[(dealt: Int, converted: Int)]]
  }

  /// Begins to count.
  public init(_ workspace: LoadedWorkspace, at instant: Int64) {
    self.instant = instant
    let names = workspace.funnels.map(\.program.name)
    versioned = Set(names.filter { name in names.filter { $0 == name }.count > 1 })
    funnels = workspace.funnels.map { funnel in
      let program = funnel.program
      var counts = Counts(
        program: program, stays: Array(repeating: [], count: program.stages.count),
        times: Array(repeating: [], count: program.activityKeys.count),
        scores: Array(repeating: [:], count: program.scores.count),
        splits: program.decisions.map { decision in
          Array(repeating: (0, 0), count: decision.isSplit ? program.choices[decision.labels].members.count : 0)
        })
      counts.numbers.name = program.name
      counts.numbers.title = program.title ?? program.name
      counts.numbers.version = program.version
      counts.numbers.stages = program.stages.map { stage in
        let name = program.strings[stage.name]
        return FunnelNumbers.Stage(name: name, title: stage.title.map { program.strings[$0] } ?? name.words)
      }
      for (key, name) in program.activityKeys.enumerated() {
        counts.activities[program.strings[name]] = key
        counts.numbers.activities.append(FunnelNumbers.Activity(name: program.strings[name]))
      }
      return counts
    }
  }

  // MARK: Journeys

  /// Counts a journey.
  public mutating func add(_ view: JourneyView) {
    let journey = view.journey
    let funnel = Int(journey.funnel)
    funnels[funnel].numbers.journeys += 1
    let name = funnels[funnel].program.name
    if versioned.contains(name),
      let number = journeys.number(of: journey.lead + Array("/\(name)/\(journey.entry)".utf8))
    {
      versions[number] = funnel
    }
    funnels[funnel].statuses[journey.status, default: 0] += 1
    addStages(of: journey, to: &funnels[funnel])
    addLoss(of: view, to: &funnels[funnel])
    addWork(of: view, to: &funnels[funnel])
    for (index, score) in view.scores.enumerated() { funnels[funnel].scores[index][score.shown, default: 0] += 1 }
    for (decision, label) in journey.labels.enumerated() where label >= 0 {
      guard funnels[funnel].splits[decision].indices.contains(Int(label)) else { continue }
      funnels[funnel].splits[decision][Int(label)].dealt += 1
      if journey.status == .converted { funnels[funnel].splits[decision][Int(label)].converted += 1 }
    }
  }

  private func addStages(of journey: Journey, to counts: inout Counts) {
    var entered: Set<Int32> = []
    for visit in journey.history {
      if let left = visit.left { counts.stays[Int(visit.stage)].append(left - visit.entered) }
      guard entered.insert(visit.stage).inserted else { continue }
      counts.numbers.stages[Int(visit.stage)].entered += 1
      if journey.status == .converted { counts.numbers.stages[Int(visit.stage)].converted += 1 }
    }
    guard let last = journey.history.last else { return }
    if !journey.isEnded {
      // A journey that is blocked behind a stage is still counted there.
      counts.numbers.stages[Int(last.stage)].here += 1
    } else if journey.status != .converted {
      counts.numbers.stages[Int(last.stage)].lost += 1
    }
  }

  private func addLoss(of view: JourneyView, to counts: inout Counts) {
    switch view.journey.status {
    case .lost:
      let end = view.end
      let name = end.map { $0.name == "lost" ? "no reason given" : $0.name.words } ?? "no reason given"
      counts.losses[[end?.reason ?? name, "lost"], default: 0] += 1
    case .declined: counts.losses[[view.reason ?? "by hand", "declined"], default: 0] += 1
    case .cancelled: counts.losses[["cancelled", "cancelled"], default: 0] += 1
    default: break
    }
  }

  private func addWork(of view: JourneyView, to counts: inout Counts) {
    guard !view.journey.isEnded else { return }
    var isOverdue = false
    for activity in view.activities
    where activity.isCurrent && (activity.state == .open || activity.state == .inProgress) {
      let key = counts.activities[activity.name] ?? 0
      counts.numbers.activities[key].open += 1
      var person = counts.people[activity.assignee] ?? FunnelNumbers.Person(name: activity.assignee)
      person.open += 1
      if activity.isOverdue, let due = activity.due {
        isOverdue = true
        counts.numbers.activities[key].overdue += 1
        person.overdue += 1
        person.longest = max(person.longest, instant - due)
      }
      counts.people[activity.assignee] = person
    }
    if isOverdue { counts.numbers.overdueJourneys += 1 }
  }

  // MARK: Records

  /// Counts the activities that stored records tell of; records come in the order in which they were committed.
  public mutating func add(records stored: [UInt8], by printer: RecordPrinter) throws(RefusedImage) {
    var steps: [ActivityStep] = []
    var lines: [[UInt8]] = []
    try printer.forEachActivity(stored, { steps.append($0) }, line: { lines.append($0) })
    let mark = Array("\"record\":\"activity\"".utf8)
    for line in lines where line.contains(mark) {
      guard let record = JournalLine(line), record.record == "activity", let name = record.string("activity"),
        let status = record.string("status")
      else { continue }
      // The funnel's name stands before the last slash, behind an id that may hold anything.
      let funnel = record.journey.split(separator: "/", omittingEmptySubsequences: false).suffix(2).first ?? ""
      add(
        ActivityStep(
          journey: Array(record.journey.utf8), funnel: String(funnel), activity: name, status: status, time: record.time
        ))
    }
    for step in steps { add(step) }
  }

  private mutating func add(_ step: ActivityStep) {
    guard let number = journeys.number(of: step.journey),
      let funnel = versions[number] ?? funnels.firstIndex(where: { $0.program.name == step.funnel }),
      let key = funnels[funnel].activities[step.activity]
    else { return }
    let opening = Opening(journey: UInt32(truncatingIfNeeded: number), activity: UInt32(truncatingIfNeeded: key))
    switch step.status {
    case "open": if openings[opening] == nil { openings[opening] = step.time }
    case "completed", "failed", "cancelled", "skipped":
      let opened = openings.removeValue(forKey: opening)
      if step.status == "failed" { funnels[funnel].numbers.activities[key].failed += 1 }
      guard step.status == "completed" else { return }
      funnels[funnel].numbers.activities[key].completed += 1
      if let opened { funnels[funnel].times[key].append(step.time - opened) }
    default: break
    }
  }

  // MARK: Results

  /// The numbers, funnel by funnel.
  public var numbers: [FunnelNumbers] { funnels.map(numbers) }

  private func numbers(of counts: Counts) -> FunnelNumbers {
    var numbers = counts.numbers
    numbers.statuses = Journey.Status.allCases.compactMap { status in counts.statuses[status].map { (status, $0) } }
    for index in numbers.stages.indices { numbers.stages[index].stay = Quantiles(counts.stays[index]) }
    for index in numbers.activities.indices { numbers.activities[index].time = Quantiles(counts.times[index]) }
    numbers.losses = counts.losses.map { FunnelNumbers.Loss(reason: $0.key[0], status: $0.key[1], count: $0.value) }
      .sorted { (-$0.count, $0.status, $0.reason) < (-$1.count, $1.status, $1.reason) }
    numbers.people = counts.people.values.sorted {
      (-$0.overdue, -$0.longest, -$0.open, $0.name) < (-$1.overdue, -$1.longest, -$1.open, $1.name)
    }
    numbers.scores = zip(counts.program.scores, counts.scores).compactMap { score, found in
      ScoreBins.bins(of: found, named: counts.program.strings[score.name])
    }
    numbers.splits = zip(counts.program.decisions, counts.splits).filter { $0.0.isSplit }.map { decision, found in
      let rows = counts.program.branches[decision.branches.indices]
      let labels = counts.program.choices[decision.labels].members.map(\.name)
      return FunnelNumbers.Split(
        name: counts.program.strings[decision.name],
        branches: zip(labels, found).enumerated().map { index, branch in
          let share = rows.filter { $0.label == index }.reduce(0) { $0 + $1.share }
          return (branch.0, Double(share) / 1_000_000, branch.1.dealt, branch.1.converted)
        })
    }
    return numbers
  }
}

/// The bins of a score's distribution.
enum ScoreBins {
  /// At most a dozen bins of a round width; nil where there is nothing to count.
  static func bins(of counts: [Int64: Int], named name: String) -> FunnelNumbers.Score? {
    let sorted = counts.sorted { $0.key < $1.key }
    guard let first = sorted.first?.key, let last = sorted.last?.key else { return nil }
    let total = sorted.reduce(0) { $0 + $1.value }
    var score = FunnelNumbers.Score(name: name)
    var seen = 0
    for (value, count) in sorted {
      if seen * 2 < total { score.median = value }
      seen += count
    }
    let width = width(from: first, to: last)
    let start = floor(first, width)
    // Scores may lie so far apart that counting their bins overflows: then each stands alone.
    let (span, overflow) = last.subtractingReportingOverflow(start)
    guard !overflow, span / width < 24 else {
      score.bins = sorted.map { ($0.key, $0.key, $0.value) }
      return score
    }
    var bin = start
    while bin <= last {
      let end = bin.addingReportingOverflow(width - 1)
      let own = sorted.filter { $0.key >= bin && $0.key <= end.partialValue }
      score.bins.append((bin, end.partialValue, own.reduce(0) { $0 + $1.value }))
      let next = bin.addingReportingOverflow(width)
      if next.overflow { break }
      bin = next.partialValue
    }
    return score
  }

  private static func floor(_ value: Int64, _ width: Int64) -> Int64 {
    let rest = value % width
    return value - (rest < 0 ? rest + width : rest)
  }

  /// The smallest of 1, 2, 5, 10, 20, ... that makes a dozen bins at most.
  private static func width(from first: Int64, to last: Int64) -> Int64 {
    let span = last.subtractingReportingOverflow(first)
    guard !span.overflow else { return 1 }
    var width: Int64 = 1
    let factors: [Int64] = [2, 5, 10]
    var power: Int64 = 1
    var place = 0
    while span.partialValue / width >= 11, power < 1 << 50 {
      width = power * factors[place]
      if place == 2 { power *= 10 }
      place = (place + 1) % 3
    }
    return width
  }
}
