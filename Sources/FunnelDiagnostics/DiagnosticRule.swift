/// The one registry of everything the compiler and the linter can report.
///
/// A rule's raw value is its stable name; its code is stable too and never given to another rule.
public enum DiagnosticRule: String, Sendable, Hashable, CaseIterable {
  // Files
  case unreadableFile = "unreadable-file"
  case notText = "not-text"
  case fileTooLarge = "file-too-large"
  case refusedProgram = "refused-program"
  case invalidConfiguration = "invalid-configuration"
  // Syntax
  case unexpectedToken = "unexpected-token"
  case unterminatedString = "unterminated-string"
  case unterminatedBlock = "unterminated-block"
  case invalidEscape = "invalid-escape"
  case invalidLiteral = "invalid-literal"
  case reservedName = "reserved-name"
  case invisibleCharacter = "invisible-character"
  case duplicateClause = "duplicate-clause"
  case nestedTooDeep = "nested-too-deep"
  // Names and types
  case unknownName = "unknown-name"
  case typeMismatch = "type-mismatch"
  case unorderedComparison = "unordered-comparison"
  case duplicateName = "duplicate-name"
  case importNotFound = "import-not-found"
  case importCycle = "import-cycle"
  case unusedImport = "unused-import"
  case unitMismatch = "unit-mismatch"
  case lossyLiteral = "lossy-literal"
  case circularLet = "circular-let"
  case outsideRange = "outside-range"
  case missingClause = "missing-clause"
  case confusableNames = "confusable-names"
  case shadowedName = "shadowed-name"
  // Flow
  case noStart = "no-start"
  case noOutcome = "no-outcome"
  case limitExceeded = "limit-exceeded"
  case splitTotal = "split-total"
  case transitionOnExit = "transition-on-exit"
  case deadEnd = "dead-end"
  case endlessLoop = "endless-loop"
  case unboundedLoop = "unbounded-loop"
  case unusedDecision = "unused-decision"
  case singleBranchDecision = "single-branch-decision"
  case duplicateTransition = "duplicate-transition"
  case emptyStage = "empty-stage"
  case unreachableStage = "unreachable-stage"
  case skippedStage = "skipped-stage"
  case unreachedFunnel = "unreached-funnel"
  // Decisions
  case duplicateBranch = "duplicate-branch"
  case otherwiseHidesChoices = "otherwise-hides-choices"
  case floatEquality = "float-equality"
  case decisionGap = "decision-gap"
  case gapOnMissing = "gap-on-missing"
  case overlappingBranches = "overlapping-branches"
  case shadowedBranch = "shadowed-branch"
  case neverTrue = "never-true"
  case alwaysTrue = "always-true"
  case redundantCondition = "redundant-condition"
  case outsideDomain = "outside-domain"
  case unreachableOtherwise = "unreachable-otherwise"
  case boundaryHole = "boundary-hole"
  case mergeableBranches = "mergeable-branches"
  case constantDecision = "constant-decision"
  case pathContradiction = "path-contradiction"
  case notDecidable = "not-decidable"
  case missingMeansNo = "missing-means-no"
  // Data
  case defaultOutsideDomain = "default-outside-domain"
  case unusableTable = "unusable-table"
  case unusedDataPoint = "unused-data-point"
  case writtenNeverRead = "written-never-read"
  case readBeforeWritten = "read-before-written"
  case unusedFormula = "unused-formula"
  case unusedType = "unused-type"
  case neverInFeed = "never-in-feed"
  case undeclaredFeedField = "undeclared-feed-field"
  case requiredButMissingInFeed = "required-but-missing-in-feed"
  case unfitInFeed = "unfit-in-feed"
  case rejectedInFeed = "rejected-in-feed"
  case conflictingWrites = "conflicting-writes"
  case personalDataInMessage = "personal-data-in-message"
  case feedsDiffer = "feeds-differ"
  case handoverDiffers = "handover-differs"
  // Activities
  case unassigned = "unassigned"
  case circularAfter = "circular-after"
  case unusedGroup = "unused-group"
  case automaticWithHumanClause = "automatic-with-human-clause"
  case humanWithoutDue = "human-without-due"
  case unknownKind = "unknown-kind"
  case outcomeNotHandled = "outcome-not-handled"
  case overloadedStage = "overloaded-stage"
  // Time
  case zeroDuration = "zero-duration"
  case businessTimeWithoutHours = "business-time-without-hours"
  case unwatchableTime = "unwatchable-time"
  case dueAfterLimit = "due-after-limit"
  case stageWithoutLimit = "stage-without-limit"
  case reminderAfterDue = "reminder-after-due"
  case duesExceedLimit = "dues-exceed-limit"
  // Actions
  case automationLoop = "automation-loop"
  case invalidWebhook = "invalid-webhook"
  case literalSecret = "literal-secret"
  case insecureWebhook = "insecure-webhook"
  case webhookToPrivateAddress = "webhook-to-private-address"
  // Tests
  case failedExpectation = "failed-expectation"
  case failedStep = "failed-step"
  case misplacedStep = "misplaced-step"
  // Style
  case untestedBranch = "untested-branch"
  case missingDescription = "missing-description"
  case naming
  case todoComment = "todo-comment"
  case unusedAllow = "unused-allow"
  case allowWithoutReason = "allow-without-reason"
  // Two versions
  case stageRemoved = "stage-removed"
  case activityRemoved = "activity-removed"
  case choiceRemoved = "choice-removed"
  case retyped
  case nowRequired = "now-required"
  case deadlineShortened = "deadline-shortened"
  case startChanged = "start-changed"
  case routingChanged = "routing-changed"
  case automationRemoved = "automation-removed"

