import FunnelDiagnostics

/// All rules of the linter, and the pages of all rules there are.
public enum RuleRegistry {
  /// The rules that look at text, in the order of their codes.
  static let fileRules: [any FileRule.Type] = [
    LiteralSecret.self, InsecureWebhook.self, WebhookToPrivateAddress.self, Naming.self, TodoComment.self,
  ]

  /// The rules that look at what funnels mean, in the order of their codes.
  static let funnelRules: [any FunnelRule.Type] = [
    ConfusableNames.self, ShadowedName.self,
    DeadEnd.self, EndlessLoop.self, UnboundedLoop.self, UnusedDecision.self, SingleBranchDecision.self,
    DuplicateTransition.self,
    EmptyStage.self, UnreachableStage.self, SkippedStage.self, UnreachedFunnel.self,
    DecisionGap.self, GapOnMissing.self, OverlappingBranches.self, ShadowedBranch.self, DuplicateBranch.self,
    NeverTrue.self, AlwaysTrue.self, RedundantCondition.self, OutsideDomain.self, UnreachableOtherwise.self,
    OtherwiseHidesChoices.self,
    BoundaryHoles.self, MergeableBranches.self, ConstantDecision.self,
    FloatEquality.self, PathContradiction.self, NotDecidable.self, MissingMeansNo.self,
    UnusedDataPoint.self, WrittenNeverRead.self, ReadBeforeWritten.self, NeverInFeed.self, UndeclaredFeedField.self,
    UnusedType.self,
    RequiredButMissingInFeed.self, ConflictingWrites.self, PersonalDataInMessage.self, UnusedFormula.self,
    UnfitInFeed.self, RejectedInFeed.self,
    UnusedGroup.self, AutomaticWithHumanClause.self, HumanWithoutDue.self, UnknownKind.self, OutcomeNotHandled.self,
    OverloadedStage.self,
    DueAfterLimit.self, StageWithoutLimit.self, ReminderAfterDue.self, DuesExceedLimit.self,
    UntestedBranch.self, MissingDescription.self,
  ]

  /// The rules about comments that allow findings.
  private static let commentRules: [any LintRule.Type] = [UnusedAllow.self, AllowWithoutReason.self]

  /// The rules that the linter itself asks.
  public static let linterRules =
    (fileRules.map { $0.rule } + funnelRules.map { $0.rule } + commentRules.map { $0.rule })

  /// The pages, in the order of the registry.
  public static let pages: [RulePage] = {
    let rules = fileRules.map { $0.page } + funnelRules.map { $0.page } + commentRules.map { $0.page }
    let all = rules + languagePages + VersionContext.pages
    return DiagnosticRule.allCases.flatMap { rule in all.filter { $0.rule == rule } }
  }()

  /// The pages of rules that are found while a file is read and compiled.
  private static let languagePages: [RulePage] = {
    let areas: [[RulePage]] = [
      FilesPages.all, SyntaxPages.all, NamePages.all, ImportPages.all, ValuePages.all, FlowPages.all, DataPages.all,
      ActivitiesPages.all, TimePages.all, ActionsPages.all, TestsPages.all,
    ]
    return areas.flatMap { $0 }
  }()

  /// The page of a rule.
  public static func page(of rule: DiagnosticRule) -> RulePage? { pages.first { $0.rule == rule } }
}

extension DiagnosticRule {
  /// The rule with a name or a code.
  public init?(named name: String) {
    guard
      let rule = DiagnosticRule.allCases.first(where: {
        $0.rawValue == name || $0.code.lowercased() == name.lowercased()
      })
    else {
      return nil
    }
    self = rule
  }
}
