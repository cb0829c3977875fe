import FunnelIR

/// Runs funnels over the events of their feeds, in order: checks each event, finds its subject's journeys, moves them, and
/// writes what comes out.
///
/// It reads and writes no files: the caller hands in events, and takes the bytes of `journeys`, `journal` and `effects` away
/// as they grow. After the last event it calls `finishNext` until nothing is left.
public struct FunnelRun: ~Copyable {
  /// Lines of journeys, in order of registration; written and emptied by the caller.
  public var journeys = JSONWriter()
  /// Lines of records; written and emptied by the caller. Where a store keeps the run, `takeChanges` has them instead.
  public var journal = JSONWriter()
  /// Lines of effects, as with records; written and emptied by the caller.
  public var effects = JSONWriter()
  /// The numbers so far.
  public var summary: RunSummary

  let workspace: LoadedWorkspace
  let settings: RunSettings
  /// The funnels; a journey's is at its `funnel`.
  let lanes: [FunnelLane]
  var log: RecordLog

  var registry = LeadRegistry()
  /// What is known of each lead id, by its number.
  var leads = LeadTable()
  /// The number of each subject's latest journey in `kept`, from which the others hang.
  var subjects: SubjectNumbers = []
  /// By which values of points subjects are known.
  var subjectKeys = SubjectKeys()
  /// The keys of the registration at hand; room that is used again.
  private var keys = LeadKeys()
  /// Journeys in order of registration, from number `written` on.
  var kept = JourneyShelf()
  /// The journeys of the subject at hand; room that is used again.
  var members: [Int] = []
  /// The records so far, where somebody looks on.
  var observed: [JournalRecord] = []
  /// How many journeys of `kept` were written.
  private var written = 0
  private var spare = Journey()
  var latest: Int64?
  /// What changed since the last commit; nil where there is no store.
  var changes: ChangeLog?
  /// Images of subjects that changed since then, one behind the other.
  var images = ImageWriter()
  /// The subject that the event at hand is about.
  private var atHand = 0
  /// Journeys that were taken up from a store, each with its subject, until all are there.
  var restored: [(subject: Int, entry: SubjectImage.Entry)] = []
  /// The last instant to which the clock on the wall moved what was due; nil where none ever did.
  var clock: Int64?
  /// Which subjects have something due; nil until it is asked for.
  var dueIndex: DueIndex?
  /// When the lines at hand came in, where somebody looked at a clock: session tokens are judged by it too.
  public var received: Int64?
  /// Whether the store holds subjects that were erased, whose leads and keys are known by hashes only.
  public var knowsErased = false
  /// The short way for leads whose lines are plain; nil where there is none, and before it was asked for.
  var lane: Held<StraightLane>?
  var hasAskedForLane = false
  /// Journeys in flight; nil where none can be.
  var flight: Held<Flight>?
  /// How many subjects were moved to the run's end.
  var advanced = 0

  /// A lead as the feed knows it; several can be one subject.
  struct Lead {
    /// The ids of its events.
    var ids: Set<EventID>
    /// The highest sequence number so far.
    var watermark: Int64?
    private let number: Int32

    init(subject: Int, watermark: Int64? = nil, ids: Set<EventID> = []) {
      (self.ids, self.watermark, number) = (ids, watermark, Int32(truncatingIfNeeded: subject))
    }

    /// Whose journeys its events are about.
    var subject: Int { Int(number) }
  }

  /// Starts a run.
  public init(_ workspace: LoadedWorkspace, _ settings: RunSettings) {
    self.workspace = workspace
    self.settings = settings
    lanes = workspace.funnels.map { FunnelLane($0, among: workspace, settings) }
    log = RecordLog(isKept: settings.keepsJournal || settings.isObserved, keepsEffects: settings.keepsEffects)
    summary = RunSummary(ends: workspace.funnels.map { $0.program.ends.count })
    if settings.isDurable { changes = ChangeLog() }
  }

