/// Why a line is refused; the raw value is stable and stands in rejects and summaries.
public enum RejectReason: String, Hashable, Sendable, CaseIterable, Comparable {
  // What the reader refuses
  case invalidJSON = "invalid-json"
  case invalidUTF8 = "invalid-utf8"
  case lineTooLong = "line-too-long"
  case nestedTooDeep = "nested-too-deep"
  case duplicateKey = "duplicate-key"
  case notAnObject = "not-an-object"
  case documentTruncated = "document-truncated"
  case noItems = "no-items"
  case noLead = "no-lead"
  case invalidTime = "invalid-time"
  case invalidField = "invalid-field"
  case unknownEvent = "unknown-event"
  case noActivity = "no-activity"
  case noActor = "no-actor"
  case noSessionKey = "no-session-key"
  case badSession = "bad-session"
  case forgedSession = "forged-session"
  // What the runner refuses
  case dataIssue = "data-issue"
  case noTime = "no-time"
  case implausibleTime = "implausible-time"
  case unknownLead = "unknown-lead"
  case unknownSource = "unknown-source"
  case unknownActivity = "unknown-activity"
  case unknownRole = "unknown-role"
  case foreignSession = "foreign-session"
  case expiredSession = "expired-session"
  case usedSession = "used-session"
  case notAllowed = "not-allowed"
  case unknownTarget = "unknown-target"

  /// Orders reasons by their names.
  public static func < (a: RejectReason, b: RejectReason) -> Bool { a.rawValue < b.rawValue }
}
