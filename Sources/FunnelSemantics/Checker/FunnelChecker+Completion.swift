import FunnelDiagnostics
import FunnelSyntax

/// When a stage is done: `complete when`, `wait`, and the limit of its visits.
extension FunnelChecker {
  /// When a stage's activities are done, as it says.
  struct Completion {
    /// How many required activities must be completed; nil where all must be, or be skipped.
    var needed: Int?
    /// What must hold besides.
    var conditions: [Spanned<TypedExpression>] = []
  }

  /// When a stage is done; nil where something in it is wrong. `required` counts its required activities.
  func completion(of syntax: StageSyntax, required: Int) -> Completion? {
    var result = Completion()
    var isComplete = true
    if let clause = syntax.completion, let rule = clause.rule {
      switch rule {
      case .all: break
      case .any: result.needed = 1
      case .count(let number):
        result.needed = count(number, of: required)
        isComplete = result.needed != nil
      case .condition(let expression):
        result.needed = 0
        if let condition = watched(expression) {
          result.conditions.append(Spanned(condition, clause.span))
        } else {
          isComplete = false
        }
      }
      if rule == .any, required == 0 { report.add(.noneRequired(at: clause.span)) }
    }
    for clause in syntax.waits {
      guard let condition = clause.until.map({ watched($0) }) ?? wait(clause) else {
        isComplete = false
        continue
      }
      result.conditions.append(Spanned(condition, clause.span))
    }
    return isComplete ? result : nil
  }

  /// `wait D` is `wait until now >= entered + D`.
  private func wait(_ syntax: WaitSyntax) -> TypedExpression? {
    guard let duration = clauseDuration(syntax.duration, "wait") else { return nil }
    let entered = TypedExpression(.entered, .datetime, syntax.span)
    let end = TypedExpression(.shift(entered, by: duration), .datetime, syntax.span)
    let now = TypedExpression(.now, .datetime, syntax.span)
    return TypedExpression(.compare(.greaterOrEqual, now, end), .boolean, syntax.span)
  }

  private func count(_ syntax: NumberSyntax?, of required: Int) -> Int? {
    guard let syntax, let count = wholeNumber(syntax) else { return nil }
    guard count > 0 else {
      report.add(.zeroNeeded(at: syntax.span))
      return nil
    }
    guard count <= required else {
      report.add(.tooFewRequired(count, required, at: syntax.span))
      return nil
    }
    return Int(count)
  }

  /// `limit N visits -> T`.
  func visitLimit(_ syntax: LimitSyntax) -> ResolvedStage.VisitLimit? {
    let target = target(syntax.target)
    guard let number = syntax.visits, let visits = wholeNumber(number) else { return nil }
    guard visits > 0 else {
      report.add(.zeroVisits(at: number.span))
      return nil
    }
    guard let target else { return nil }
    return ResolvedStage.VisitLimit(visits: visits, target: target, span: syntax.span)
  }
}
