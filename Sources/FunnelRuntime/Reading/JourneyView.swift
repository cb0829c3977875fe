import FunnelIR

/// What people are told of a journey.
public struct JourneyView {
  /// The journey's funnel.
  public let program: LoadedProgram
  /// The journey.
  public let journey: Journey
  let redaction: Redaction
  let names: PrintedNames
  /// Whether personal values are shown as they are.
  public let showsPersonal: Bool

  /// A place with its names.
  public struct Place: Hashable, Sendable {
    /// What kind of place it is.
    public let kind: Target.Kind
    /// Its name.
    public let name: String
    /// What people call it; nil where nothing else is said.
    public let title: String?
    /// What an end means for the lead; nil for other places.
    public let outcome: End.Outcome?
    /// Why a lead is lost there.
    public let reason: String?
  }

  /// The lead's id as it is shown.
  public var lead: String { shown(person: journey.lead[...]) }

  /// The journey's id as it is shown.
  public var id: String { "\(lead)/\(program.program.name)/\(journey.entry)" }

  /// The stage it is in.
  public var stage: Place? { journey.stage < 0 ? nil : place(Target(.stage, Int(journey.stage))) }

  /// The end it came to, of those that the funnel names.
  public var end: Place? { journey.end < 0 ? nil : place(Target(.end, Int(journey.end))) }

  /// The place where it can't go on, or where it goes as soon as it can.
  public var pending: Place? { journey.pending.map(place) }

  /// Since when it has been where it is.
  public var since: Int64 { journey.ended ?? (journey.stage >= 0 ? journey.entered : journey.started) }

  /// Why it was declined, lost or blocked.
  public var reason: String? {
    if let incident = journey.incident { return incident }
    if journey.declineReason >= 0 { return program.string(Int(journey.declineReason)) }
    if let end { return end.reason }
    return journey.status == .blocked ? program.blockage(of: journey) : nil
  }

  /// Where the lead comes from.
  public var source: String? {
    journey.source < 0 ? nil : program.string(program.program.sources[Int(journey.source)].name)
  }

  /// The person responsible.
  public var owner: String? { journey.owner.map { shown(person: journey.bytes($0)) } }

  /// The branches taken, each as `DECISION.LABEL`.
  public var path: [String] {
    journey.path.map { turn in
      let decision = program.decisions[Int(turn.decision)]
      let label = program.program.choices[decision.labels].members[Int(turn.label)].name
      return "\(program.string(decision.name)).\(label)"
    }
  }

  /// A place with its names.
  public func place(_ target: Target) -> Place {
    switch target.kind {
    case .stage:
      let stage = program.stages[target.index]
      return Place(
        kind: .stage, name: program.string(stage.name), title: stage.title.map(program.string), outcome: nil,
        reason: nil)
    case .decision:
      let decision = program.decisions[target.index]
      return Place(
        kind: .decision, name: program.string(decision.name), title: decision.title.map(program.string), outcome: nil,
        reason: nil)
    case .end:
      let end = program.program.ends[target.index]
      return Place(
        kind: .end, name: program.string(end.name), title: end.title.map(program.string), outcome: end.outcome,
        reason: end.reason.map(program.string))
    }
  }

  /// The name of a person, or an id, as it is shown.
  public func shown(person name: ArraySlice<UInt8>) -> String {
    String(decoding: showsPersonal ? Array(name) : redaction.id(name), as: UTF8.self)
  }
}

extension LoadedProgram {
  /// Why a blocked journey can't go on, in words.
  func blockage(of journey: borrowing Journey) -> String {
    if journey.stage >= 0 {
      return "stage \"\(string(stages[Int(journey.stage)].name))\" lacks data that it requires"
    }
    guard let place = journey.pending else { return "the journey can't go on" }
    return "no branch of decision \"\(name(of: place))\" is known to be true"
  }
}

/// The journey's names in JSON.
extension JourneyView {
  /// Writes the lead's id as it came in, or what stands for it where it is personal.
  public func writeLead(to writer: inout JSONWriter) {
    writer.lead(journey.lead, isNumber: journey.leadIsNumber, showsPersonal ? nil : redaction)
  }
}
