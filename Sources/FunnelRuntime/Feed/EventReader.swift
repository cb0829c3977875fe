import FunnelIR

/// What one funnel reads from a feed, and how it types values.
struct FunnelFeed: Sendable {
  let plan: FeedPlan
  let choices: [ChoiceTable]
  let zone: ZoneTable
}

/// Makes an event of a line: understands it in one of the ways there are, and types what the way reads.
struct EventReader: ~Copyable {
  /// A line that is no event that can be used.
  struct Refusal: Error {
    let reason: RejectReason
    let message: String
  }

  let readings: LineReadings
  /// All readings by the number of their bit, where they need not be copied to be looked at.
  private let all: UnsafePointer<LineReading>
  private let hasOwn: Bool
  /// Whether every event must say who did it.
  let actorsRequired: Bool
  private let sessions: SessionTokens?
  let privacy: FeedPrivacy
  private let nesting: Int
  private(set) var scanner: JSONScanner
  /// Types values as the funnel at hand does.
  private var values: ValueReader
  /// The same for every funnel; its own is away while a funnel is at hand.
  private var valueReaders: [ValueReader]
  private var atHand = 0
  /// The funnel that says what envelopes look like.
  private let envelope: Int
  /// Which funnels a line is about; nil where there is one only.
  private let routing: FeedRouting?
  private var text: [UInt8] = []
  /// Whether the line read last is JSON, so that its values are known.
  private(set) var isScanned = false

  /// Makes a reader for funnels that run together; there is at least one.
  /// - Parameter envelope: the funnel that says what envelopes look like.
  init(
    _ feeds: [FunnelFeed], envelope: Int = 0, routing: FeedRouting?, nesting: Int, sessions: SessionTokens?,
    privacy: FeedPrivacy
  ) {
    self.envelope = envelope
    readings = LineReadings(feeds.map(\.plan), envelope: envelope)
    hasOwn = readings.own != nil
    all = readings.all.pointer
    // Whoever gives a key wants to know who acts.
    actorsRequired = feeds[envelope].plan.actorsRequired || sessions != nil
    self.routing = feeds.count > 1 ? routing : nil
    valueReaders = feeds.map { ValueReader(choices: $0.choices, zone: $0.zone) }
    values = valueReaders[0]
    self.sessions = sessions
    self.privacy = privacy
    self.nesting = nesting
    scanner = JSONScanner(readings.recogniser, nesting: nesting)
  }