  /// Handles an event.
  /// - Parameter line: the line on which it stood, for the summary's examples.
  public mutating func handle(_ event: borrowing IncomingEvent, line: Int) -> Verdict {
    guard let flight else { return handleAlone(event, line: line) }
    let number = land(flight, journeyOf: event)
    let verdict = handleAlone(event, line: line)
    takeOffAgain(flight, number)
    return verdict
  }

  private mutating func handleAlone(_ event: borrowing IncomingEvent, line: Int) -> Verdict {
    do {
      let isNew = event.kind == .leadRegistered ? try register(event, line) : try tell(event, line)
      guard isNew else {
        summary.repeated += 1
        return .repeated
      }
    } catch {
      return .refused(error)
    }
    summary.endClock = endClock
    summary.accepted += 1
    noteIssues(line: line)
    writeRecords()
    noteChange(of: atHand)
    return .accepted
  }

  /// Whether each line can be handled by itself, so that several runs can share a feed: no lead is remembered, and no journey
  /// waits for anything or begins another one.
  public static func isDivisible(_ workspace: LoadedWorkspace, _ settings: RunSettings) -> Bool {
    guard !settings.isObserved, !settings.isDurable else { return false }
    return workspace.funnels.allSatisfy { funnel in
      funnel.program.intake.duplicates == .unchecked && !funnel.handsOver
        && (funnel.program.timers.isEmpty || settings.until != nil)
    }
  }

  /// Takes the numbers so far and begins anew to count.
  public mutating func takeSummary() -> RunSummary {
    var taken = RunSummary(ends: workspace.funnels.map { $0.program.ends.count })
    swap(&taken, &summary)
    return taken
  }

  /// After the last event: moves the next journey's clock to the end, and writes its line; false once all are written.
  public mutating func finishNext() -> Bool {
    guard written < kept.count else { return false }
    let end = endClock ?? 0
    // What a store keeps moves only by what stands in the feed; from here on it is a look ahead.
    if changes != nil, log.isKept { log = RecordLog(isKept: false) }
    if let flight, flight.value.isAloft(written) {
      flight.value.unpack(written, registry, into: &spare)
      lanes[0].interpreter.advance(&spare, to: end, &log)
      noteIssues(line: nil)
      write(spare, by: lanes[0])
      written += 1
      return true
    }
    let subject = Int(kept[written].subject)
    if subject < 0 || isAlone(subject) {
      let lane = lanes[Int(kept[written].funnel)]
      lane.interpreter.advance(&kept[written], to: end, &log)
    } else {
      fireTimers(of: subject, through: end)
    }
    noteIssues(line: nil)
    writeRecords()
    write(kept[written], by: lanes[Int(kept[written].funnel)])
    // What is written needs no memory any more.
    kept.remove(written)
    written += 1
    return true
  }

  // MARK: Registrations

  /// Registers a lead in the funnel that it goes to: a journey begins, or the one that it has there hears of it.
  /// - Returns: false where the line came before.
  private mutating func register(_ event: borrowing IncomingEvent, _ line: Int) throws(Refusal) -> Bool {
    let funnel = try destination(of: event)
    let intake = lanes[funnel].intake
    let isUnchecked = intake.duplicates == .unchecked && !settings.isObserved
    let lead = isUnchecked ? nil : number(of: event)
    readKeys(of: event, in: funnel)
    let subject = lead.map { leads[$0].subject } ?? (isUnchecked ? nil : knownSubject(having: keys))
    let known = subject.flatMap { journey(of: $0, in: funnel) }
    if let known, let refusal = refusal(of: event, by: known) { throw refusal }
    if event.session != nil, known == nil { throw foreignSession }
    try checkValues(event, in: funnel)
    if let lead, isRepeated(event, lead) {
      kept[subjects[leads[lead].subject]].counts.duplicates += 1
      changes?.touch(leads[lead].subject)
      return false
    }
    let time = try time(of: event, isNew: subject == nil)
    if let subject { try spendSession(of: event, by: subject, at: time) }
    let watermark = lead.flatMap { leads[$0].watermark }
    var own = subject
    if !isUnchecked {
      let number = if let lead { lead } else { try add(event, to: subject) }
      note(event, number)
      try addKeys(to: leads[number].subject)
      own = leads[number].subject
    }
    if let subject {
      register(event, at: time, after: watermark, in: funnel, subject)
    } else {
      begin(event, at: time ?? 0, in: funnel, subject: own, entry: 1)
    }
    if isUnchecked { summary.leads += 1 }
    atHand = own ?? subjects.count - 1
    noteIssues(of: event, in: funnel, line: line)
    if let time { latest = max(latest ?? time, time) }
    return true
  }

