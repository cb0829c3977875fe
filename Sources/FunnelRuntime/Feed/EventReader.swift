import FunnelIR

/// Makes an event of a line: understands it in one of the ways there are, and types what the way reads.
struct EventReader {
  /// A line that is no event that can be used.
  struct Refusal: Error {
    let reason: RejectReason
    let message: String
  }

  private let readings: LineReadings
  private let actorsRequired: Bool
  private let sessions: SessionTokens?
  private let nesting: Int
  private var scanner: JSONScanner
  private var values: ValueReader
  private let kinds: KeyTable
  private let kindGroup: Range<Int>
  private var text: [UInt8] = []
  /// Whether the line read last is JSON, so that its values are known.
  private var isScanned = false

  /// Makes a reader for a plan.
  init(_ plan: FeedPlan, choices: [ChoiceTable], zone: ZoneTable, nesting: Int, sessions: SessionTokens?) {
    readings = LineReadings(plan)
    // Whoever gives a key wants to know who acts.
    actorsRequired = plan.actorsRequired || sessions != nil
    self.sessions = sessions
    self.nesting = nesting
    scanner = JSONScanner(readings.recogniser, nesting: nesting)
    values = ValueReader(choices: choices, zone: zone)
    var kinds = KeyTable()
    kindGroup = kinds.add(IncomingEvent.Kind.allCases.map { ($0.name, Int($0.rawValue)) })
    self.kinds = kinds
  }

  /// Reads a line.
  mutating func read(_ line: UnsafeRawBufferPointer, into event: inout IncomingEvent) throws(Refusal) {
    let kind: FoundValue.Kind
    isScanned = false
    do { kind = try scanner.scan(line) } catch {
      throw Refusal(reason: error.reason, message: error.message(nesting: nesting))
    }
    isScanned = true
    guard kind == .object else {
      throw Refusal(reason: .notAnObject, message: "a lead or an event is an object in braces, this is something else")
    }
    let reading = understand()
    let repeated = scanner.repeatedKeys[reading.bit]
    guard repeated < 0 else {
      throw Refusal(
        reason: .duplicateKey,
        message:
          "a key that is read stands twice in its object; readers differ on which one counts (byte \(repeated + 1))")
    }
    event.removeAll()
    if reading.bit == readings.cloud.bit { try checkVersion(line) }
    event.kind = try self.kind(reading, line)
    try readLead(reading, line, into: &event)
    try readTime(reading, line, into: &event)
    event.id = try reference(reading.id, line, isID: true, into: &event)
    try readSequence(reading, line, into: &event)
    event.source = try reference(reading.source, line, into: &event)
    event.owner = try reference(reading.owner, line, into: &event)
    event.activity = try reference(reading.activity, line, into: &event)
    event.target = try reference(reading.target, line, into: &event)
    event.funnel = try reference(reading.funnel, line, into: &event)
    try readActor(reading, line, into: &event)
    if event.kind.isAboutActivity, event.activity == nil {
      throw Refusal(reason: .noActivity, message: "an event \"\(event.kind.name)\" must say which activity it is about")
    }
    readPoints(reading, line, into: &event)
  }

  /// Which way a line is to be understood: the funnel's own envelope before the built-in ones, a lead object at last.
  private func understand() -> LineReading {
    if let own = readings.own, let type = own.type, scanner.cells[type.cell].holdsValue { return own }
    if scanner.cells[readings.specversion].holdsValue { return readings.cloud }
    let isNative = [readings.native.type?.cell, readings.native.lead.first?.cell].allSatisfy { cell in
      cell.map { scanner.cells[$0].holdsValue } ?? false
    }
    return isNative ? readings.native : readings.leadObject
  }

  private func checkVersion(_ line: UnsafeRawBufferPointer) throws(Refusal) {
    let value = scanner.cells[readings.specversion]
    guard value.kind == .string, line[Int(value.start)..<Int(value.end)].elementsEqual("1.0".utf8) else {
      let shown = Misfit.excerpt(value, line)
      throw Refusal(
        reason: .invalidField, message: "\"specversion\" is \(shown); CloudEvents are read in version \"1.0\"")
    }
  }

