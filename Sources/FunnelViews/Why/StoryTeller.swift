import FunnelCompiler
import FunnelIR
import FunnelRuntime

/// Goes over the records of one journey: takes down what happened, and how the journey was when its data decided.
struct StoryTeller {
  private let view: JourneyView
  private let reader: JourneyReader
  private let inquiry: Inquiry
  private(set) var retraced: RetracedJourney
  private(set) var steps: [(time: Int64, step: WhyStory.Step)] = []
  private(set) var moments: [WhyStory.Moment] = []
  /// Whether the journey's first record was there.
  private(set) var knowsBeginning = false
  /// Whether the lead was not taken in yet.
  private var isAtIntake = false
  /// Whether decisions follow one another at the moment.
  private var isDeciding = false

  init(_ view: JourneyView, _ reader: JourneyReader) {
    self.view = view
    self.reader = reader
    inquiry = Inquiry(view.program)
    retraced = RetracedJourney(view.program, of: view.journey)
  }

  private var program: Program { view.program.program }

  /// Takes down a record.
  mutating func read(_ line: JournalLine) {
    switch line.record {
    case "registered":
      knowsBeginning = true
      retraced.begin(at: line.time, source: line.string("source"))
      isAtIntake = true
      note(line, "registered" + (line.string("source").map { ", from \($0)" } ?? ""))
    case "handed-over":
      knowsBeginning = true
      retraced.begin(at: line.time, source: nil)
      note(line, "begun by another journey, \(reader.shown(journeyID: line.string("from") ?? ""))")
    case "event": readEvent(line)
    case "data": readChange(line)
    case "looked-up":
      note(
        line,
        "\(line[ "found"].map(line.words) == "true" ? "found" : "not found") in table \(line.string("table") ?? "")")
    case "declined", "held": readIntake(line)
    case "released":
      isDeciding = false
      note(line, "taken in" + (line.string("how").map { " (\($0.words))" } ?? ""))
    case "decision": readDecision(line)
    case "split": readSplit(line)
    case "entered", "left", "limit", "blocked", "unblocked", "ended", "incident": readMovement(line)
    case "activity", "overdue", "reassigned": readActivity(line)
    case "migrated": readMigration(line)
    case "start":
      note(line, "begins a journey in funnel \"\(line.string("funnel") ?? "")\"")
    default: break
    }
  }

  private mutating func note(_ line: JournalLine, _ text: String) { steps.append((line.time, .note(text))) }

  /// The journey goes on under another version. What its conditions asked before stands in the version that it left, so how
  /// their parts stood is not told.
  private mutating func readMigration(_ line: JournalLine) {
    moments = []
    for index in steps.indices {
      guard case .decision(let asked) = steps[index].step else { continue }
      let branches = asked.branches.map { $0.withoutParts }
      steps[index].step = .decision(WhyStory.Asked(name: asked.name, label: asked.label, branches: branches))
    }
    note(line, "moved from version \(line.integer("from") ?? 0) to version \(line.integer("to") ?? 0) of the funnel")
  }

  // MARK: Events and data

  private mutating func readEvent(_ line: JournalLine) {
    let name = line.string("event") ?? ""
    if name != "clock" { retraced.hear(at: line.time) }
    let outcome = line.string("outcome") ?? "handled"
    // Who an activity is given to is told by a record of its own.
    guard name != "clock", name != "activity.reassigned", outcome != "late" else { return }
    var words = EventWords.of(name, activity: line.string("activity"))
    if let actor = actor(line["by"]) { words += " by \(actor)" }
    if outcome != "handled" { words += " (\(outcome))" }
    note(line, words)
  }

  private func actor(_ by: JSONNode?) -> String? {
    let role = by?["role"]?.string
    guard let name = by?["name"]?.string else { return role }
    let shown = reader.shown(id: Array(name.utf8))
    return role.map { $0 == shown ? shown : "\(shown) (\($0))" } ?? shown
  }

  private mutating func readChange(_ line: JournalLine) {
    let name = line.string("point") ?? ""
    guard let slot = program.points.firstIndex(where: { program.strings[$0.name] == name }) else { return }
    let before = text(slot)
    guard retraced.write(name, json: line.json("after")) else { return }
    // What the registration brought is told where it decides.
    guard !isAtIntake, retraced.journey.started < line.time || !retraced.journey.history.isEmpty else { return }
    note(line, "\(name): \(text(slot) ?? "missing")" + (before.map { ", was \($0)" } ?? ""))
  }

