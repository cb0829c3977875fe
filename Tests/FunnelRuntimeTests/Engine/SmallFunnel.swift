import FunnelIR
import FunnelRuntime

/// A small funnel in words, and how it becomes a program: places are called by their names, a target that is no place's name
/// is `converted` or `lost` with a reason.
struct SmallFunnel {
  var name = "small"
  var points: [Point] = []
  var sources: [String] = []
  var scores: [(name: String, award: Int64, when: Check)] = []
  var duplicates = Intake.Duplicates.ignore
  var declines: [(Check, reason: String)] = []
  var start = "converted"
  var decisions: [Choice] = []
  var stages: [Phase] = []
  var exits: [(Check, String)] = []
  var failures: [Answer] = []
  var withdrawals: [Answer] = []
  var zone = ZoneTable.utc

  struct Point {
    var name: String
    var type = ValueType(.integer)
    var isFixed = false
    var isPersonal = false
    var fallback: UInt64?
  }

  struct Choice {
    var name: String
    var branches: [(Check?, String)]
  }

  struct Phase {
    var name: String
    var requires: Check?
    var activities: [Task] = []
    var limit: (CalendarSpan, String)?
    /// Whether the limit stands before the activities, and so fires before their timers.
    var isLimitFirst = false
    var exits: [(Check, String)] = []
    var failures: [Answer] = []
    var withdrawals: [Answer] = []
    var then: String?
  }

  struct Task {
    var name: String
    var role = "lead"
    var when: Check?
    var isOptional = false
    var after: [String] = []
    var due: CalendarSpan?
    var retries = 0
    var retryDelay: CalendarSpan?
    var remind: (CalendarSpan, Int)?
    var collects: [String] = []
  }

  struct Answer {
    var activity: String?
    var when: Check?
    var target: String
  }

  /// A condition.
  indirect enum Check {
    case less(String, Int64)
    case equal(String, Int64)
    case isMissing(String)
    case activity(String, ActivityState)
    case overdue(String)
    case label(String, String)
    case scoreAtLeast(String, Int64)
    case not(Check)
    case all([Check])
    case any([Check])
  }
}

extension CalendarSpan {
  static func hours(_ count: Int64) -> CalendarSpan { CalendarSpan(microseconds: count * 3600 * 1_000_000) }
  static func days(_ count: Int64) -> CalendarSpan { CalendarSpan(days: count) }
  static func months(_ count: Int64) -> CalendarSpan { CalendarSpan(months: count) }
}
