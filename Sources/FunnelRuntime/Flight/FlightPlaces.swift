import FunnelIR

/// How a journey that has ended is told in the place of its row: it was cancelled, a person declined it, it came to an end of
/// the program, or a step of its intake declined it.
struct FlightPlaces: Sendable {
  private static let cancelled = -2
  private static let declinedByPerson = -3
  private let ends: [End]
  private let reasons: [Int]

  /// Where the ends begin, downwards, and then the steps of the intake.
  private static let firstEnd = -4
  private var firstStep: Int { FlightPlaces.firstEnd - ends.count }

  init(_ program: Program) {
    ends = program.ends
    reasons = program.intake.steps.map(\.reason)
  }

  /// Whether all places can be told.
  static func fit(_ program: Program) -> Bool {
    program.stages.count < 4_096 && program.ends.count + program.intake.steps.count < 4_000
  }

  @inline(__always)
  func end(_ index: Int) -> Int { FlightPlaces.firstEnd - index }

  func declined(byStep index: Int) -> Int { firstStep - index }

  /// Where a journey is; nil where a row can't tell.
  func place(of journey: borrowing Journey) -> Int? {
    guard journey.isEnded else { return journey.status == .inProgress ? Int(journey.stage) : nil }
    guard journey.stage < 0 else { return nil }
    let place: Int? =
      switch journey.status {
      case .cancelled: FlightPlaces.cancelled
      case .declined where journey.declineReason < 0: FlightPlaces.declinedByPerson
      case .declined: reasons.firstIndex(of: Int(journey.declineReason)).map { declined(byStep: $0) }
      case .converted, .lost: journey.end >= 0 ? end(Int(journey.end)) : nil
      default: nil
      }
    guard let place, outcome(place) == (journey.status, journey.end, journey.declineReason) else { return nil }
    return place
  }

  /// How a journey stands that is at a place, its end, and why it was declined.
  func outcome(_ place: Int) -> (status: Journey.Status, end: Int32, declineReason: Int32) {
    switch place {
    case FlightHeader.nowhere...: return (.inProgress, -1, -1)
    case FlightPlaces.cancelled: return (.cancelled, -1, -1)
    case FlightPlaces.declinedByPerson: return (.declined, -1, -1)
    default: break
    }
    guard place > firstStep else { return (.declined, -1, Int32(truncatingIfNeeded: reasons[firstStep - place])) }
    let index = FlightPlaces.firstEnd - place
    return (ends[index].outcome == .converted ? .converted : .lost, Int32(truncatingIfNeeded: index), -1)
  }
}
