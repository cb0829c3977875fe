import FunnelIR

/// Makes lines of JSON of records and effects as a store keeps them.
public struct RecordPrinter: Sendable {
  private let workspace: LoadedWorkspace
  private let journals: [JournalWriter]

  /// Makes a printer of what was written under a workspace's funnels.
  /// - Parameter digest: the hash function of effects' ids.
  public init(_ workspace: LoadedWorkspace, digest: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.workspace = workspace
    journals = workspace.funnels.map { program in
      JournalWriter(
        program, names: PrintedNames(program.program), among: workspace, digest: digest, redaction: nil)
    }
  }

  /// The lines of records.
  public func records(_ stored: [UInt8]) throws(RefusedImage) -> [UInt8] {
    try lines(stored) { record, writer in journals[record.funnel].write(record, to: &writer) }
  }

  /// The lines of effects.
  public func effects(_ stored: [UInt8]) throws(RefusedImage) -> [UInt8] {
    try lines(stored) { record, writer in journals[record.funnel].effects.write(record, to: &writer) }
  }

  /// Hands over the new states of activities that records tell of; a line of JSON, as stores kept records before, is handed over
  /// whatever it tells of.
  public func forEachActivity(
    _ stored: [UInt8], _ body: (ActivityStep) -> Void, line: ([UInt8]) -> Void
  ) throws(RefusedImage) {
    var decoder = RecordDecoder(stored, workspace)
    while let found = try decoder.next() {
      switch found {
      case .line(let range): line(Array(stored[range]))
      case .record(let record):
        guard case .activity(let index, let state, _, _) = record.kind else { continue }
        let program = workspace.funnels[record.funnel]
        let name = program.program.name
        body(
          ActivityStep(
            journey: record.lead + Array("/\(name)/\(record.entry)".utf8), funnel: name,
            activity: program.string(program.program.activityKeys[program.activities[index].key]), status: state.word,
            time: record.time))
      }
    }
  }

  private func lines(
    _ stored: [UInt8], _ write: (JournalRecord, inout JSONWriter) -> Void
  ) throws(RefusedImage) -> [UInt8] {
    var writer = JSONWriter(capacity: stored.count * 8)
    var decoder = RecordDecoder(stored, workspace)
    while let found = try decoder.next() {
      switch found {
      case .record(let record): write(record, &writer)
      case .line(let line):
        stored[line].withUnsafeBytes { writer.raw($0) }
        writer.endLine()
      }
    }
    return writer.bytes
  }
}

/// A new state of an activity, as a record tells it.
public struct ActivityStep: Sendable {
  /// The journey's id.
  public let journey: [UInt8]
  /// The name of its funnel.
  public let funnel: String
  /// The activity's name.
  public let activity: String
  /// The state, as records name it.
  public let status: String
  /// When it came.
  public let time: Int64

  /// Makes a step.
  public init(journey: [UInt8], funnel: String, activity: String, status: String, time: Int64) {
    (self.journey, self.funnel, self.activity) = (journey, funnel, activity)
    (self.status, self.time) = (status, time)
  }
}

/// Reads records as a store keeps them, and believes nothing.
struct RecordDecoder {
  enum Found {
    case record(JournalRecord)
    /// A line of JSON, as stores kept records before; where it stands without its end.
    case line(Range<Int>)
  }

  private let stored: [UInt8]
  private let workspace: LoadedWorkspace
  private var reader: ImageReader
  private var before: JournalRecord?

  init(_ stored: [UInt8], _ workspace: LoadedWorkspace) {
    self.stored = stored
    self.workspace = workspace
    reader = ImageReader(stored)
  }

  mutating func next() throws(RefusedImage) -> Found? {
    guard !reader.isAtEnd else { return nil }
    let start = reader.position
    guard let form = reader.byte() else { throw reader.fault ?? RefusedImage("a record is cut off") }
    guard form & RecordEncoder.mark != 0 else {
      guard let end = stored[start...].firstIndex(of: UInt8(ascii: "\n")) else {
        throw RefusedImage("a line of a record is cut off")
      }
      reader = ImageReader(stored, from: end + 1)
      return .line(start..<end)
    }
    let record = try record(form)
    before = record
    return .record(record)
  }

  private mutating func record(_ form: UInt8) throws(RefusedImage) -> JournalRecord {
    var (funnel, lead, isNumber, entry, time) = (0, [UInt8](), false, 1, Int64(0))
    if form & RecordEncoder.isSameJourney != 0 {
      guard let before else { throw RefusedImage("a record does not say whose it is") }
      (funnel, lead, isNumber, entry) = (before.funnel, before.lead, before.leadIsNumber, before.entry)
    } else {
      reader.beginPart()
      reader.place(&funnel, below: workspace.funnels.count)
      reader.text(&lead)
      reader.flag(&isNumber)
      reader.count(&entry)
    }
    if form & RecordEncoder.isSameTime != 0 {
      guard let before else { throw RefusedImage("a record does not say when it was") }
      time = before.time
    } else {
      reader.instant(&time)
    }
    guard workspace.funnels.indices.contains(funnel), Int(form & 0x1F) < JournalRecord.Kind.forms.count else {
      throw RefusedImage("a record is of no known kind")
    }
    var kind = JournalRecord.Kind.forms[Int(form & 0x1F)]
    kind.code(&reader, workspace.funnels[funnel], among: workspace.funnels.count)
    if let fault = reader.fault { throw fault }
    return JournalRecord(
      funnel: funnel, lead: lead, leadIsNumber: isNumber, entry: entry, time: time, kind: kind)
  }
}
