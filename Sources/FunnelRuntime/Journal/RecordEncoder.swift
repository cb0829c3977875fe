import FunnelIR

/// Writes records as a store keeps them: each a byte that tells its kind, then the journey and the time where they are not those
/// of the record before, then its content. What belongs to one event is a part that can be read by itself.
///
/// A line of JSON, as stores kept records before, begins with a byte that none of these begins with.
struct RecordEncoder {
  /// Marks the byte of a record.
  static let mark: UInt8 = 0x80
  /// Says that journey and time are those of the record before.
  static let isSameJourney: UInt8 = 0x40
  static let isSameTime: UInt8 = 0x20

  private var writer = ImageWriter()
  /// Whose the record before was, and when; nobody's at the front of a part.
  private var funnel = -1
  private var lead: [UInt8] = []
  private var leadIsNumber = false
  private var entry = 0
  private var time: Int64 = 0

  /// How many bytes were written.
  var count: Int { writer.count }

  /// Writes a record.
  mutating func write(_ record: JournalRecord, _ workspace: LoadedWorkspace) {
    var form = RecordEncoder.mark | record.kind.form
    let isSameJourney =
      record.funnel == funnel && record.entry == entry && record.lead == lead && record.leadIsNumber == leadIsNumber
    let isSameTime = funnel >= 0 && record.time == time
    if isSameJourney { form |= RecordEncoder.isSameJourney }
    if isSameTime { form |= RecordEncoder.isSameTime }
    writer.byte(form)
    if !isSameJourney {
      // From here on it can be read without what stands before.
      writer.beginPart()
      (funnel, lead, leadIsNumber, entry) = (record.funnel, record.lead, record.leadIsNumber, record.entry)
      writer.place(&funnel, below: workspace.funnels.count)
      writer.text(&lead)
      writer.flag(&leadIsNumber)
      writer.count(&entry)
    }
    if !isSameTime {
      time = record.time
      writer.instant(&time)
    }
    var kind = record.kind
    kind.code(&writer, workspace.funnels[record.funnel], among: workspace.funnels.count)
  }

  /// Ends a part.
  mutating func endPart() { funnel = -1 }

  /// Takes away what was written.
  mutating func take() -> [UInt8] {
    funnel = -1
    return writer.take()
  }
}