  /// Registers a lead of a known subject.
  private mutating func register(
    _ event: borrowing IncomingEvent, at time: Int64?, after watermark: Int64?, in funnel: Int, _ subject: Int
  ) {
    let clock = clock(of: subject)
    let instant = max(time ?? clock, clock)
    if !isAlone(subject) || journey(of: subject, in: funnel) == nil { fireTimers(of: subject, through: instant) }
    var known = journey(of: subject, in: funnel)
    if let number = known, mayRestart(number, at: time) {
      lanes[Int(kept[number].funnel)].interpreter.cancel(&kept[number], at: time, &log)
      beginHandedOver(by: number, of: subject)
      // Unless leaving it began the next one already.
      known = journey(of: subject, in: funnel).flatMap { kept[$0].isEnded ? nil : $0 }
    }
    if let known {
      advance(known, by: event, at: time, after: watermark, of: subject)
      return overhear(subject, except: known, at: instant)
    }
    let entry = (journey(of: subject, in: funnel).map { kept[$0].entry } ?? 0) + 1
    // What it hands over comes behind it.
    let own = kept.count
    begin(event, at: instant, in: funnel, subject: subject, entry: entry)
    if entry == 1, let time, time < clock { kept[own].counts.outOfOrder += 1 }
    overhear(subject, except: own, at: instant)
  }

  /// Begins a journey; where no lead is remembered, it is also finished as soon as nothing can happen to it any more.
  private mutating func begin(
    _ event: borrowing IncomingEvent, at time: Int64, in funnel: Int, subject: Int?, entry: Int
  ) {
    let lane = lanes[funnel]
    summary.journeys += 1
    guard subject == nil, !lane.program.handsOver, changes == nil else {
      var journey = Journey()
      lane.interpreter.begin(&journey, by: event, at: time, entry: entry, &log)
      return keep(journey, of: subject)
    }
    lane.interpreter.begin(by: event, at: time, entry: entry, until: settings.until, &log)
    if kept.isEmpty, !lane.interpreter.journey.hasTimers || settings.until != nil {
      write(lane.interpreter.journey, by: lane)
    } else {
      kept.append(lane.interpreter.journey)
    }
  }

  /// Keeps a journey that has begun, and those that it began.
  private mutating func keep(_ journey: consuming Journey, of subject: Int?) {
    let number = kept.count
    kept.append(journey)
    // Also a subject that nobody can come back to has several journeys where one begins another.
    let owner = subject ?? subjects.count
    if owner == subjects.count { subjects.append(number) }
    link(number, to: owner)
    beginHandedOver(by: number, of: owner)
  }

  /// Gives a lead id its number, and its subject where it is somebody new.
  private mutating func add(_ event: borrowing IncomingEvent, to subject: Int?) throws(Refusal) -> Int {
    guard let number = event.bytes.withUnsafeBytes({ registry.add($0.part(event.lead)) }) else {
      throw Refusal(.noLead, "there are more leads than can be told apart")
    }
    leads.append(Lead(subject: subject ?? subjects.count))
    changes?.join(lead: number, subject: leads[number].subject)
    summary.leads += 1
    return number
  }

