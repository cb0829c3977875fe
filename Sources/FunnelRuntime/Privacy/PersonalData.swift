import FunnelIR

/// What of a program's data is about a person: what people see masked, and what a redacted run masks everywhere.
///
/// A formula that reads a personal point is as personal as the point. A score, a label and a state are not: they say where a
/// lead stands, and no value of its own.
public struct PersonalData: Sendable {
  /// Whether each point is personal, by its slot.
  public let points: [Bool]
  /// Whether each `let` reads a personal point.
  public let lets: [Bool]
  /// Whether each formula without a name reads one.
  let values: [Bool]
  /// Which ids of leads are personal.
  private let ids: Identifiers

  private enum Identifiers {
    case none
    /// Those that look like an e-mail address.
    case addresses
    case all
  }

  /// Finds out about a program.
  public init(_ program: Program) {
    let points = program.points.map(\.isPersonal)
    self.points = points
    lets = program.lets.map { PersonalData.reads($0.entry, program.code, points) }
    values = program.values.map { PersonalData.reads($0.entry, program.code, points) }
    let leads = program.feed.leads
    let personal = program.feed.points.filter { points[$0.slot] }
    let places = personal.map { FeedPath(leads.data.steps + $0.path.steps) }
    let isKeyed = leads.lead.map { places.contains($0.path) }
    if isKeyed == [true] {
      ids = .all
    } else {
      ids = isKeyed.contains(true) || personal.contains { $0.type.base == .email } ? .addresses : .none
    }
  }

  /// Whether the id of a lead, or the name of somebody who acts, is itself a personal value.
  public func isPersonal(id: some BidirectionalCollection<UInt8>) -> Bool {
    switch ids {
    case .none: return false
    case .all: return true
    case .addresses: return looksPersonal(id)
    }
  }

  /// Whether a text looks like an e-mail address, in a program that has people's.
  func looksPersonal(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard ids != .none, let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
    return at != text.startIndex && text.index(after: at) != text.endIndex
  }

  /// Whether a value that a decision read is personal.
  func isPersonal(_ read: Read) -> Bool {
    switch read.kind {
    case .point: points[read.index]
    case .let: lets[read.index]
    default: false
    }
  }

  /// Whether code reads a personal point, whichever way it takes.
  private static func reads(_ entry: Int, _ code: [Instruction], _ points: [Bool]) -> Bool {
    var waiting = [entry]
    var seen: Set<Int> = []
    while let place = waiting.popLast() {
      guard code.indices.contains(place), seen.insert(place).inserted else { continue }
      let step = code[place]
      let shape = step.operation.shape
      if shape.immediate == .point, points[Int(truncatingIfNeeded: step.immediate)] { return true }
      if shape.b == .target { waiting.append(Int(step.b)) }
      if !step.operation.isEnd, step.operation != .jump { waiting.append(place + 1) }
    }
    return false
  }
}