  private mutating func kind(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer
  ) throws(Refusal) -> IncomingEvent.Kind {
    guard let type = reading.type else { return .leadRegistered }
    guard try takeText(type, line), let number = text.withUnsafeBytes({ kinds.find($0, in: kindGroup) }),
      let kind = IncomingEvent.Kind(rawValue: UInt8(number))
    else {
      let shown = Misfit.excerpt(scanner.cells[type.cell], line)
      let names = IncomingEvent.Kind.allCases.map(\.name).joined(separator: ", ")
      throw Refusal(reason: .unknownEvent, message: "\(shown) is no event; the events are \(names)")
    }
    return kind
  }

  private mutating func readLead(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    for field in reading.lead {
      guard let lead = try reference(field, line, isID: true, into: &event) else { continue }
      event.lead = lead
      event.leadIsNumber = scanner.cells[field.cell].kind == .number
      return
    }
    throw Refusal(reason: .noLead, message: "nothing says which lead this is: its id is missing")
  }

  private mutating func readTime(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    guard let field = reading.time, scanner.cells[field.cell].holdsValue else { return }
    let value = scanner.cells[field.cell]
    guard let time = values.instant(value, line) else {
      let shown = Misfit.excerpt(value, line)
      throw Refusal(
        reason: .invalidTime,
        message: "\(field.name) is \(shown), not a time such as 2026-11-20T09:00:00Z, a date, or unix time")
    }
    event.time = time
  }

  private mutating func readSequence(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    guard let field = reading.sequence, try takeText(field, line) else { return }
    guard let sequence = text.withUnsafeBytes({ DecimalForm($0)?.scaled(0) }) else {
      let shown = Misfit.excerpt(scanner.cells[field.cell], line)
      throw Refusal(reason: .invalidField, message: "\(field.name) is \(shown), not a whole number")
    }
    event.sequence = sequence
  }

  /// Reads who did it. Whoever names nobody may do anything, so what can't be understood must not count as nobody.
  private mutating func readActor(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    event.actor = try reference(reading.actor, line, into: &event)
    event.role = try reference(reading.role, line, into: &event)
    if let by = reading.by, scanner.cells[by.cell].holdsValue {
      if scanner.cells[by.cell].kind != .object { event.actor = try reference(by, line, into: &event) }
    }
    try readSession(reading, line, into: &event)
    if let by = reading.by, scanner.cells[by.cell].holdsValue, event.actor == nil, event.role == nil {
      throw Refusal(
        reason: .invalidField, message: "\"by\" names nobody: it needs a \"name\", a \"role\" or a \"session\"")
    }
    let needsActor = actorsRequired && reading.type != nil && event.kind != .leadRegistered && event.kind != .clock
    if needsActor, event.actor == nil, event.role == nil {
      throw Refusal(reason: .noActor, message: "the funnel requires that every event says who did it")
    }
  }

  /// Reads the token that proves who did it: what it says is the actor and the role.
  private mutating func readSession(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    guard let field = reading.session, scanner.cells[field.cell].holdsValue else { return }
    guard event.actor == nil, event.role == nil else {
      throw Refusal(
        reason: .invalidField, message: "a name or a role stands beside a session token, which says both itself")
    }
    guard let sessions else {
      throw Refusal(
        reason: .noSessionKey, message: "who acts is said by a session token, and there is no key to check it with")
    }
    let isText = scanner.cells[field.cell].kind == .string
    switch isText ? sessions.check(try takeText(field, line) ? text : [], at: nil) : .malformed {
    case .malformed: throw Refusal(reason: .badSession, message: "this is no session token, or only a part of one")
    case .forged:
      throw Refusal(reason: .forgedSession, message: "the session token was made with another key, or was changed")
    case .ok(let claims), .expired(let claims):
      event.actor = event.keep(claims.actor)
      event.role = event.keep(claims.role)
      event.session = IncomingEvent.Session(
        journey: event.keep(claims.journey), expiry: claims.expiry,
        nonce: claims.nonce.reduce(0) { $0 << 8 | UInt128($1) })
    }
  }

