/// What a node of the syntax tree is.
public enum SyntaxKind: UInt8, Sendable, Hashable, CaseIterable {
  // The file
  case file, importDeclaration, funnelDeclaration, error
  // Settings of a funnel
  case versionClause, timezoneClause, workingHoursClause, workingSpan, holidaysClause, titleDeclaration
  case roleDeclaration, sourceDeclaration
  // Feeds
  case feedBlock, feedField, feedRename, actorsRequired
  // Data
  case dataDeclaration, useDataDeclaration, dataPoint, fromModifier, currencyModifier, fixedModifier, defaultModifier
  case personalModifier, titleModifier, renamedClause, typeDeclaration, enrichDeclaration, enrichKey, enrichField
  // Types
  case basicType, moneyType, choiceType, choiceMember, setType, namedType
  // Formulas
  case letDeclaration, letCase, scoreDeclaration, scoreRule
  // Intake and what is watched
  case intake, requireClause, declineClause, holdClause, duplicatesClause
  case exitClause, wheneverClause, onClause, startClause
  // Decisions
  case decision, branch, table, tableRow, cell, cellItem, split, splitBranch
  // Stages
  case stage, activitiesDeclaration, requiresClause, useClause, completeClause, waitClause, limitClause, thenClause
  // Activities
  case activity, byClause, kindClause, whenClause, optionalClause, afterClause, dueClause, remindClause, retryClause
  case collectsClause, withClause, doClause, entry
  // Ends and targets
  case endDeclaration, target
  // Actions
  case notifyAction, taskAction, noteAction, tagAction, untagAction, setAction, webhookAction, emailAction, goAction
  case startAction
  // Tests
  case test, givenStatement, sourceStatement, atStatement, afterStatement, completeStatement, failStatement
  case setStatement, happeningStatement, expectStatement, testTable, testRow, testCell
  case expectStage, expectEnd, expectOutcome, expectActivity, expectDecision, expectScore, expectData
  case expectEffect
  // Words and texts
  case name, text, path
  // Literals
  case numberLiteral, moneyLiteral, durationLiteral, durationPart, stringLiteral, dateLiteral, datetimeLiteral
  case timeLiteral, booleanLiteral, range
  // Expressions
  case nameExpression, builtinExpression, missingValue, callExpression, parenthesizedExpression, setExpression
  case negation, notExpression, andExpression, orExpression, comparison, membership, presence, stateTest, textTest
  case coalesce, arithmetic
}
