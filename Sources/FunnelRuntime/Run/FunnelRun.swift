import FunnelIR

/// Runs one funnel over the events of its feeds, in their order: checks each event, finds its lead's journey, moves it, and
/// writes what comes out.
///
/// It reads and writes no files: the caller hands in events, and takes the bytes of `journeys`, `journal` and `effects` away
/// as they grow. After the last event it calls `finishNext` until nothing is left.
public struct FunnelRun: ~Copyable {
  /// Lines of journeys, in order of registration; written and emptied by the caller.
  public var journeys = JSONWriter()
  /// Lines of records; written and emptied by the caller.
  public var journal = JSONWriter()
  /// Lines of effects; written and emptied by the caller.
  public var effects = JSONWriter()
  /// The numbers so far.
  public var summary: RunSummary

  let program: LoadedProgram
  let settings: RunSettings
  var interpreter: Interpreter
  var log: RecordLog
  private var journeyWriter: JourneyWriter
  private let journalWriter: JournalWriter
  private let effectWriter: EffectWriter
  /// Whether each registration is a journey of its own, and no lead is remembered.
  private let isUnchecked: Bool

  var registry = LeadRegistry()
  /// What is known of each lead id, by its number.
  var leads: [Lead] = []
  /// The number of each subject's latest journey in `kept`.
  var subjects: [Int] = []
  /// By which values of points subjects are known.
  private var subjectKeys = SubjectKeys()
  /// The keys of the registration at hand; room that is used again.
  private var keys = LeadKeys()
  /// Journeys in order of registration, from number `written` on.
  var kept: [Journey] = []
  /// The records so far, where somebody looks on.
  var observed: [JournalRecord] = []
  /// How many journeys of `kept` were written.
  private var written = 0
  /// A journey without a lead, for events whose lead has none.
  private let nobody = Journey()
  private var spare = Journey()
  private var latest: Int64?

  /// A lead as the feed knows it; several can be one subject.
  struct Lead {
    /// Whose journeys its events are about.
    let subject: Int
    /// The highest sequence number so far.
    var watermark: Int64?
    /// The ids of its events.
    var ids: Set<EventID> = []
  }

  /// Starts a run.
  public init(_ program: LoadedProgram, _ settings: RunSettings) {
    self.program = program
    self.settings = settings
    interpreter = Interpreter(program)
    log = RecordLog(isKept: settings.keepsJournal || settings.isObserved, keepsEffects: settings.keepsEffects)
    let names = PrintedNames(program.program)
    let redaction = settings.redacts ? Redaction(personal: program.personal, digest: settings.digest) : nil
    interpreter.redacts = settings.redacts
    journeyWriter = JourneyWriter(program, names: names, fields: settings.fields, redaction)
    effectWriter = EffectWriter(program: program, names: names, digest: settings.digest, redaction: redaction)
    journalWriter = JournalWriter(program: program, names: names, redaction: redaction, effects: effectWriter)
    summary = RunSummary(ends: program.program.ends.count)
    isUnchecked = program.program.intake.duplicates == .unchecked && !settings.isObserved
  }

  /// Handles an event.
  /// - Parameter line: the line on which it stood, for the summary's examples.
  public mutating func handle(_ event: borrowing IncomingEvent, line: Int) -> Verdict {
    let isRegistration = event.kind == .leadRegistered
    let lead = isUnchecked ? nil : event.bytes.withUnsafeBytes { registry.find($0.part(event.lead)) }
    if isRegistration, !program.program.intake.keys.isEmpty {
      interpreter.readKeys(of: event, at: event.time ?? settings.start ?? 0, into: &keys, &spare)
    }
    let subject = lead.map { leads[$0].subject } ?? (isRegistration ? subjectKeys.subject(having: keys) : nil)
    do {
      try check(event, subject: subject)
      if let lead, isRepeated(event, lead) {
        summary.repeated += 1
        kept[subjects[leads[lead].subject]].counts.duplicates += 1
        return .repeated
      }
      let time = try time(of: event, isNew: subject == nil)
      if let subject { try checkSession(of: event, on: kept[subjects[subject]]) }
      let watermark = lead.flatMap { leads[$0].watermark }
      if !isUnchecked {
        let number = if let lead { lead } else { try add(event, to: subject) }
        note(event, number)
        if isRegistration { try addKeys(to: leads[number].subject) }
      }
      if let subject {
        if let session = event.session { kept[subjects[subject]].spend(session, at: time) }
        if isRegistration, mayRestart(subject, at: time) {
          restart(event, at: time, subject)
        } else {
          interpreter.advance(&kept[subjects[subject]], by: event, at: time, after: watermark, &log)
        }
      } else {
        begin(event, at: time ?? 0, entry: 1)
      }
      if isUnchecked { summary.leads = summary.journeys }
      if let time { latest = max(latest ?? time, time) }
      summary.endClock = settings.until ?? latest
    } catch {
      return .refused(error)
    }
    summary.accepted += 1
    for issue in event.issues.indices { note(event.issues[issue], line: line) }
    noteIssues(line: line)
    writeRecords()
    return .accepted
  }

