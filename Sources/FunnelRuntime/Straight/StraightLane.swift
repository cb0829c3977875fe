import CScan
import FunnelIR

/// The short way through a funnel, for leads whose lines are plain and whose journeys come to rest by what the line brings
/// alone: nothing of them is kept, and nothing is made for them but their line.
///
/// Where a line is not plain, or a journey needs more, nothing has happened yet, and the general way takes the line. Both give
/// the same bytes.
struct StraightLane: ~Copyable {
  private let memory: StraightMemory
  private var marker = StraightMarker()
  private var reader: StraightReader
  private let machine: StraightMachine
  private var writer: StraightWriter
  private let lineLength: Int
  /// How many leads came to each place, and how many activities are part of their stages, open and not.
  private var places: [Int]
  private var open = 0
  private var blocked = 0
  private var declared = 0
  /// The values that did not fit since they were last taken away.
  private(set) var misfits = StraightMisfits.Sum()
  private let stages: Int
  private let ends: [Journey.Status]
  /// How many activities each stage has.
  private let sizes: [Int]

  /// Makes a lane; nil where the workspace, or what the run is asked for, needs the general way for every lead.
  init?(_ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits) {
    guard settings.isStraight, workspace.funnels.count == 1, FunnelRun.isDivisible(workspace, settings),
      !settings.keepsJournal, !settings.keepsEffects, !settings.redacts
    else { return nil }
    let program = workspace.funnels[0].program
    let names = PrintedNames(program)
    var turns: [Int] = []
    var count = 0
    for list in names.turns {
      turns.append(count)
      count += list.count
    }
    guard let compiler = StraightCompiler(program, turns: turns),
      let plan = StraightPlan(program.feed, choices: program.choices, asked: compiler.code.asked),
      let writer = StraightWriter(program, names, settings.fields.first ?? JourneyField.all)
    else { return nil }
    let memory = StraightMemory(
      words: compiler.code.firstWords, known: compiler.code.firstKnown)
    self.memory = memory
    self.writer = writer
    reader = StraightReader(
      plan, marker.marks, memory, ValueReader(choices: program.choices, zone: program.zone), nesting: limits.nesting,
      settings, misfits: settings.isStrict ? [] : program.feed.points)
    machine = StraightMachine(compiler.code, program, memory)
    lineLength = limits.lineLength
    places = Array(repeating: 0, count: program.stages.count + program.ends.count + program.intake.steps.count)
    stages = program.stages.count
    ends = program.ends.map { $0.outcome == .converted ? .converted : .lost }
    sizes = program.stages.map(\.activities.count)
  }

  /// Takes the lines at the front of a buffer that are plain.
  /// - Parameters:
  ///   - number: the number of the first line.
  ///   - limit: how many bytes of output are enough.
  ///   - latest: the largest time of a line so far.
  /// - Returns: how many lines were taken, and how many bytes they have.
  mutating func take(
    _ bytes: UnsafeRawBufferPointer, from number: Int, to journeys: inout JSONWriter, limit: Int, latest: inout Int64?
  ) -> (lines: Int, bytes: Int) {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (0, 0) }
    let end = start + bytes.count
    let trail = memory.trail
    var line = start
    var lines = 0
    var last = latest ?? .min
    marker.begin()
    var marked = start
    places.withUnsafeMutableBufferPointer { places in
      while journeys.count < limit, line < end {
        if line == marked {
          guard let next = marker.mark(line, end) else { break }
          marked = next
          reader.marks = marker.marks
        }
        guard let next = reader.read(line), next - line <= lineLength else { break }
        let outcome = machine.run(line, made: reader.made)
        guard outcome.place >= 0 else { break }
        writer.write(
          outcome, trail, lead: reader.lead, reader.leadLength, isNumber: reader.leadIsNumber, to: &journeys)
        places[Int(outcome.place)] &+= 1
        open &+= Int(outcome.open)
        blocked &+= Int(outcome.parts &- outcome.open)
        if Int(outcome.place) < stages { declared &+= sizes[Int(outcome.place)] }
        last = max(last, reader.time)
        if reader.misfits.count > 0 { misfits.add(reader.misfits, line: number &+ lines) }
        lines &+= 1
        line = next
      }
    }
    if lines > 0 { latest = last }
    return (lines, line - start)
  }

  /// Adds the numbers of the leads taken to a summary, and begins anew to count.
  mutating func add(to summary: inout RunSummary) {
    let count = places.reduce(0, +)
    summary.leads += count
    summary.journeys += count
    summary.accepted += count
    summary.funnels[0].add(places, stages: stages, ends: ends)
    summary.funnels[0].add(open: open, blocked: blocked, skipped: declared - open - blocked)
    misfits = StraightMisfits.Sum()
    for index in places.indices { places[index] = 0 }
    (open, blocked, declared) = (0, 0, 0)
  }
}

extension FunnelSummary {
  /// Counts journeys by the place they have come to.
  fileprivate mutating func add(_ places: [Int], stages: Int, ends: [Journey.Status]) {
    for (place, count) in places.enumerated() where count > 0 {
      let end = place - stages
      let status: Journey.Status = end < 0 ? .inProgress : end < ends.count ? ends[end] : .declined
      add(count, status, end: ends.indices.contains(end) ? end : nil)
    }
  }
}
