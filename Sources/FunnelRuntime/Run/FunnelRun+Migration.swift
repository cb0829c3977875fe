import FunnelIR

/// What came of moving a journey to a later version.
public struct Migration: Sendable {
  /// What became of a journey.
  public enum Fate: Sendable, Hashable {
    /// It goes on under the later version.
    case moved
    /// It ended under the earlier one, and stays there.
    case finished
    /// It can't go on under the later version, for this reason.
    case hindered(String)
  }

  /// The journey's number in the store.
  public let number: Int
  /// The lead's id.
  public let lead: [UInt8]
  /// Whether the lead's id is personal.
  public let isPersonal: Bool
  /// The funnel's name.
  public let funnel: String
  /// Which journey of the lead in the funnel it is.
  public let entry: Int
  /// What became of it.
  public let fate: Fate
}

extension FunnelRun {
  /// Moves the journeys of one version to the current one, as far as they can go on there.
  /// - Parameter first: the first funnel of the version.
  public mutating func migrate(from first: Int) -> [Migration] {
    var mappings: [Int: VersionMapping] = [:]
    for funnel in lanes.indices where workspace.firsts[funnel] == first {
      let successor = workspace.successors[funnel]
      if successor != funnel {
        mappings[funnel] = VersionMapping(from: lanes[funnel].program, to: lanes[successor].program)
      }
    }
    var found: [Migration] = []
    for number in kept.indices {
      guard kept[number].funnel >= 0, let mapping = mappings[Int(kept[number].funnel)] else { continue }
      found.append(
        Migration(
          number: number, lead: kept[number].lead,
          isPersonal: mapping.old.personal.isPersonal(id: kept[number].lead), funnel: mapping.old.program.name,
          entry: kept[number].entry, fate: migrate(number, by: mapping)))
    }
    return found
  }

  private mutating func migrate(_ number: Int, by mapping: VersionMapping) -> Migration.Fate {
    guard !kept[number].isEnded else { return .finished }
    do throws(VersionMapping.Obstacle) {
      var journey = try mapping.moved(kept[number])
      let subject = Int(journey.subject)
      lanes[mapping.new.index].interpreter.adopt(&journey, from: mapping.old.program.version, &log)
      kept[number] = journey
      writeRecords()
      noteChange(of: subject)
      return .moved
    } catch {
      return .hindered(error.reason)
    }
  }
}
