import FunnelIR
import FunnelLint
import FunnelRuntime
import FunnelSemantics
import FunnelStore

/// The journeys of a store that did not end yet.
struct JourneysUnderWay {
  /// How many are named; the rest are counted.
  private static let most = 20

  private let path: String
  private let opened: OpenedStore
  private let showsPersonal: Bool
  private var journeys: [Journey] = []

  init(_ path: String, showsPersonal: Bool) throws {
    self.path = path
    self.showsPersonal = showsPersonal
    opened = try OpenedStore(path)
    var journeys: [Journey] = []
    try opened.forEachSubject { _, subject in journeys += subject.journeys.map(\.journey).filter { !$0.isEnded } }
    self.journeys = journeys
  }

  /// Refuses a version that is not the one under which the store's journeys began.
  func check(_ funnel: ResolvedFunnel) throws(StoreError) {
    guard opened.workspace.funnels.contains(where: { isSame($0, funnel) }) else {
      let versions = opened.workspace.funnels.map { "\"\($0.program.name)\" version \($0.program.version)" }
      throw StoreError(
        "the store \"\(path)\" holds journeys of \(versions.joined(separator: ", ")), not of \"\(funnel.name)\" version \(funnel.version)",
        help: "give the version under which they began as the earlier one")
    }
  }

  /// Which journeys a change touches, as a note.
  func note(_ touched: VersionChange.Touched, of funnel: ResolvedFunnel) -> String {
    let names = journeys.compactMap { journey -> String? in
      let program = opened.workspace.funnels[Int(journey.funnel)]
      guard isSame(program, funnel), isTouched(journey, by: touched, program.program) else { return nil }
      return id(of: journey, program)
    }
    guard !names.isEmpty else { return "touches no journey that is under way" }
    let more = names.count > Self.most ? " and \((names.count - Self.most).grouped) more" : ""
    return
      "touches \(names.count.of("journey")) under way: \(names.prefix(Self.most).joined(separator: ", "))\(more)"
  }

  private func isSame(_ program: LoadedProgram, _ funnel: ResolvedFunnel) -> Bool {
    program.program.name == funnel.name && Int64(program.program.version) == funnel.version
  }

  private func id(of journey: Journey, _ program: LoadedProgram) -> String {
    let isHidden = program.personal.isPersonal(id: journey.lead) && !showsPersonal
    let shown = isHidden ? journey.lead.withUnsafeBytes { Masking.mask($0, as: ValueType(.email)) } : journey.lead
    let lead = String(decoding: shown, as: UTF8.self)
    return "\(lead)/\(program.program.name)/\(journey.entry)"
  }

  private func isTouched(_ journey: Journey, by touched: VersionChange.Touched, _ program: Program) -> Bool {
    func isIn(_ stage: String) -> Bool {
      journey.stage >= 0 && program.strings[program.stages[Int(journey.stage)].name] == stage
    }
    func slot(_ name: String) -> Int? { program.points.firstIndex { program.strings[$0.name] == name } }
    switch touched {
    case .all: return true
    case .held: return journey.status == .held
    case .stage(let stage): return isIn(stage)
    case .activity(let name, let stage):
      return isIn(stage)
        && journey.activities.contains { record in
          guard record.activity >= 0 else { return false }
          let key = program.activities[Int(record.activity)].key
          return program.strings[program.activityKeys[key]] == name
            && (record.isOpen || record.state == .blocked)
        }
    case .known(let point): return slot(point).map { journey.isKnown($0) } ?? false
    case .missing(let point, let stage):
      return (slot(point).map { !journey.isKnown($0) } ?? true) && (stage.map(isIn) ?? true)
    case .members(let members, let point):
      guard let slot = slot(point), journey.isKnown(slot) else { return false }
      // What a set holds is not looked into.
      return program.points[slot].type.isSet || members.contains(Int(truncatingIfNeeded: journey.values[slot]))
    case .decision(let decision, let stages):
      if let pending = journey.pending, pending.kind == .decision,
        program.strings[program.decisions[Int(pending.index)].name] == decision
      {
        return true
      }
      return stages.contains(where: isIn)
    }
  }
}
