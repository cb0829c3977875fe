import CScan
import FunnelIR

/// Writes the line of a journey that came to rest at once: names that are JSON already are copied, one behind the other.
struct StraightWriter: ~Copyable {
  /// A piece of the line.
  private enum Part {
    case text([UInt8])
    case lead
    /// A text for each place.
    case place([[UInt8]])
    case turns, activities
  }

  /// A piece laid out.
  private struct Piece: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable { case text, lead, place, turns, activities }
    var kind: Kind
    /// The first of its texts.
    var text: Int32 = 0
  }

  /// Where a text stands.
  private struct Text: BitwiseCopyable {
    var place = 0
    var length = 0
  }

  private let pieces: UnsafeMutablePointer<Piece>
  private let pieceCount: Int
  private let texts: UnsafeMutablePointer<Text>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// The first turn's and the first activity's text.
  private let firstTurn: Int
  private let firstActivity: Int
  /// How many bytes a line has at most, besides those of ids.
  private let room: Int
  private let idCount: Int
  /// Whole lines, without their ids, of journeys that went the same ways.
  private var lines = StraightLines()

  /// Makes a writer; nil where a field shows what is not known here.
  init?(_ program: Program, _ names: PrintedNames, _ fields: [JourneyField]) {
    var parts: [Part] = []
    for (index, field) in fields.enumerated() {
      let key = StraightWriter.json { $0.string(field.name) }
      parts.append(.text([index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ",")] + key + [UInt8(ascii: ":")]))
      guard let shown = StraightWriter.parts(of: field, program) else { return nil }
      parts += shown
    }
    parts.append(.text(fields.isEmpty ? Array("{}\n".utf8) : Array("}\n".utf8)))
    var blob: [UInt8] = []
    var texts: [Text] = []
    func add(_ text: [UInt8]) -> Int32 {
      texts.append(Text(place: blob.count, length: text.count))
      blob += text
      return Int32(texts.count - 1)
    }
    let comma = UInt8(ascii: ",")
    firstTurn = texts.count
    var longestTurn = 0
    for turns in names.turns {
      for index in 0..<turns.count {
        _ = add(Array(turns[index]) + [comma])
        longestTurn = max(longestTurn, turns[index].count + 1)
      }
    }
    firstActivity = texts.count
    var longestActivity = 0
    for activity in program.activities {
      let name = Array(names.strings[program.activityKeys[activity.key]])
      _ = add(name + [comma])
      longestActivity = max(longestActivity, name.count + 1)
    }
    var laidOut: [Piece] = []
    // Copies put down up to so many bytes behind the last one.
    var room = 2 * StraightLines.step
    var idCount = 0
    for part in parts {
      switch part {
      case .text(let text):
        laidOut.append(Piece(kind: .text, text: add(text)))
        room += text.count
      case .lead:
        laidOut.append(Piece(kind: .lead))
        idCount += 1
      case .place(let choices):
        laidOut.append(Piece(kind: .place, text: Int32(texts.count)))
        for text in choices { _ = add(text) }
        room += choices.map(\.count).max() ?? 0
      case .turns:
        laidOut.append(Piece(kind: .turns))
        room += 2 + StraightMemory.turns * longestTurn
      case .activities:
        laidOut.append(Piece(kind: .activities))
        room += 2 + StraightMemory.parts * longestActivity
      }
    }
    (self.room, self.idCount) = (room, idCount)
    pieces = .filled(laidOut, Piece(kind: .text))
    pieceCount = laidOut.count
    self.texts = .filled(texts, Text())
    // Copies take sixteen bytes at once.
    bytes = .filled(blob + [UInt8](repeating: 0, count: 32), 0)
  }

  deinit {
    pieces.deallocate()
    texts.deallocate()
    bytes.deallocate()
  }

  private static func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes
  }

  /// What a field shows, of which nothing but the lead's id, the place, the turns and the activities differs from line to
  /// line.
  private static func parts(of field: JourneyField, _ program: Program) -> [Part]? {
    func places(_ text: (Int, inout JSONWriter) -> Void) -> [Part] {
      let count = program.stages.count + program.ends.count + program.intake.steps.count
      return [
        .place(
          (0..<count).map { place in
            let shown = json { text(place, &$0) }
            return shown == Array("null".utf8)
              ? field.fallback.map { name in json { $0.string(name) } } ?? shown : shown
          })
      ]
    }
    let (stages, ends) = (program.stages, program.ends)
    func end(_ place: Int) -> End? {
      place >= stages.count && place < stages.count + ends.count ? ends[place - stages.count] : nil
    }
    func isDeclined(_ place: Int) -> Bool { place >= stages.count + ends.count }
    func name(ofStage place: Int) -> String? { place < stages.count ? program.strings[stages[place].name] : nil }
    func name(ofEnd place: Int) -> String? {
      isDeclined(place) ? "declined" : end(place).map { program.strings[$0.name] }
    }
    switch field.source {
    case .schemaVersion: return [.text(json { $0.integer(1) })]
    case .lead: return [.lead]
    case .funnel: return [.text(json { $0.string(program.name) })]
    case .version: return [.text(json { $0.integer(program.version) })]
    case .status:
      return places { place, writer in
        let status: Journey.Status =
          if isDeclined(place) {
            .declined
          } else if let end = end(place) { end.outcome == .converted ? .converted : .lost } else { .inProgress }
        writer.string(status.rawValue)
      }
    case .stage: return places { place, writer in writer.optional(name(ofStage: place)) }
    case .end: return places { place, writer in writer.optional(name(ofEnd: place)) }
    case .place: return places { place, writer in writer.optional(name(ofStage: place) ?? name(ofEnd: place)) }
    case .reason:
      return places { place, writer in
        let reason =
          isDeclined(place)
          ? program.intake.steps[place - stages.count - ends.count].reason : end(place)?.reason
        writer.optional(reason.map { program.strings[$0] })
      }
    case .path: return [.turns]
    case .activities([.name]): return [.activities]
    case .count: return [.text(Array("0".utf8))]
    case .scores: return program.scores.isEmpty ? [.text(Array("{}".utf8))] : nil
    case .journey, .activities, .history, .counts, .score, .data, .point, .started, .ended: return nil
    }
  }

  /// Writes a line.
  @inline(__always)
  mutating func write(
    _ outcome: StraightMachine.Outcome, _ trail: UnsafeMutablePointer<UInt16>, lead: UnsafePointer<UInt8>,
    _ length: Int,
    isNumber: Bool, to writer: inout JSONWriter
  ) {
    let id = Lead(text: lead, length: length, quotes: isNumber ? 0 : 1)
    writer.fill(room &+ idCount &* (length &+ StraightLines.step &+ 2)) { start in
      if let line = lines.find(outcome, trail) {
        var place = start
        cscan_copy_far(place, line.start, line.before)
        place += line.before
        put(id, &place)
        cscan_copy_far(place, line.start + line.before, line.behind)
        return place + line.behind - start
      }
      return compose(outcome, trail, id, start)
    }
  }

  /// Puts a line together from its pieces, and keeps it.
  @inline(never)
  private mutating func compose(
    _ outcome: StraightMachine.Outcome, _ trail: UnsafeMutablePointer<UInt16>, _ id: Lead,
    _ start: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var place = start
    var (before, behind) = (start, start)
    for index in 0..<pieceCount {
      let piece = pieces[index]
      switch piece.kind {
      case .text: put(Int(piece.text), &place)
      case .place: put(Int(piece.text &+ outcome.place), &place)
      case .lead:
        before = place
        put(id, &place)
        behind = place
      case .turns: put(trail, Int(outcome.turns), firstTurn, &place)
      case .activities: put(trail + Int(outcome.turns), Int(outcome.parts), firstActivity, &place)
      }
    }
    if idCount < 2 { lines.keep(outcome, trail, start, before, behind, place) }
    return place - start
  }

  /// The lead's id, and how many quotes stand on each side of it.
  private struct Lead: BitwiseCopyable {
    let text: UnsafePointer<UInt8>
    let length: Int
    let quotes: Int
  }

  @inline(__always)
  private func put(_ id: Lead, _ place: inout UnsafeMutablePointer<UInt8>) {
    guard idCount > 0 else { return }
    place.pointee = UInt8(ascii: "\"")
    place += id.quotes
    cscan_copy(place, id.text, id.length)
    place += id.length
    place.pointee = UInt8(ascii: "\"")
    place += id.quotes
  }

  @inline(__always)
  private static func put(_ byte: UInt8, _ place: inout UnsafeMutablePointer<UInt8>) {
    place.pointee = byte
    place += 1
  }

  @inline(__always)
  private func put(_ index: Int, _ place: inout UnsafeMutablePointer<UInt8>) {
    let text = texts[index]
    cscan_copy(place, bytes + text.place, text.length)
    place += text.length
  }

  /// Writes an array of names, of which each has its comma behind it.
  @inline(__always)
  private func put(
    _ numbers: UnsafeMutablePointer<UInt16>, _ count: Int, _ first: Int, _ place: inout UnsafeMutablePointer<UInt8>
  ) {
    StraightWriter.put(UInt8(ascii: "["), &place)
    for index in 0..<count { put(first &+ Int(numbers[index]), &place) }
    if count > 0 { place -= 1 }
    StraightWriter.put(UInt8(ascii: "]"), &place)
  }
}

extension JSONWriter {
  /// Writes a text or null.
  fileprivate mutating func optional(_ text: String?) {
    if let text { string(text) } else { null() }
  }
}