  /// The line read last, with three stars in the place of what stands where session tokens do, good or bad.
  func cuttingToken(_ line: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes = Array(line)
    guard isScanned else { return bytes }
    let cells = [readings.native, readings.cloud, readings.own].compactMap { $0?.session?.cell }
    let ranges = Set(cells).map { scanner.cells[$0] }.filter { $0.kind == .string }.map { Int($0.start)..<Int($0.end) }
    for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) where range.upperBound <= bytes.count {
      bytes.replaceSubrange(range, with: FeedReject.stars)
    }
    return bytes
  }

  private mutating func readPoints(
    _ reading: LineReading, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) {
    if let data = reading.data, scanner.cells[data].kind == .null { return }
    for point in reading.points {
      let value = scanner.cells[point.cell]
      guard value.kind != .absent else { continue }
      var bits: UInt64?
      if value.kind != .null {
        if let currency = point.currency, !isCurrency(scanner.cells[currency], point.field, line) {
          let reason = Misfit.currency(scanner.cells[currency], point.field, line)
          event.issues.append(DataIssue(slot: point.field.slot, reason: reason))
        } else {
          bits =
            point.field.type.isSet
            ? values.set(value, point.field, line, links: scanner.links, into: &event.bytes)
            : values.single(value, point.field, line, into: &event.bytes)
          if bits == nil {
            let reason = Misfit.phrase(value, point.field, line, values)
            event.issues.append(DataIssue(slot: point.field.slot, reason: reason))
          }
        }
      }
      event.values.append(IncomingEvent.PointValue(slot: point.field.slot, isKnown: bits != nil, bits: bits ?? 0))
    }
  }

  /// Whether a value is the code of a point's currency, in any case.
  private mutating func isCurrency(_ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer) -> Bool {
    guard value.kind == .string else { return false }
    text.removeAll(keepingCapacity: true)
    guard JSONText.decode(line, Int(value.start)..<Int(value.end), into: &text), text.count == 3 else { return false }
    return text.reduce(UInt32(0)) { $0 << 8 | UInt32($1 & 0xDF) } == field.type.detail
  }

  /// Puts a field's text, translated, behind the event's bytes; nil where the line says nothing there.
  private mutating func reference(
    _ field: LineReading.Field?, _ line: UnsafeRawBufferPointer, isID: Bool = false, into event: inout IncomingEvent
  ) throws(Refusal) -> TextReference? {
    guard let field, try takeText(field, line) else { return nil }
    if isID {
      if text.isEmpty { return nil }
      if scanner.cells[field.cell].kind == .number, !text.withUnsafeBytes({ TextForms.isWhole($0) }) {
        throw refusal(field, line, "a text or a whole number")
      }
    }
    guard let offset = UInt32(exactly: event.bytes.count), text.count < 1 << 30 else {
      throw refusal(field, line, "a text of bearable length")
    }
    event.bytes += text
    return TextReference(.event, offset: offset, length: UInt32(text.count))
  }

  /// Takes a field's characters, or a number as written, into `text` and translates them.
  /// - Returns: false where the line says nothing there.
  private mutating func takeText(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer) throws(Refusal) -> Bool {
    let value = scanner.cells[field.cell]
    guard value.holdsValue else { return false }
    let range = Int(value.start)..<Int(value.end)
    text.removeAll(keepingCapacity: true)
    switch value.kind {
    case .string where value.hasEscapes:
      guard JSONText.decode(line, range, into: &text) else { throw refusal(field, line, "a text of whole characters") }
    case .string, .number: text.append(contentsOf: line[range])
    default: throw refusal(field, line, "a text or a number")
    }
    if let rename = field.renames.first(where: { $0.from == text }) { text = rename.to }
    return true
  }

  private func refusal(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer, _ wanted: String) -> Refusal {
    let shown = Misfit.excerpt(scanner.cells[field.cell], line)
    return Refusal(reason: .invalidField, message: "\(field.name) is \(shown), not \(wanted)")
  }
}

extension IncomingEvent {
  /// Puts bytes behind the event's, which must not be many.
  fileprivate mutating func keep(_ text: [UInt8]) -> TextReference {
    let start = bytes.count
    bytes += text
    return TextReference(
      .event, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: text.count))
  }

  /// Forgets everything and keeps the room.
  mutating func removeAll() {
    kind = .leadRegistered
    lead = TextReference(bits: 0)
    leadIsNumber = false
    time = nil
    id = nil
    sequence = nil
    source = nil
    owner = nil
    activity = nil
    actor = nil
    role = nil
    target = nil
    funnel = nil
    session = nil
    values.removeAll(keepingCapacity: true)
    issues.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}
