import FunnelIR

/// What the journal says of a decision: each branch, and each value that was read.
extension JournalWriter {
  func writeDecision(
    _ index: Int, _ branches: [JournalRecord.Truth], _ reads: [RecordedRead], _ taken: Int?, _ writer: inout JSONWriter
  ) {
    let decision = program.decisions[index]
    let labels = names.members[decision.labels]
    let rows = Array(decision.branches.indices)
    writer.string("decision")
    writer.key("decision")
    writer.printed(names.strings[decision.name])
    writer.key("label")
    writer.printed(taken.map { labels[program.branches[rows[$0]].label] })
    writer.key("branches")
    writer.beginArray()
    for (row, truth) in zip(rows, branches) {
      let branch = program.branches[row]
      writer.beginObject()
      writer.key("label")
      writer.printed(labels[branch.label])
      writer.key("target")
      writer.string(program.name(of: branch.target))
      writer.key("is")
      writer.string(truth.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.key("read")
    writer.beginArray()
    for read in reads { write(read, &writer) }
    writer.endArray()
  }

  private func write(_ read: RecordedRead, _ writer: inout JSONWriter) {
    writer.beginObject()
    switch read {
    case .value(let read, let value):
      writeName(of: read, &writer)
      writer.key("value")
      write(value, isHidden: redaction.hides(read), &writer)
    case .score(let index, let low, let shown, let high):
      writeName(of: Read(.score, index), &writer)
      writer.key("value")
      writer.integer(shown)
      writer.key("low")
      writer.integer(low)
      writer.key("high")
      writer.integer(high)
    case .index(let read, let index):
      writeName(of: read, &writer)
      writer.key("value")
      writer.printed(index.flatMap { printed($0, of: read) })
    case .activity(let key, let state):
      writeName(of: Read(.activity, key), &writer)
      writer.key("value")
      if let state { writer.string(state.word) } else { writer.null() }
    }
    writer.endObject()
  }

  func write(_ value: RecordedValue, isHidden: Bool, _ writer: inout JSONWriter) {
    value.bytes.withUnsafeBytes { writer.value(value.type, value.bits, $0, names, isHidden: isHidden) }
  }

  /// Writes what a thing that is read is, and its name.
  private func writeName(of read: Read, _ writer: inout JSONWriter) {
    switch read.kind {
    case .point: writer.key("point")
    case .let: writer.key("let")
    case .score: writer.key("score")
    case .label: writer.key("decision")
    case .activity: writer.key("activity")
    case .source, .stage, .owner, .entered, .started, .lastEvent, .now, .today: writer.key("name")
    }
    writer.printed(name(of: read))
  }

  /// The name of a thing that is read, as JSON.
  func name(of read: Read) -> [UInt8] {
    let program = program.program
    return switch read.kind {
    case .point: Array(names.strings[program.points[read.index].name])
    case .let: Array(names.strings[program.lets[read.index].name])
    case .score: Array(names.strings[program.scores[read.index].name])
    case .label: Array(names.strings[program.decisions[read.index].name])
    case .activity: Array(names.strings[program.activityKeys[read.index]])
    case .started, .entered: Array("\"entered\"".utf8)
    case .lastEvent: Array("\"last_event\"".utf8)
    case .source, .stage, .owner, .now, .today: Array("\"\(read.kind.rawValue)\"".utf8)
    }
  }

  /// The name that an index of a label, source or stage stands for, as JSON.
  private func printed(_ index: Int, of read: Read) -> [UInt8]? {
    let program = program.program
    return switch read.kind {
    case .label: Array(names.members[program.decisions[read.index].labels][index])
    case .source: Array(names.strings[program.sources[index].name])
    case .stage: Array(names.strings[program.stages[index].name])
    default: nil
    }
  }
}
