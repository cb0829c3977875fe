/// The names of events, as every envelope writes them.
extension IncomingEvent.Kind {
  /// The name, such as `lead.registered`.
  public var name: String {
    switch self {
    case .leadRegistered: "lead.registered"
    case .leadUpdated: "lead.updated"
    case .leadWithdrawn: "lead.withdrawn"
    case .leadAccepted: "lead.accepted"
    case .leadDeclined: "lead.declined"
    case .activityStarted: "activity.started"
    case .activityCompleted: "activity.completed"
    case .activityFailed: "activity.failed"
    case .activityBlocked: "activity.blocked"
    case .activityUnblocked: "activity.unblocked"
    case .activityReassigned: "activity.reassigned"
    case .journeyMoved: "journey.moved"
    case .journeyCancelled: "journey.cancelled"
    case .clock: "clock"
    }
  }

  /// Whether the event is about an activity.
  public var isAboutActivity: Bool {
    switch self {
    case .activityStarted, .activityCompleted, .activityFailed, .activityBlocked, .activityUnblocked,
      .activityReassigned:
      true
    default: false
    }
  }
}