  /// Finds the keys by which a registration's lead may be known already.
  private mutating func readKeys(of event: borrowing IncomingEvent, in funnel: Int) {
    keys.removeAll()
    guard !lanes[funnel].intake.keys.isEmpty else { return }
    lanes[funnel].interpreter.readKeys(
      of: event, at: event.time ?? settings.start ?? 0, numbers: workspace.keyNumbers[funnel], into: &keys, &spare)
  }

  private mutating func addKeys(to subject: Int) throws(Refusal) {
    var added: [[UInt8]] = []
    let isDurable = changes != nil
    guard subjectKeys.add(keys, of: subject, added: { if isDurable { added.append(Array($0)) } }) else {
      throw Refusal(.noLead, "there are more leads than can be told apart")
    }
    changes?.add(keys: added, to: subject)
  }

  /// Whether a registration of a known lead begins anew.
  private func mayRestart(_ number: Int, at time: Int64?) -> Bool {
    let program = lanes[Int(kept[number].funnel)].program
    guard program.program.intake.duplicates == .restart else { return false }
    guard let span = program.program.intake.restartAfter else { return true }
    let now = max(time ?? kept[number].clock, kept[number].clock)
    return program.adding(span, to: kept[number].started).map { $0 <= now } ?? false
  }

  // MARK: Other events

  /// Tells a subject's journeys what happened.
  /// - Returns: false where the line came before.
  private mutating func tell(_ event: borrowing IncomingEvent, _ line: Int) throws(Refusal) -> Bool {
    try checkFunnel(event)
    guard let lead = number(of: event) else { throw unknownLead(event) }
    let subject = leads[lead].subject
    guard subject < subjects.count else { throw unknownLead(event) }
    try check(event, subject: subject)
    if isRepeated(event, lead) {
      kept[subjects[subject]].counts.duplicates += 1
      changes?.touch(subject)
      return false
    }
    let time = try time(of: event, isNew: false)
    try spendSession(of: event, by: subject, at: time)
    let watermark = leads[lead].watermark
    note(event, lead)
    atHand = subject
    tell(event, at: time, after: watermark, to: subject, line)
    if let time { latest = max(latest ?? time, time) }
    return true
  }

  // MARK: Output

  private mutating func write(_ journey: borrowing Journey, by lane: FunnelLane) {
    lane.journeys.write(journey, to: &journeys)
    summary.add(journey)
  }

  mutating func writeRecords() {
    guard log.isKept || log.keepsEffects else { return }
    guard !settings.isObserved else {
      observed += log.records
      return log.removeAll()
    }
    if changes != nil {
      for record in log.records { changes?.records.write(record, workspace) }
      for record in log.effects { changes?.effects.write(record, workspace) }
    } else {
      for record in log.records { lanes[record.funnel].journal.write(record, to: &journal) }
      for record in log.effects { lanes[record.funnel].journal.effects.write(record, to: &effects) }
    }
    log.removeAll()
  }

  /// Counts the values of a line that do not fit a funnel's points.
  mutating func noteIssues(of event: borrowing IncomingEvent, in funnel: Int, line: Int) {
    for index in event.issues.indices where event.issues[index].funnel == funnel {
      note(event.issues[index], line: line)
    }
  }

  /// Counts what the interpreter could not write.
  mutating func noteIssues(line: Int?) {
    guard !log.issues.isEmpty else { return }
    for issue in log.issues { note(issue, line: line) }
    log.issues.removeAll(keepingCapacity: true)
  }

  mutating func note(_ issue: DataIssue, line: Int?) {
    let program = lanes[issue.funnel].program
    let point = program.points[issue.slot]
    summary.add(
      issue, line: line, point: program.string(point.name), isPersonal: point.isPersonal && !settings.showsPersonal)
  }
}
