import FunnelSemantics

/// What one line of a feed says, for the funnels that run.
struct ReferenceEvent {
  var kind = "lead.registered"
  var lead: PlainJSON = .null
  var time: Int64?
  var id: [UInt8]?
  var sequence: Int64?
  var source: [UInt8]?
  var owner: [UInt8]?
  var activity: [UInt8]?
  var actor: [UInt8]?
  var role: [UInt8]?
  var target: [UInt8]?
  var funnel: [UInt8]?
  /// The session token that says who did it.
  var token: PlainJSON?
  /// What the token is known to say.
  var session: ReferenceSession?
  /// Whether it stands in the envelope that the language itself has.
  var isBuiltIn = false
  /// Of each funnel, the points whose key the line holds; a value that is null or does not fit is nil.
  var points: [[Int: ReferenceValue?]] = []

  func points(for funnel: Int) -> [Int: ReferenceValue?] { points.indices.contains(funnel) ? points[funnel] : [:] }
}

/// What a genuine session token says.
struct ReferenceSession {
  let journey: [UInt8]
  let actor: [UInt8]
  let role: [UInt8]
  let expiry: Int64
  let nonce: UInt64
}

/// Reads the lines of a feed.
struct ReferenceReader {
  let funnels: [ResolvedFunnel]
  let typings: [ReferenceTyping]

  init(funnels: [ResolvedFunnel], calendars: [ReferenceCalendar]) {
    self.funnels = funnels
    typings = zip(funnels, calendars).map { ReferenceTyping(funnel: $0, calendar: $1) }
  }

  /// All funnels read a line as the first does, but for their points.
  private var leadFeed: ResolvedLeadFeed { funnels[0].leadFeed }
  private var eventFeed: ResolvedEventFeed? { funnels[0].eventFeed }
  private var typing: ReferenceTyping { typings[0] }

  /// What an item of a feed says; nil where it can't be used.
  func event(_ json: PlainJSON) -> ReferenceEvent? {
    guard case .object = json else { return nil }
    // What tells the envelopes apart is read of every line.
    var read = ["specversion", "type", "lead"].map { ResolvedPath([.key($0)]) }
    if let feed = eventFeed { read.append(feed.type.path) }
    func isSaid(_ key: String) -> Bool { json[key] != nil && json[key] != .null }
    if let feed = eventFeed, text(feed.type, json) != nil {
      let fields = [
        feed.id, feed.sequence, feed.time, feed.activity, feed.actor, feed.role, feed.target, feed.funnel, feed.session,
      ]
      read += [feed.lead.path] + fields.compactMap { $0?.path } + leadPaths(under: feed.data)
      return isReadTwice(read, json) ? nil : declared(feed, json)
    }
    if isSaid("specversion") || isSaid("type") && isSaid("lead") {
      let keys = ["subject", "id", "sequence", "time", "by", "activity", "target", "funnel"].map {
        ResolvedPath([.key($0)])
      }
      let actor = ["role", "name", "session"].map { ResolvedPath([.key("by"), .key($0)]) }
      read += keys + actor + leadPaths(under: ResolvedPath([.key("data")]))
      if isReadTwice(read, json) { return nil }
      guard isSaid("specversion") else { return enveloped(json, lead: "lead") }
      return json["specversion"] == .string("1.0") ? enveloped(json, lead: "subject") : nil
    }
    let feed = leadFeed
    read += feed.lead.map(\.path) + [feed.time, feed.source, feed.owner].compactMap { $0?.path }
    read += funnels.flatMap(\.points).flatMap { [$0.path, $0.currencyPath].compactMap { $0 } }
    return isReadTwice(read, json) ? nil : registration(json)
  }

  private func leadPaths(under data: ResolvedPath) -> [ResolvedPath] {
    let points = funnels.flatMap(\.points).flatMap { [$0.path, $0.currencyPath] }
    let paths = [leadFeed.source?.path, leadFeed.owner?.path] + points
    return paths.compactMap { $0.map { ResolvedPath(data.steps + $0.steps) } }
  }

  /// Whether a key that one of the paths goes through stands twice in its object.
  private func isReadTwice(_ paths: [ResolvedPath], _ json: PlainJSON) -> Bool {
    paths.contains { path in
      var place = json
      for step in path.steps {
        guard case .key(let key) = step, case .object(let members) = place else { return false }
        let found = members.filter { $0.key == Array(key.utf8) }
        if found.count > 1 { return true }
        guard let next = found.first else { return false }
        place = next.value
      }
      return false
    }
  }

  private func registration(_ json: PlainJSON) -> ReferenceEvent? {
    var event = ReferenceEvent()
    let feed = leadFeed
    guard let lead = feed.lead.lazy.compactMap({ identifier(find($0.path, in: json)) }).first else { return nil }
    event.lead = lead
    if let field = feed.time, let value = known(field, json) {
      guard let time = instant(value) else { return nil }
      event.time = time
    }
    event.source = feed.source.flatMap { text($0, json) }
    event.owner = feed.owner.flatMap { text($0, json) }
    if let data = find(feed.data, in: json), data != .null { event.points = points(data) }
    return event
  }

  /// An event in the built-in envelope, or a CloudEvent, which names the lead as its subject.
  private func enveloped(_ json: PlainJSON, lead key: String) -> ReferenceEvent? {
    var event = ReferenceEvent()
    guard let kind = json["type"]?.word, let lead = identifier(json[key]) else { return nil }
    event.kind = String(decoding: kind, as: UTF8.self)
    event.lead = lead
    guard readTime(json["time"], into: &event) else { return nil }
    event.id = json["id"]?.word
    event.isBuiltIn = true
    guard readSequence(json["sequence"], into: &event), readActor(json["by"], into: &event) else { return nil }
    event.activity = json["activity"]?.word
    event.target = json["target"]?.word
    event.funnel = json["funnel"]?.word
    readData(json["data"], into: &event)
    return event
  }