  private func text(_ slot: Int) -> String? {
    view.text(retraced.value(ofPoint: slot), isPersonal: program.points[slot].isPersonal)
  }

  // MARK: Decisions

  private mutating func readIntake(_ line: JournalLine) {
    beginMoment(line, "intake", .intake)
    isDeciding = false
    let isDeclined = line.record == "declined"
    let reason = line.string("reason")
    note(line, isDeclined ? "declined" + (reason.map { ": \($0)" } ?? "") : "held at intake")
    let conditions =
      isDeclined
      ? program.intake.steps.filter { program.strings[$0.reason] == reason }.map(\.condition)
      : program.intake.holds.map(\.condition)
    let parts = conditions.filter { inquiry.truth(of: $0, on: retraced.journey, at: line.time) == .true }.prefix(1)
    for condition in parts {
      for part in self.parts(of: condition, line) {
        note(line, "  " + WhyPage.words(part))
      }
    }
  }

  private mutating func readDecision(_ line: JournalLine) {
    let name = line.string("decision") ?? ""
    guard let index = program.decisions.firstIndex(where: { program.strings[$0.name] == name }) else { return }
    beginMoment(line, name, .place(Target(.decision, index)))
    let label = line.string("label")
    let rows = program.decisions[index].branches.indices
    var isBehind = false
    let branches = zip(rows, line["branches"]?.elements ?? []).map { row, told in
      let truth = told["is"]?.string.flatMap(JournalRecord.Truth.init(rawValue:)) ?? .unknown
      let isTaken = !isBehind && truth == .true && label != nil
      isBehind = isBehind || isTaken
      let condition = program.branches[row].condition
      return WhyStory.Branch(
        label: told["label"]?.string ?? "", target: told["target"]?.string ?? "",
        hasCondition: condition != nil, text: condition.flatMap { program.text(of: $0) }, truth: truth,
        isTaken: isTaken,
        parts: condition.map { parts(of: $0, line) } ?? [])
    }
    steps.append((line.time, .decision(WhyStory.Asked(name: name, label: label, branches: branches))))
    guard let label else { return }
    moments[moments.count - 1].labels.append("\(name).\(label)")
    retraced.take(label, of: index)
  }

  private mutating func readSplit(_ line: JournalLine) {
    let name = line.string("split") ?? ""
    guard let index = program.decisions.firstIndex(where: { program.strings[$0.name] == name }) else { return }
    beginMoment(line, name, .place(Target(.decision, index)))
    let label = line.string("label") ?? ""
    note(line, "split \"\(name)\" dealt it \(label), by its id alone")
    moments[moments.count - 1].labels.append("\(name).\(label)")
    retraced.take(label, of: index)
  }

  private mutating func beginMoment(_ line: JournalLine, _ name: String, _ origin: Inquiry.Origin) {
    defer { (isAtIntake, isDeciding) = (false, true) }
    guard !isDeciding else { return }
    moments.append(
      WhyStory.Moment(
        name: name, time: line.time, origin: isAtIntake ? .intake : origin, journey: retraced.journey))
  }

  /// The parts of a condition, or the condition itself where it has none, with what each looks at.
  private func parts(of condition: Int, _ line: JournalLine) -> [WhyStory.Part] {
    // Without the beginning nobody knows how the parts stood.
    guard knowsBeginning else { return [] }
    guard let texts = program.conditionTexts?.filter({ $0.whole == condition }) else {
      let truth = inquiry.truth(of: condition, on: retraced.journey, at: line.time)
      return [WhyStory.Part(depth: 1, text: "what it looks at", truth: truth, values: values(readBy: condition, line))]
    }
    let inner = texts.filter { $0.depth > 0 }
    let told = inner.contains { $0.depth == 1 } ? inner : texts.filter { $0.depth == 0 } + inner
    return told.map { text in
      WhyStory.Part(
        depth: max(1, text.depth), text: program.strings[text.text],
        truth: inquiry.truth(of: text.part, on: retraced.journey, at: line.time),
        values: values(readBy: text.part, line))
    }
  }