  /// Reads a line.
  /// - Precondition: `FeedBuffer.padding` bytes behind the line may be read.
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
    let repeated = scanner.repeatedKeys[reading.pointee.bit]
    guard repeated < 0 else {
      throw Refusal(
        reason: .duplicateKey,
        message:
          "a key that is read stands twice in its object; readers differ on which one counts (byte \(repeated + 1))")
    }
    event.removeAll()
    // Times of the envelope are told in the zone of the funnel that describes it.
    take(envelope)
    if reading.pointee.bit == readings.cloud.bit { try checkVersion(line) }
    event.kind = try self.kind(reading, line)
    try readLead(reading, line, into: &event)
    try readTime(reading, line, into: &event)
    if says(reading.pointee.id) { event.id = try reference(reading.pointee.id, line, isID: true, into: &event) }
    if says(reading.pointee.sequence) { try readSequence(reading, line, into: &event) }
    if says(reading.pointee.source) { event.source = try reference(reading.pointee.source, line, into: &event) }
    if says(reading.pointee.owner) { event.owner = try reference(reading.pointee.owner, line, into: &event) }
    if says(reading.pointee.activity) { event.activity = try reference(reading.pointee.activity, line, into: &event) }
    if says(reading.pointee.target) { event.target = try reference(reading.pointee.target, line, into: &event) }
    if says(reading.pointee.funnel) { event.funnel = try reference(reading.pointee.funnel, line, into: &event) }
    try readActor(reading, line, into: &event)
    if event.kind.isAboutActivity, event.activity == nil {
      throw Refusal(reason: .noActivity, message: "an event \"\(event.kind.name)\" must say which activity it is about")
    }
    if reading.pointee.data >= 0, scanner.cells[Int(reading.pointee.data)].kind == .null { return }
    for (funnel, index) in reading.pointee.funnels.enumerated() {
      if let routing {
        guard routing.concerns(funnel, event) else { continue }
        take(funnel)
      }
      readPoints(readings.funnels[Int(index)], of: funnel, line, into: &event)
    }
  }

  /// Types values as a funnel does from here on.
  private mutating func take(_ funnel: Int) {
    guard funnel != atHand else { return }
    swap(&values, &valueReaders[atHand])
    swap(&values, &valueReaders[funnel])
    atHand = funnel
  }

  /// Whether the line says something in a field.
  @inline(__always)
  private func says(_ field: LineReading.Field) -> Bool {
    field.cell >= 0 && scanner.cells[Int(field.cell)].holdsValue
  }

  func value(_ field: LineReading.Field) -> FoundValue {
    field.cell >= 0 ? scanner.cells[Int(field.cell)] : .absent
  }

  /// Which way a line is to be understood: the funnel's own envelope before the built-in ones, a lead object at last.
  private func understand() -> UnsafePointer<LineReading> {
    if hasOwn, says(all[1].type) { return all + 1 }
    if scanner.cells[readings.specversion].holdsValue { return all + 3 }
    guard says(all[2].type), all[2].lead.allSatisfy({ says(readings.leads[Int($0)]) }) else { return all }
    return all + 2
  }

  private func checkVersion(_ line: UnsafeRawBufferPointer) throws(Refusal) {
    let value = scanner.cells[readings.specversion]
    guard value.kind == .string, line[Int(value.start)..<Int(value.end)].elementsEqual("1.0".utf8) else {
      let shown = Misfit.excerpt(value, line)
      throw Refusal(
        reason: .invalidField, message: "\"specversion\" is \(shown); CloudEvents are read in version \"1.0\"")
    }
    guard !scanner.cells[readings.binaryData].holdsValue else {
      throw Refusal(
        reason: .invalidField, message: "the event has its data in \"data_base64\", and only data that is JSON is read")
    }
  }

  private mutating func kind(
    _ reading: UnsafePointer<LineReading>, _ line: UnsafeRawBufferPointer
  ) throws(Refusal) -> IncomingEvent.Kind {
    guard reading.pointee.type.cell >= 0 else { return .leadRegistered }
    let value = value(reading.pointee.type)
    let number: Int?
    switch value.kind {
    case .string where value.hasEscapes:
      text.removeAll(keepingCapacity: true)
      guard JSONText.decode(line, value.range, into: &text) else {
        throw refusal(reading.pointee.type, line, "a text of whole characters")
      }
      number = text.withUnsafeBytes { readings.words.find($0, in: reading.pointee.kinds) }
    case .string, .number:
      number = readings.words.find(UnsafeRawBufferPointer(rebasing: line[value.range]), in: reading.pointee.kinds)
    case .absent, .null: number = nil
    default: throw refusal(reading.pointee.type, line, "a text or a number")
    }
    guard let number, let kind = IncomingEvent.Kind(rawValue: UInt8(truncatingIfNeeded: number)) else {
      let shown = excerpt(reading.pointee.type, line)
      let names = IncomingEvent.Kind.allCases.map(\.name).joined(separator: ", ")
      throw Refusal(reason: .unknownEvent, message: "\(shown) is no event; the events are \(names)")
    }
    return kind
  }

  private mutating func readLead(
    _ reading: UnsafePointer<LineReading>, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    for number in reading.pointee.lead {
      let field = readings.leads[Int(number)]
      guard let lead = try reference(field, line, isID: true, into: &event) else { continue }
      event.lead = lead
      event.leadIsNumber = value(field).kind == .number
      return
    }
    throw Refusal(reason: .noLead, message: "nothing says which lead this is: its id is missing")
  }

  private mutating func readTime(
    _ reading: UnsafePointer<LineReading>, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    guard says(reading.pointee.time) else { return }
    let value = value(reading.pointee.time)
    guard let time = values.instant(value, line) else {
      let shown = excerpt(reading.pointee.time, line)
      throw Refusal(
        reason: .invalidTime,
        message:
          "\(name(reading.pointee.time)) is \(shown), not a time such as 2026-11-20T09:00:00Z, a date, or unix time")
    }
    event.time = time
  }

  private mutating func readSequence(
    _ reading: UnsafePointer<LineReading>, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    let field = reading.pointee.sequence
    let value = value(field)
    if value.kind == .number, field.renames.isEmpty, let sequence = DecimalForm.whole(line, value.range) {
      event.sequence = sequence
      return
    }
    guard try takeText(field, line) else { return }
    guard let sequence = text.withUnsafeBytes({ DecimalForm($0)?.scaled(0) }) else {
      let shown = excerpt(field, line)
      throw Refusal(reason: .invalidField, message: "\(name(field)) is \(shown), not a whole number")
    }
    event.sequence = sequence
  }

  /// Reads who did it. Whoever names nobody may do anything, so what can't be understood must not count as nobody.
  private mutating func readActor(
    _ reading: UnsafePointer<LineReading>, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    if says(reading.pointee.actor) { event.actor = try reference(reading.pointee.actor, line, into: &event) }
    if says(reading.pointee.role) { event.role = try reference(reading.pointee.role, line, into: &event) }
    if says(reading.pointee.by) {
      if value(reading.pointee.by).kind != .object {
        event.actor = try reference(reading.pointee.by, line, into: &event)
      }
    }
    if says(reading.pointee.session) { try readSession(reading.pointee.session, line, into: &event) }
    if says(reading.pointee.by), event.actor == nil, event.role == nil {
      throw Refusal(
        reason: .invalidField, message: "\"by\" names nobody: it needs a \"name\", a \"role\" or a \"session\"")
    }
    let needsActor =
      actorsRequired && reading.pointee.type.cell >= 0 && event.kind != .leadRegistered && event.kind != .clock
    if needsActor, event.actor == nil, event.role == nil {
      throw Refusal(reason: .noActor, message: "the funnel requires that every event says who did it")
    }
  }

  /// Reads the token that proves who did it: what it says is the actor and the role.
  private mutating func readSession(
    _ field: LineReading.Field, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) throws(Refusal) {
    guard event.actor == nil, event.role == nil else {
      throw Refusal(
        reason: .invalidField, message: "a name or a role stands beside a session token, which says both itself")
    }
    guard let sessions else {
      throw Refusal(
        reason: .noSessionKey, message: "who acts is said by a session token, and there is no key to check it with")
    }
    let isText = value(field).kind == .string
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

  private mutating func readPoints(
    _ points: Recogniser.Run, of funnel: Int, _ line: UnsafeRawBufferPointer, into event: inout IncomingEvent
  ) {
    for index in points {
      let point = readings.points[Int(index)]
      let value = scanner.cells[Int(point.cell)]
      guard value.kind != .absent else { continue }
      var bits: UInt64?
      if value.kind != .null {
        if point.currency >= 0, !isCurrency(scanner.cells[Int(point.currency)], point.form, line) {
          let reason = Misfit.currency(scanner.cells[Int(point.currency)], pointField(point), line)
          note(reason, of: point, funnel, in: &event)
        } else {
          bits =
            point.form.type.isSet
            ? values.set(value, point.form, line, links: scanner.links, into: &event.bytes)
            : values.single(value, point.form, line, into: &event.bytes)
          if bits == nil {
            note(Misfit.phrase(value, pointField(point), line, values), of: point, funnel, in: &event)
          }
        }
      }
      event.values.append(
        IncomingEvent.PointValue(
          slot: point.slot, isKnown: bits != nil, bits: bits ?? 0, funnel: UInt16(truncatingIfNeeded: funnel)))
    }
  }

  private func note(_ reason: String, of point: PointCell, _ funnel: Int, in event: inout IncomingEvent) {
    event.issues.append(DataIssue(slot: point.slot, reason: reason, funnel: funnel))
  }

  private func pointField(_ point: PointCell) -> PointField { readings.pointFields[Int(point.number)] }

  private func name(_ field: LineReading.Field) -> String { readings.names[Int(field.name)] }

  /// Whether a value is the code of a point's currency, in any case.
  private mutating func isCurrency(_ value: FoundValue, _ form: ValueForm, _ line: UnsafeRawBufferPointer) -> Bool {
    guard value.kind == .string else { return false }
    text.removeAll(keepingCapacity: true)
    guard JSONText.decode(line, value.range, into: &text), text.count == 3 else { return false }
    return text.reduce(UInt32(0)) { $0 << 8 | UInt32($1 & 0xDF) } == form.type.detail
  }

  /// Puts a field's text, translated, behind the event's bytes; nil where the line says nothing there.
  private mutating func reference(
    _ field: LineReading.Field, _ line: UnsafeRawBufferPointer, isID: Bool = false, into event: inout IncomingEvent
  ) throws(Refusal) -> TextReference? {
    let value = value(field)
    guard value.holdsValue else { return nil }
    let range = value.range
    if field.renames.isEmpty, value.kind == .string, !value.hasEscapes, range.count < 1 << 30 {
      if isID, range.isEmpty { return nil }
      if let reference = event.append(UnsafeRawBufferPointer(rebasing: line[range])) { return reference }
    }
    guard try takeText(field, line) else { return nil }
    if isID {
      if text.isEmpty { return nil }
      if value.kind == .number, !text.withUnsafeBytes({ TextForms.isWhole($0) }) {
        throw refusal(field, line, "a text or a whole number")
      }
    }
    guard let reference = event.append(text[...]) else { throw refusal(field, line, "a text of bearable length") }
    return reference
  }

  /// Takes a field's characters, or a number as written, into `text` and translates them.
  /// - Returns: false where the line says nothing there.
  private mutating func takeText(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer) throws(Refusal) -> Bool {
    let value = value(field)
    guard value.holdsValue else { return false }
    text.removeAll(keepingCapacity: true)
    switch value.kind {
    case .string where value.hasEscapes:
      guard JSONText.decode(line, value.range, into: &text) else {
        throw refusal(field, line, "a text of whole characters")
      }
    case .string, .number: text.append(contentsOf: line[value.range])
    default: throw refusal(field, line, "a text or a number")
    }
    guard !field.renames.isEmpty else { return true }
    if let number = text.withUnsafeBytes({ readings.words.find($0, in: field.renames) }) {
      text = readings.translations[number]
    }
    return true
  }

  private func refusal(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer, _ wanted: String) -> Refusal {
    let shown = excerpt(field, line)
    return Refusal(reason: .invalidField, message: "\(name(field)) is \(shown), not \(wanted)")
  }
}

extension IncomingEvent {
  /// Appends a text; nil where it is longer than a reference can say.
  @inline(__always)
  fileprivate mutating func append(_ text: some Collection<UInt8>) -> TextReference? {
    guard let offset = UInt32(exactly: bytes.count), text.count < 1 << 30 else { return nil }
    bytes.append(contentsOf: text)
    return TextReference(.event, offset: offset, length: UInt32(truncatingIfNeeded: text.count))
  }

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
    if !issues.isEmpty { issues.removeAll(keepingCapacity: true) }
    bytes.removeAll(keepingCapacity: true)
  }
}