  /// After the last event: moves the next journey's clock to the end, and writes its line; false once all are written.
  public mutating func finishNext() -> Bool {
    guard written < kept.count else { return false }
    let end = settings.until ?? latest ?? 0
    interpreter.advance(&kept[written], to: end, &log)
    noteIssues(line: nil)
    writeRecords()
    write(kept[written])
    // What is written needs no memory any more.
    kept[written] = nobody
    written += 1
    return true
  }

  // MARK: Events of new leads

  /// Gives a lead id its number, and its subject where it is somebody new.
  private mutating func add(_ event: borrowing IncomingEvent, to subject: Int?) throws(Refusal) -> Int {
    guard let number = event.bytes.withUnsafeBytes({ registry.add($0.part(event.lead)) }) else {
      throw Refusal(.noLead, "there are more leads than can be told apart")
    }
    leads.append(Lead(subject: subject ?? subjects.count))
    if subject == nil { subjects.append(kept.count) }
    summary.leads = registry.count
    return number
  }

  private mutating func addKeys(to subject: Int) throws(Refusal) {
    guard subjectKeys.add(keys, of: subject) else {
      throw Refusal(.noLead, "there are more leads than can be told apart")
    }
  }

  /// Begins a journey; under `duplicates unchecked` it is also finished where nothing can happen to it any more.
  private mutating func begin(_ event: borrowing IncomingEvent, at time: Int64, entry: Int) {
    summary.journeys += 1
    guard isUnchecked else {
      var journey = Journey()
      interpreter.begin(&journey, by: event, at: time, entry: entry, &log)
      return kept.append(journey)
    }
    interpreter.begin(&spare, by: event, at: time, entry: entry, &log)
    if let until = settings.until { interpreter.advance(&spare, to: until, &log) }
    if kept.isEmpty, !spare.hasTimers || settings.until != nil {
      write(spare)
    } else {
      kept.append(spare)
    }
  }

  // MARK: Events of known leads

  /// Whether a registration of a known lead begins anew.
  private func mayRestart(_ subject: Int, at time: Int64?) -> Bool {
    guard program.program.intake.duplicates == .restart else { return false }
    guard let span = program.program.intake.restartAfter else { return true }
    let journey = subjects[subject]
    let now = max(time ?? kept[journey].clock, kept[journey].clock)
    return program.adding(span, to: kept[journey].started).map { $0 <= now } ?? false
  }

  /// Cancels the subject's journey, if it is open, and begins its next one.
  private mutating func restart(_ event: borrowing IncomingEvent, at time: Int64?, _ subject: Int) {
    let number = subjects[subject]
    interpreter.cancel(&kept[number], at: time, &log)
    let entry = kept[number].entry + 1
    let clock = kept[number].clock
    subjects[subject] = kept.count
    begin(event, at: max(time ?? clock, clock), entry: entry)
  }

  // MARK: Output

  private mutating func write(_ journey: borrowing Journey) {
    journeyWriter.write(journey, to: &journeys)
    summary.add(journey)
  }

  private mutating func writeRecords() {
    guard log.isKept || log.keepsEffects else { return }
    guard !settings.isObserved else {
      observed += log.records
      return log.removeAll()
    }
    for record in log.records { journalWriter.write(record, to: &journal) }
    for record in log.effects { effectWriter.write(record, to: &effects) }
    log.removeAll()
  }

  /// Counts what the interpreter could not write.
  private mutating func noteIssues(line: Int?) {
    guard !log.issues.isEmpty else { return }
    for issue in log.issues { note(issue, line: line) }
    log.issues.removeAll(keepingCapacity: true)
  }

  private mutating func note(_ issue: DataIssue, line: Int?) {
    let point = program.points[issue.slot]
    summary.add(
      issue, line: line, point: program.string(point.name), isPersonal: point.isPersonal && !settings.showsPersonal)
  }
}
