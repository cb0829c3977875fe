import FunnelDiagnostics
import FunnelSyntax

/// What happens before a journey starts.
extension FunnelChecker {
  /// `intake { ... }`, or what stands for it.
  func intake(_ syntax: IntakeSyntax?) -> ResolvedIntake? {
    guard let syntax else {
      return ResolvedIntake(duplicates: .ignore, keys: [], restartAfter: nil, required: [], declines: [], holds: [])
    }
    let errors = report.errors
    let required = points(syntax.requires.flatMap(\.points), "require")
    let declines = syntax.declines.compactMap { decline -> ResolvedIntake.Decline? in
      guard let condition = condition(decline.condition?.condition), let reason = decline.reason else { return nil }
      return ResolvedIntake.Decline(reason: reason.value, condition: condition, span: decline.span)
    }
    let holds = syntax.holds.compactMap { hold($0) }
    let (duplicates, keys, time) = duplicates(syntax.duplicates)
    guard errors == report.errors, declines.count == syntax.declines.count, holds.count == syntax.holds.count else {
      return nil
    }
    return ResolvedIntake(
      duplicates: duplicates, keys: keys, restartAfter: time, required: required, declines: declines, holds: holds)
  }

  /// `duplicates [by P, ...] ignore | update | restart [after D] | unchecked`
  private func duplicates(
    _ syntax: DuplicatesSyntax?
  ) -> (ResolvedIntake.Duplicates, [Spanned<ID<ResolvedPoint>>], CalendarSpan?) {
    guard let syntax else { return (.ignore, [], nil) }
    let policy = syntax.policy.flatMap { ResolvedIntake.Duplicates(rawValue: $0.value.rawValue) } ?? .ignore
    let keys = points(syntax.keys, "duplicates by")
    for key in keys {
      if case .set? = pointTypes[key.value.index] { report.add(.setAsKey(at: key.span)) }
    }
    if policy == .unchecked, let first = syntax.keys.first, let word = syntax.policy {
      report.add(.uncheckedKeys(at: first.span, policy: word.span))
    }
    if syntax.keys.count > Self.keyLimit {
      report.add(.tooManyKeys(limit: Self.keyLimit, at: syntax.keys[Self.keyLimit].span))
    }
    return (policy, keys, syntax.time.flatMap { clauseDuration($0, "restart after") })
  }

  /// By how many points a lead can be known.
  private static let keyLimit = 16

  private func hold(_ syntax: HoldSyntax) -> ResolvedIntake.Hold? {
    let condition = condition(syntax.condition?.condition)
    let limit = syntax.limit.map { self.limit($0) }
    guard let condition, limit != .some(nil) else { return nil }
    return ResolvedIntake.Hold(condition: condition, limit: limit ?? nil, span: syntax.span)
  }
}
