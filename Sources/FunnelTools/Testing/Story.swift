import FunnelIR
import FunnelRuntime

/// The way a lead took, told from its records: a line for each instant at which something happened.
struct Story {
  /// Only the last lines are told of a long way.
  private static let most = 12

  private let program: Program
  private let words: Words

  init(_ program: Program, hiding personal: PersonalData?) {
    self.program = program
    words = Words(program, hiding: personal)
  }

  /// The lines, the earliest first.
  func lines(of records: [JournalRecord]) -> [String] {
    var lines: [(time: Int64, parts: [String])] = []
    for record in records {
      guard let part = part(of: record.kind) else { continue }
      if let last = lines.indices.last, lines[last].time == record.time {
        lines[last].parts.append(part)
      } else {
        lines.append((record.time, [part]))
      }
    }
    let told = lines.suffix(Story.most).map { "\(words.time($0.time)): \($0.parts.joined(separator: ", "))" }
    return lines.count > told.count ? ["\(lines.count - told.count) earlier steps are left out"] + told : told
  }

  private func part(of kind: JournalRecord.Kind) -> String? {
    switch kind {
    case .registered: return "registered"
    case .changed(let slot, _, let after):
      return "\(string(program.points[slot].name)) \(words.value(after, ofPoint: slot))"
    case .dataIssue(let slot, let reason):
      let name = string(program.points[slot].name)
      return words.isPersonal(point: slot) ? "\(name) does not fit" : "\(name) does not fit: \(reason)"
    case .held: return "held at intake"
    case .declined(let reason): return "declined" + (reason.map { " \"\(string($0))\"" } ?? "")
    case .decision(let index, _, let reads, let taken):
      let decision = program.decisions[index]
      let rows = Array(decision.branches.indices)
      let label = taken.map { program.choices[decision.labels].members[program.branches[rows[$0]].label].name }
      let values = reads.isEmpty ? "" : " (\(reads.map { words.read($0) }.joined(separator: ", ")))"
      return "\(string(decision.name)) took \(label ?? "no branch")\(values)"
    case .split(let index, _, let branch):
      let split = program.decisions[index]
      return "\(string(split.name)) took \(program.choices[split.labels].members[program.branches[branch].label].name)"
    case .entered(let stage, _): return "entered \(string(program.stages[stage].name))"
    case .left(let stage, let how): return "left \(string(program.stages[stage].name)) (\(how.rawValue))"
    case .activity(let index, let state, _, _): return "\(name(ofActivity: index)) \(state.word)"
    case .overdue(let index): return "\(name(ofActivity: index)) overdue"
    case .reminder(let index, let number): return "reminder \(number) of \(name(ofActivity: index))"
    case .blocked(let place):
      return place.kind == .stage
        ? "blocked before \(string(program.stages[place.index].name))"
        : "blocked at \(string(program.decisions[place.index].name))"
    case .ended(let status, let end):
      return status.rawValue + (end.flatMap { program.ends[$0].reason }.map { " \"\(string($0))\"" } ?? "")
    case .effect(let effect): return part(of: effect.kind)
    case .incident(let reason): return "stopped: \(reason)"
    default: return nil
    }
  }

  private func part(of effect: Effect.Kind) -> String? {
    switch effect {
    case .notify(let role, let text): "notify \(name(ofRole: role)) \(quoted(text))"
    case .task(let role, let text, _): "task \(quoted(text)) for \(name(ofRole: role))"
    case .note(let text): "note \(quoted(text))"
    case .email(let role, _, let subject, _): "email \(name(ofRole: role)) \(quoted(subject))"
    case .webhook(let url, _): "webhook \"\(string(url))\""
    case .activity, .reminder: nil
    }
  }

  private func quoted(_ text: [UInt8]) -> String {
    words.value(RecordedValue(type: ValueType(.text), bits: 0, bytes: text))
  }

  private func name(ofRole index: Int) -> String { string(program.roles[index].name) }

  private func name(ofActivity index: Int) -> String { string(program.activityKeys[program.activities[index].key]) }

  private func string(_ index: Int) -> String { program.strings[index] }
}