  private func declared(_ feed: ResolvedEventFeed, _ json: PlainJSON) -> ReferenceEvent? {
    var event = ReferenceEvent()
    guard let kind = text(feed.type, json), let lead = identifier(find(feed.lead.path, in: json)) else { return nil }
    event.kind = String(decoding: kind, as: UTF8.self)
    event.lead = lead
    guard readTime(feed.time.flatMap { find($0.path, in: json) }, into: &event) else { return nil }
    event.id = feed.id.flatMap { text($0, json) }
    guard readSequence(feed.sequence.flatMap { known($0, json) }, into: &event) else { return nil }
    event.activity = feed.activity.flatMap { text($0, json) }
    event.actor = feed.actor.flatMap { text($0, json) }
    event.role = feed.role.flatMap { text($0, json) }
    event.target = feed.target.flatMap { text($0, json) }
    event.funnel = feed.funnel.flatMap { text($0, json) }
    event.token = feed.session.flatMap { known($0, json) }
    readData(find(feed.data, in: json), into: &event)
    return event
  }

  private func readTime(_ json: PlainJSON?, into event: inout ReferenceEvent) -> Bool {
    guard let json, json != .null else { return true }
    event.time = instant(json)
    return event.time != nil
  }

  private func readSequence(_ json: PlainJSON?, into event: inout ReferenceEvent) -> Bool {
    guard let json, json != .null else { return true }
    guard case .integer(let sequence)? = typing.value(json, as: .integer) else { return false }
    event.sequence = sequence
    return true
  }

  /// Reads who did it: a name by itself, or an object that says at least one thing.
  private func readActor(_ by: PlainJSON?, into event: inout ReferenceEvent) -> Bool {
    guard let by, by != .null else { return true }
    guard case .object = by else {
      event.actor = by.word
      return event.actor != nil
    }
    event.role = by["role"]?.word
    event.actor = by["name"]?.word
    if let token = by["session"], token != .null { event.token = token }
    return event.role != nil || event.actor != nil || event.token != nil
  }

  private func readData(_ json: PlainJSON?, into event: inout ReferenceEvent) {
    guard let data = json, data != .null else { return }
    event.points = points(data)
    event.source = leadFeed.source.flatMap { text($0, data) }
    event.owner = leadFeed.owner.flatMap { text($0, data) }
  }

  private func instant(_ json: PlainJSON) -> Int64? {
    guard case .datetime(let instant)? = typing.value(json, as: .datetime) else { return nil }
    return instant
  }

  private func identifier(_ json: PlainJSON?) -> PlainJSON? {
    guard let json, let word = json.word, !word.isEmpty else { return nil }
    if case .number(let number) = json { return number.allSatisfy { "-0123456789".contains($0) } ? json : nil }
    return json
  }

  private func known(_ field: ResolvedField, _ json: PlainJSON) -> PlainJSON? {
    find(field.path, in: json).flatMap { $0 == .null ? nil : $0 }
  }

  private func text(_ field: ResolvedField, _ json: PlainJSON) -> [UInt8]? {
    guard let word = find(field.path, in: json)?.word else { return nil }
    let renamed = field.renames.first { Array($0.from.utf8) == word }
    return renamed.map { Array($0.to.utf8) } ?? word
  }

  private func points(_ data: PlainJSON) -> [[Int: ReferenceValue?]] {
    typings.map { typing in
      var found: [Int: ReferenceValue?] = [:]
      for (slot, point) in typing.funnel.points.enumerated() {
        guard let json = find(point.path, in: data) else { continue }
        found[slot] = .some(fitting(json, point, data, typing))
      }
      return found
    }
  }

  /// The value of a point where it fits its type, its bounds and its currency.
  private func fitting(
    _ json: PlainJSON, _ point: ResolvedPoint, _ data: PlainJSON, _ typing: ReferenceTyping
  ) -> ReferenceValue? {
    if let path = point.currencyPath, case .money(let currency) = point.type {
      guard case .text(let code)? = find(path, in: data),
        String(decoding: code, as: UTF8.self).uppercased() == currency.code
      else { return nil }
    }
    return typing.fitting(json, point)
  }

  /// What stands at a path; nil where a key, an element or an object on the way is absent, null where it is null.
  private func find(_ path: ResolvedPath, in json: PlainJSON) -> PlainJSON? {
    find(path.steps[...], in: json)
  }

  private func find(_ steps: ArraySlice<ResolvedPath.Step>, in json: PlainJSON) -> PlainJSON? {
    guard let step = steps.first, json != .null else { return json }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key): return json[key].flatMap { find(rest, in: $0) }
    case .index(let index):
      guard case .array(let elements) = json else { return nil }
      let place = index < 0 ? elements.count + index : index
      return elements.indices.contains(place) ? find(rest, in: elements[place]) : nil
    case .firstWhere(let key, let comparand):
      guard case .array(let elements) = json else { return nil }
      let first = elements.first { element in
        guard element != .null, let value = find(ResolvedPath(key.map { .key($0) }), in: element) else { return false }
        return isEqual(value, comparand)
      }
      return first.flatMap { find(rest, in: $0) }
    case .each:
      guard case .array(let elements) = json else { return nil }
      return .array(elements.compactMap { find(rest, in: $0) })
    }
  }

  private func isEqual(_ json: PlainJSON, _ comparand: ResolvedPath.Comparand) -> Bool {
    switch comparand {
    case .text(let text): json == .string(text)
    case .number(let number): { if case .number(let found) = json { Double(found) == Double(number) } else { false } }()
    case .boolean(let value): json == .boolean(value)
    case .null: json == .null
    }
  }
}
