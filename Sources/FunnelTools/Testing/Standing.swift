import FunnelIR
import FunnelRuntime

/// How a journey stands, in words that go behind "the lead is".
struct Standing {
  private let journey: Journey
  private let program: Program

  init(_ journey: Journey, _ program: Program) {
    self.journey = journey
    self.program = program
  }

  /// Where the lead is, or how its journey ended.
  var words: String {
    if let incident = journey.incident { return "stopped: \(incident)" }
    switch journey.status {
    case .new: return "not registered"
    case .held: return "held at intake"
    case .declined: return "declined" + because(journey.declineReason >= 0 ? Int(journey.declineReason) : nil)
    case .cancelled: return "cancelled"
    case .converted, .lost:
      let end = journey.end >= 0 ? program.ends[Int(journey.end)] : nil
      let name = end.map { program.strings[$0.name] }
      let isNamed = name != journey.status.rawValue
      return journey.status.rawValue + (isNamed ? name.map { " at end \"\($0)\"" } ?? "" : "") + because(end?.reason)
    case .inProgress, .blocked: return (journey.status == .blocked ? "blocked " : "") + place
    }
  }

  private var place: String {
    if journey.stage >= 0 { return "in stage \"\(program.strings[program.stages[Int(journey.stage)].name])\"" }
    guard let pending = journey.pending else { return "nowhere" }
    switch pending.kind {
    case .decision: return "at decision \"\(program.strings[program.decisions[pending.index].name])\""
    case .stage: return "before stage \"\(program.strings[program.stages[pending.index].name])\""
    case .end: return "before end \"\(program.strings[program.ends[pending.index].name])\""
    }
  }

  private func because(_ reason: Int?) -> String { reason.map { ": \"\(program.strings[$0])\"" } ?? "" }

  /// How an activity stands.
  func activity(_ key: Int) -> String {
    let record = journey.activities[key]
    guard record.activity >= 0 else { return "not there" }
    return record.state.word + (record.isOverdue ? " and overdue" : "")
  }
}
