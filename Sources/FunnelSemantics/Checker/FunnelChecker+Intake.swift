import FunnelDiagnostics
import FunnelSyntax

/// What happens before a journey starts.
extension FunnelChecker {
  /// `intake { ... }`, or what stands for it.
  func intake(_ syntax: IntakeSyntax?) -> ResolvedIntake? {
    guard let syntax else { return ResolvedIntake(duplicates: .ignore, required: [], declines: [], holds: []) }
    let errors = report.errors
    let required = points(syntax.requires.flatMap(\.points), "require")
    let declines = syntax.declines.compactMap { decline -> ResolvedIntake.Decline? in
      guard let condition = condition(decline.condition?.condition), let reason = decline.reason else { return nil }
      return ResolvedIntake.Decline(reason: reason.value, condition: condition, span: decline.span)
    }
    let holds = syntax.holds.compactMap { hold($0) }
    var duplicates = ResolvedIntake.Duplicates.ignore
    if let clause = syntax.duplicates {
      if let key = clause.keys.first {
        report.add(
          .notSupportedYet(
            "finding duplicates by a data point", at: key.span,
            help: "leave \"by \(key.text)\" out: leads are then the same where their id is"))
      }
      duplicates = clause.policy.flatMap { ResolvedIntake.Duplicates(rawValue: $0.value.rawValue) } ?? .ignore
    }
    guard errors == report.errors, declines.count == syntax.declines.count, holds.count == syntax.holds.count else {
      return nil
    }
    return ResolvedIntake(duplicates: duplicates, required: required, declines: declines, holds: holds)
  }

  private func hold(_ syntax: HoldSyntax) -> ResolvedIntake.Hold? {
    let condition = condition(syntax.condition?.condition)
    let limit = syntax.limit.map { self.limit($0) }
    guard let condition, limit != .some(nil) else { return nil }
    return ResolvedIntake.Hold(condition: condition, limit: limit ?? nil, span: syntax.span)
  }
}
