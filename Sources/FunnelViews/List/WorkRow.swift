import FunnelIR
import FunnelRuntime

/// An activity that somebody has to do now or later, or a journey in which nobody has to do anything.
public struct WorkRow {
  /// The journey.
  public let view: JourneyView
  /// The activity; nil where nobody has to do anything.
  public let activity: JourneyView.Activity?

  /// The rows of a journey: one for each activity of its stage that is still to be done, else one for itself.
  public static func all(of view: JourneyView) -> [WorkRow] {
    let undone = view.activities.filter(\.isUndone)
    return undone.isEmpty ? [WorkRow(view: view, activity: nil)] : undone.map { WorkRow(view: view, activity: $0) }
  }

  /// How long the activity is overdue; nil where it is not.
  var delay: Int64? {
    guard let activity, activity.isOverdue, let due = activity.due else { return nil }
    return max(0, view.journey.clock - due)
  }
}

/// Which rows are asked for.
public struct WorkFilter {
  /// Only journeys that stand so; nil for all that have not ended.
  public var status: Journey.Status?
  /// Only journeys in the stage of this name.
  public var stage: String?
  /// Only journeys in the funnel of this name.
  public var funnel: String?
  /// Only activities that this person, or whoever has this role, is to do.
  public var assignee: String?
  /// Only activities beyond their due time.
  public var isOverdue = false

  /// Makes a filter that lets every open journey through.
  public init() {}

  /// The rows of a journey that are asked for.
  public func rows(of view: JourneyView) -> [WorkRow] {
    if let status {
      guard view.journey.status == status else { return [] }
    } else if view.journey.isEnded {
      return []
    }
    if let stage, view.stage?.name != stage { return [] }
    if let funnel, view.program.program.name != funnel { return [] }
    return WorkRow.all(of: view).filter { row in
      if isOverdue, row.activity?.isOverdue != true { return false }
      guard let assignee else { return true }
      return row.activity?.assignee == assignee || row.activity?.role == assignee
    }
  }
}