  /// What the registry says of the rule: one row each.
  public var traits: RuleTraits {
    switch self {
    case .unreadableFile: RuleTraits("F0001", .files, .error, .language)
    case .notText: RuleTraits("F0002", .files, .error, .language)
    case .fileTooLarge: RuleTraits("F0003", .files, .error, .language)
    case .refusedProgram: RuleTraits("F0004", .files, .error, .language)
    case .invalidConfiguration: RuleTraits("F0005", .files, .error, .language)
    case .unexpectedToken: RuleTraits("F0101", .syntax, .error, .language)
    case .unterminatedString: RuleTraits("F0102", .syntax, .error, .language)
    case .unterminatedBlock: RuleTraits("F0103", .syntax, .error, .language)
    case .invalidEscape: RuleTraits("F0104", .syntax, .error, .language)
    case .invalidLiteral: RuleTraits("F0105", .syntax, .error, .language)
    case .reservedName: RuleTraits("F0106", .syntax, .error, .language)
    case .invisibleCharacter: RuleTraits("F0107", .syntax, .error, .language)
    case .duplicateClause: RuleTraits("F0108", .syntax, .error, .language)
    case .nestedTooDeep: RuleTraits("F0109", .syntax, .error, .language)
    case .unknownName: RuleTraits("F0201", .names, .error, .language)
    case .typeMismatch: RuleTraits("F0202", .names, .error, .language)
    case .unorderedComparison: RuleTraits("F0203", .names, .error, .language)
    case .duplicateName: RuleTraits("F0204", .names, .error, .language)
    case .importNotFound: RuleTraits("F0205", .names, .error, .language)
    case .importCycle: RuleTraits("F0206", .names, .error, .language)
    case .unusedImport: RuleTraits("F0207", .names, .warning, .recommended)
    case .unitMismatch: RuleTraits("F0208", .names, .error, .language)
    case .lossyLiteral: RuleTraits("F0209", .names, .warning, .recommended)
    case .circularLet: RuleTraits("F0210", .names, .error, .language)
    case .outsideRange: RuleTraits("F0211", .names, .error, .language)
    case .missingClause: RuleTraits("F0212", .names, .error, .language)
    case .confusableNames: RuleTraits("F0213", .names, .warning, .recommended)
    case .shadowedName: RuleTraits("F0214", .names, .warning, .recommended)
    case .noStart: RuleTraits("F0301", .flow, .error, .language)
    case .noOutcome: RuleTraits("F0302", .flow, .error, .language)
    case .limitExceeded: RuleTraits("F0303", .flow, .error, .language)
    case .splitTotal: RuleTraits("F0304", .flow, .error, .language)
    case .transitionOnExit: RuleTraits("F0305", .flow, .error, .language)
    case .deadEnd: RuleTraits("F0306", .flow, .error, .correctness)
    case .endlessLoop: RuleTraits("F0307", .flow, .error, .correctness)
    case .unboundedLoop: RuleTraits("F0308", .flow, .warning, .recommended)
    case .unusedDecision: RuleTraits("F0309", .flow, .warning, .recommended)
    case .singleBranchDecision: RuleTraits("F0310", .flow, .information, .recommended)
    case .duplicateTransition: RuleTraits("F0311", .flow, .warning, .recommended)
    case .emptyStage: RuleTraits("F0312", .flow, .warning, .recommended)
    case .unreachableStage: RuleTraits("F0313", .flow, .error, .correctness)
    case .skippedStage: RuleTraits("F0314", .flow, .warning, .recommended)
    case .unreachedFunnel: RuleTraits("F0320", .flow, .warning, .recommended)
    case .decisionGap: RuleTraits("F0401", .decisions, .error, .correctness)
    case .gapOnMissing: RuleTraits("F0402", .decisions, .warning, .recommended)
    case .overlappingBranches: RuleTraits("F0403", .decisions, .error, .correctness)
    case .shadowedBranch: RuleTraits("F0404", .decisions, .error, .correctness)
    case .duplicateBranch: RuleTraits("F0405", .decisions, .warning, .recommended)
    case .neverTrue: RuleTraits("F0406", .decisions, .error, .correctness)
    case .alwaysTrue: RuleTraits("F0407", .decisions, .warning, .recommended)
    case .redundantCondition: RuleTraits("F0408", .decisions, .warning, .recommended)
    case .outsideDomain: RuleTraits("F0409", .decisions, .warning, .recommended)
    case .unreachableOtherwise: RuleTraits("F0410", .decisions, .warning, .recommended)
    case .otherwiseHidesChoices: RuleTraits("F0411", .decisions, .warning, .strict)
    case .boundaryHole: RuleTraits("F0412", .decisions, .warning, .recommended)
    case .mergeableBranches: RuleTraits("F0413", .decisions, .information, .recommended)
    case .constantDecision: RuleTraits("F0414", .decisions, .warning, .recommended)
    case .floatEquality: RuleTraits("F0415", .decisions, .warning, .recommended)
    case .pathContradiction: RuleTraits("F0416", .decisions, .warning, .recommended)
    case .notDecidable: RuleTraits("F0417", .decisions, .information, .recommended)
    case .missingMeansNo: RuleTraits("F0418", .decisions, .information, .strict)
    case .defaultOutsideDomain: RuleTraits("F0501", .data, .error, .language)
    case .unusableTable: RuleTraits("F0502", .data, .error, .language)
    case .unusedDataPoint: RuleTraits("F0503", .data, .warning, .strict)
    case .writtenNeverRead: RuleTraits("F0504", .data, .warning, .strict)
    case .readBeforeWritten: RuleTraits("F0505", .data, .warning, .recommended)
    case .neverInFeed: RuleTraits("F0506", .data, .warning, .recommended)
    case .undeclaredFeedField: RuleTraits("F0507", .data, .information, .strict)
    case .unusedType: RuleTraits("F0508", .data, .warning, .recommended)
    case .requiredButMissingInFeed: RuleTraits("F0509", .data, .warning, .recommended)
    case .conflictingWrites: RuleTraits("F0510", .data, .error, .correctness)
    case .personalDataInMessage: RuleTraits("F0511", .data, .warning, .recommended)
    case .unusedFormula: RuleTraits("F0512", .data, .warning, .recommended)
    case .unfitInFeed: RuleTraits("F0513", .data, .warning, .recommended)
    case .rejectedInFeed: RuleTraits("F0516", .data, .warning, .recommended)
    case .feedsDiffer: RuleTraits("F0514", .data, .error, .language)
    case .handoverDiffers: RuleTraits("F0515", .data, .error, .language)
    case .unassigned: RuleTraits("F0601", .activities, .error, .language)
    case .circularAfter: RuleTraits("F0602", .activities, .error, .language)
    case .unusedGroup: RuleTraits("F0603", .activities, .warning, .recommended)
    case .automaticWithHumanClause: RuleTraits("F0604", .activities, .error, .correctness)
    case .humanWithoutDue: RuleTraits("F0605", .activities, .warning, .recommended)
    case .unknownKind: RuleTraits("F0606", .activities, .warning, .recommended)
    case .outcomeNotHandled: RuleTraits("F0608", .activities, .error, .correctness)
    case .overloadedStage: RuleTraits("F0609", .activities, .information, .recommended)
    case .zeroDuration: RuleTraits("F0701", .time, .error, .language)
    case .businessTimeWithoutHours: RuleTraits("F0702", .time, .error, .language)
    case .unwatchableTime: RuleTraits("F0703", .time, .error, .language)
    case .dueAfterLimit: RuleTraits("F0704", .time, .error, .correctness)
    case .stageWithoutLimit: RuleTraits("F0705", .time, .information, .strict)
    case .reminderAfterDue: RuleTraits("F0706", .time, .warning, .recommended)
    case .duesExceedLimit: RuleTraits("F0707", .time, .warning, .recommended)
    case .automationLoop: RuleTraits("F0801", .actions, .error, .language)
    case .invalidWebhook: RuleTraits("F0802", .actions, .error, .language)
    case .literalSecret: RuleTraits("F0803", .actions, .error, .correctness)
    case .insecureWebhook: RuleTraits("F0804", .actions, .warning, .recommended)
    case .webhookToPrivateAddress: RuleTraits("F0805", .actions, .warning, .recommended)
    case .failedExpectation: RuleTraits("F0901", .tests, .error, .language)
    case .failedStep: RuleTraits("F0902", .tests, .error, .language)
    case .misplacedStep: RuleTraits("F0903", .tests, .error, .language)
    case .untestedBranch: RuleTraits("F0904", .tests, .information, .strict)
    case .missingDescription: RuleTraits("F0905", .tests, .information, .all)
    case .naming: RuleTraits("F0906", .tests, .information, .strict)
    case .todoComment: RuleTraits("F0907", .tests, .information, .strict)
    case .unusedAllow: RuleTraits("F0908", .tests, .warning, .recommended)
    case .allowWithoutReason: RuleTraits("F0909", .tests, .warning, .strict)
    case .stageRemoved: RuleTraits("F1001", .versions, .warning, .language)
    case .activityRemoved: RuleTraits("F1002", .versions, .warning, .language)
    case .choiceRemoved: RuleTraits("F1003", .versions, .warning, .language)
    case .retyped: RuleTraits("F1004", .versions, .warning, .language)
    case .nowRequired: RuleTraits("F1005", .versions, .warning, .language)
    case .deadlineShortened: RuleTraits("F1006", .versions, .warning, .language)
    case .startChanged: RuleTraits("F1007", .versions, .warning, .language)
    case .routingChanged: RuleTraits("F1008", .versions, .warning, .language)
    case .automationRemoved: RuleTraits("F1009", .versions, .warning, .language)
    }
  }

  /// The rule's code, `F` and four digits: the hundreds tell the area.
  public var code: String { traits.code }

  /// The level at which the rule reports unless something changes it.
  public var severity: Severity { traits.level }
}