  /// What a condition looks at: values as the record has them, and else as the records before tell them.
  private func values(readBy condition: Int, _ line: JournalLine) -> [(name: String, value: String?)] {
    program.reads[program.conditions[condition].reads.indices].map { read in
      switch read.kind {
      case .point: (program.strings[program.points[read.index].name], text(read.index))
      case .let:
        (
          program.strings[program.lets[read.index].name],
          recorded(read, line, isHidden: view.program.personal.lets[read.index])
        )
      case .score: (program.strings[program.scores[read.index].name], recorded(read, line, isHidden: false))
      case .label: (program.strings[program.decisions[read.index].name], recorded(read, line, isHidden: false))
      case .activity: (program.strings[program.activityKeys[read.index]], recorded(read, line, isHidden: false)?.words)
      case .started, .entered: ("entered", recorded(read, line, isHidden: false))
      case .lastEvent: ("last_event", recorded(read, line, isHidden: false))
      case .source, .stage, .owner, .now, .today: (read.kind.rawValue, recorded(read, line, isHidden: false))
      }
    }
  }

  private func recorded(_ read: Read, _ line: JournalLine, isHidden: Bool) -> String? {
    let (kind, name): (String, String) =
      switch read.kind {
      case .point, .let, .activity, .score: (read.kind.rawValue, program.name(of: read))
      case .label: ("decision", program.name(of: read))
      default: ("name", program.name(of: read))
      }
    guard let told = line["read"]?.elements?.first(where: { $0[kind]?.string == name }) else { return nil }
    let value = line.words(told["value"])
    if isHidden, !view.showsPersonal, value != nil { return "***" }
    if let low = line.words(told["low"]), let high = line.words(told["high"]), low != high {
      return "between \(low) and \(high)"
    }
    return value
  }

  // MARK: Movements

  private mutating func readMovement(_ line: JournalLine) {
    let stage = line.string("stage").flatMap { name in program.stages.firstIndex { program.strings[$0.name] == name } }
    let place = stage.map { ShowPage.named(view.place(Target(.stage, $0))) } ?? ""
    switch line.record {
    case "entered":
      if isAtIntake { beginMoment(line, "intake", .intake) }
      isDeciding = false
      guard let stage else { return }
      retraced.enter(stage, at: line.time)
      note(line, "into stage \(place)")
    case "left":
      let how = line.string("how") ?? ""
      let exits = how == "exit" ? inquiry.exits(of: retraced.journey, at: line.time) : []
      let stay = Span.words(line.time - retraced.journey.entered)
      note(
        line,
        "out of stage \(place) after \(stay): "
          + (exits.isEmpty ? EventWords.leaving(how) : exits.joined(separator: "; ")))
      retraced.leave(at: line.time)
    case "limit":
      note(line, "not into stage \(place) again: \(line.integer("visits") ?? 0) visits are the most")
    case "blocked":
      if isAtIntake { beginMoment(line, "intake", .intake) }
      isDeciding = false
      let decision = line.string("decision").map { "no branch of decision \"\($0)\" is known to be true" }
      note(line, "blocked: " + (decision ?? "stage \(place) lacks data that it requires"))
    case "unblocked": note(line, "goes on")
    case "incident": note(line, "stopped: \(line.string("reason") ?? "")")
    default:
      isDeciding = false
      let status = line.string("status") ?? ""
      let end = line.string("end").flatMap { $0 == status ? nil : " at end \"\($0)\"" } ?? ""
      note(line, status + end + (line.string("reason").map { ": \($0)" } ?? ""))
    }
  }

  private mutating func readActivity(_ line: JournalLine) {
    let name = line.string("activity") ?? ""
    switch line.record {
    case "activity":
      guard let state = ActivityState.allCases.first(where: { $0.word == line.string("status") }) else { return }
      retraced.change(name, to: state, attempt: line.integer("attempt") ?? 0, due: line.instant("due"), at: line.time)
      if state == .failed { note(line, "\"\(name)\" has failed for good") }
    case "overdue":
      retraced.makeOverdue(name)
      note(line, "\"\(name)\" is overdue")
    default:
      let person = line.string("assignee") ?? ""
      note(line, "\"\(name)\" is given to \(reader.shown(id: Array(person.utf8)))")
    }
  }
}
