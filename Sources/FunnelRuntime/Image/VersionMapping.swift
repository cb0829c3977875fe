import FunnelIR

/// What became of each thing of an earlier version of a funnel in a later one: the thing that had its name before, else the one
/// of its name.
struct VersionMapping {
  /// Why a journey can't go on under the later version.
  struct Obstacle: Error {
    /// What is in the way, as a phrase about the journey.
    let reason: String
  }

  let old: LoadedProgram
  let new: LoadedProgram
  let points: [Int?]
  let decisions: [Int?]
  let stages: [Int?]
  /// By activity key.
  let activities: [Int?]
  let ends: [Int?]
  let sources: [Int?]
  /// For each decision that both have, the later number of each label.
  let labels: [[Int32?]]
  /// For each point that both have and that is a choice, the later number of each member.
  let members: [[Int?]]

  init(from old: LoadedProgram, to new: LoadedProgram) {
    self.old = old
    self.new = new
    let (before, after) = (old.program, new.program)
    func find(_ kind: FormerName.Kind, _ names: [String], _ later: [String]) -> [Int?] {
      let former = after.formerNames.filter { $0.kind == kind }
      return names.map { name in
        former.first { after.strings[$0.name] == name }?.index ?? later.firstIndex(of: name)
      }
    }
    func names(_ program: Program, _ indices: [Int]) -> [String] { indices.map { program.strings[$0] } }
    points = find(.point, names(before, before.points.map(\.name)), names(after, after.points.map(\.name)))
    let decisions = find(
      .decision, names(before, before.decisions.map(\.name)), names(after, after.decisions.map(\.name)))
    let stages = find(.stage, names(before, before.stages.map(\.name)), names(after, after.stages.map(\.name)))
    activities = find(.activity, names(before, before.activityKeys), names(after, after.activityKeys))
    ends = find(.end, names(before, before.ends.map(\.name)), names(after, after.ends.map(\.name)))
    let references = names(after, after.sources.map(\.reference))
    sources = names(before, before.sources.map(\.reference)).map { references.firstIndex(of: $0) }
    self.decisions = decisions
    self.stages = stages
    labels = before.decisions.indices.map { decision in
      guard let place = decisions[decision] else { return [] }
      let later = after.choices[after.decisions[place].labels].members.map(\.name)
      return before.choices[before.decisions[decision].labels].members.map { label in
        // A label is called as its target where the author gave it no name of its own.
        let stage = before.stages.firstIndex { before.strings[$0.name] == label.name }.flatMap { stages[$0] }
        let renamed = stage.map { after.strings[after.stages[$0].name] }
        let found = later.firstIndex(of: label.name) ?? renamed.flatMap { later.firstIndex(of: $0) }
        return found.map { Int32(truncatingIfNeeded: $0) }
      }
    }
    members = before.points.indices.map { [points] slot in
      guard let place = points[slot], before.points[slot].type.base == .choice, after.points[place].type.base == .choice
      else { return [] }
      let later = after.choices[Int(after.points[place].type.detail)].members.map(\.feedValue)
      return before.choices[Int(before.points[slot].type.detail)].members.map { later.firstIndex(of: $0.feedValue) }
    }
  }

  /// A place in the later version.
  func target(_ target: Target) throws(Obstacle) -> Target {
    let index = Int(target.index)
    let (found, what): (Int?, String) =
      switch target.kind {
      case .stage: (stages[index], "stage \"\(old.string(old.stages[index].name))\"")
      case .decision: (decisions[index], "decision \"\(old.string(old.decisions[index].name))\"")
      case .end: (ends[index], "end \"\(old.string(old.program.ends[index].name))\"")
      }
    guard let found else { throw Obstacle(reason: "it waits to go to the \(what), which is gone") }
    return Target(target.kind, found)
  }

  /// A stage in the later version.
  func stage(_ stage: Int32, _ words: String) throws(Obstacle) -> Int32 {
    guard let found = stages[Int(stage)] else {
      throw Obstacle(reason: "\(words) the stage \"\(old.string(old.stages[Int(stage)].name))\", which is gone")
    }
    return Int32(truncatingIfNeeded: found)
  }

  /// A point's value in the later version; nil where the point is gone, and the value with it.
  func bits(_ bits: UInt64, of slot: Int) throws(Obstacle) -> (slot: Int, bits: UInt64)? {
    guard let place = points[slot] else { return nil }
    let name = new.string(new.points[place].name)
    let (before, after) = (old.points[slot].type, new.points[place].type)
    guard before.base == after.base, before.isSet == after.isSet,
      before.base == .choice || before.detail == after.detail
    else { throw Obstacle(reason: "its data point \"\(name)\" has another type now") }
    var bits = bits
    if before.base == .choice {
      if before.isSet {
        guard old.program.choices[Int(before.detail)] == new.program.choices[Int(after.detail)] else {
          throw Obstacle(reason: "its data point \"\(name)\" is a set of another choice now")
        }
      } else {
        let table = members[slot]
        let member = Int(truncatingIfNeeded: bits)
        guard table.indices.contains(member), let found = table[member] else {
          throw Obstacle(reason: "its data point \"\(name)\" has a member that is gone")
        }
        bits = UInt64(found)
      }
    }
    return (place, bits)
  }
}
