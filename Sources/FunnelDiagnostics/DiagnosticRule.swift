/// The one registry of everything the compiler and the linter can report.
///
/// A rule's raw value is its stable name; its code is stable too and never given to another rule.
public enum DiagnosticRule: String, Sendable, Hashable, CaseIterable {
  // Files
  case unreadableFile = "unreadable-file"
  case notText = "not-text"
  case fileTooLarge = "file-too-large"
  case refusedProgram = "refused-program"
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
  // Language
  case notSupportedYet = "not-supported-yet"
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
  // Flow
  case noStart = "no-start"
  case noOutcome = "no-outcome"
  case limitExceeded = "limit-exceeded"
  case splitTotal = "split-total"
  case transitionOnExit = "transition-on-exit"
  // Data
  case defaultOutsideDomain = "default-outside-domain"
  case unusableTable = "unusable-table"
  // Activities
  case unassigned = "unassigned"
  case circularAfter = "circular-after"
  // Time
  case zeroDuration = "zero-duration"
  case businessTimeWithoutHours = "business-time-without-hours"
  case unwatchableTime = "unwatchable-time"
  // Actions
  case automationLoop = "automation-loop"
  case invalidWebhook = "invalid-webhook"
  // Tests
  case failedExpectation = "failed-expectation"
  case failedStep = "failed-step"
  case misplacedStep = "misplaced-step"

  /// The rule's code, `F` and four digits: the hundreds tell the group.
  public var code: String {
    switch self {
    case .unreadableFile: "F0001"
    case .notText: "F0002"
    case .fileTooLarge: "F0003"
    case .refusedProgram: "F0004"
    case .unexpectedToken: "F0101"
    case .unterminatedString: "F0102"
    case .unterminatedBlock: "F0103"
    case .invalidEscape: "F0104"
    case .invalidLiteral: "F0105"
    case .reservedName: "F0106"
    case .invisibleCharacter: "F0107"
    case .duplicateClause: "F0108"
    case .nestedTooDeep: "F0109"
    case .notSupportedYet: "F0190"
    case .unknownName: "F0201"
    case .typeMismatch: "F0202"
    case .unorderedComparison: "F0203"
    case .duplicateName: "F0204"
    case .importNotFound: "F0205"
    case .importCycle: "F0206"
    case .unusedImport: "F0207"
    case .unitMismatch: "F0208"
    case .lossyLiteral: "F0209"
    case .circularLet: "F0210"
    case .outsideRange: "F0211"
    case .missingClause: "F0212"
    case .noStart: "F0301"
    case .noOutcome: "F0302"
    case .limitExceeded: "F0303"
    case .splitTotal: "F0304"
    case .transitionOnExit: "F0305"
    case .defaultOutsideDomain: "F0501"
    case .unusableTable: "F0502"
    case .unassigned: "F0601"
    case .circularAfter: "F0602"
    case .zeroDuration: "F0701"
    case .businessTimeWithoutHours: "F0702"
    case .unwatchableTime: "F0703"
    case .automationLoop: "F0801"
    case .invalidWebhook: "F0802"
    case .failedExpectation: "F0901"
    case .failedStep: "F0902"
    case .misplacedStep: "F0903"
    }
  }

  /// The level at which the rule reports unless something changes it.
  public var severity: Severity {
    switch self {
    case .lossyLiteral, .unusedImport: .warning
    default: .error
    }
  }
}
