import FunnelDiagnostics
import FunnelSyntax

/// Conditions that are watched: looked at after every change, and as time passes.
extension FunnelChecker {
  /// A use of the clock that does not say when it changes.
  private struct Misuse {
    let place: SourceSpan
    /// The comparison around it.
    let comparison: TypedExpression?
  }

  /// A condition that is watched, in which time may only stand where one can tell beforehand when it changes.
  func watched(_ syntax: ExpressionSyntax?) -> TypedExpression? {
    guard let syntax, let condition = condition(syntax) else { return nil }
    let misuses = misuses(of: condition)
    for (misuse, reader) in misuses {
      let form = misuse.comparison.flatMap { watchableForm(of: $0, in: syntax) }
      report.add(.unwatchableTime(at: reader ?? misuse.place, formula: reader == nil ? nil : misuse.place, form: form))
    }
    return misuses.isEmpty ? condition : nil
  }

  /// The uses of the clock in a condition that can't become timers, each with the name in the condition through which it
  /// is read, if it stands in a formula.
  private func misuses(of condition: TypedExpression) -> [(Misuse, reader: SourceSpan?)] {
    var found: [(Misuse, reader: SourceSpan?)] = []
    var seen: Set<ValueName> = []
    // A stack of its own, so that a chain of formulas of any length is no matter.
    var pending: [(expression: TypedExpression, reader: SourceSpan?, comparison: TypedExpression?)] = [
      (condition, nil, nil)
    ]
    while let (next, reader, comparison) = pending.popLast() {
      if let clock = ClockComparison(next) {
        for edge in clock.edges {
          guard let place = clockPlace(in: edge.value) else { continue }
          found.append((Misuse(place: place, comparison: nil), reader))
          break
        }
        continue
      }
      switch next.kind {
      case .now, .today, .call(.age, _): found.append((Misuse(place: next.span, comparison: comparison), reader))
      case .letValue(let id):
        guard clockReaders.contains(.formula(id)), seen.insert(.formula(id)).inserted else { continue }
        for item in (formulas.lets[id.index]?.cases ?? []).reversed() {
          pending.append((item.value, reader ?? next.span, nil))
          if let condition = item.condition { pending.append((condition, reader ?? next.span, nil)) }
        }
      case .score(let id):
        guard clockReaders.contains(.score(id)), seen.insert(.score(id)).inserted else { continue }
        for rule in (formulas.scores[id.index]?.rules ?? []).reversed() {
          pending.append((rule.condition, reader ?? next.span, nil))
        }
      default:
        let inside = if case .compare = next.kind { next } else { comparison }
        for operand in next.operands.reversed() { pending.append((operand, reader, inside)) }
      }
    }
    return found
  }

  /// Where an expression depends on the clock, itself or through a formula.
  private func clockPlace(in expression: TypedExpression) -> SourceSpan? {
    var pending = [expression]
    while let next = pending.popLast() {
      switch next.kind {
      case .now, .today, .call(.age, _): return next.span
      case .letValue(let id) where clockReaders.contains(.formula(id)): return next.span
      case .score(let id) where clockReaders.contains(.score(id)): return next.span
      default: pending += next.operands.reversed()
      }
    }
    return nil
  }

  /// How to say the same so that one can tell when it changes: `now >= last_event + 3 days` for
  /// `now - last_event >= 3 days`.
  private func watchableForm(of comparison: TypedExpression, in syntax: ExpressionSyntax) -> String? {
    guard case .compare(let sign, var left, var right) = comparison.kind else { return nil }
    var comparison = sign
    if left.isLiteral { (left, right, comparison) = (right, left, sign.flipped) }
    guard let bound = text(of: right, in: syntax) else { return nil }
    switch left.kind {
    case .arithmetic(.subtractDatetimes, let clock, let start) where clock.isClock:
      return text(of: start, in: syntax).map { "now \(comparison.rawValue) \($0) + \(bound)" }
    case .arithmetic(.subtractDatetimes, let end, let clock) where clock.isClock:
      return text(of: end, in: syntax).map { "now \(comparison.flipped.rawValue) \($0) - \(bound)" }
    case .arithmetic(.subtractDates, let clock, let start) where clock.isClock:
      return text(of: start, in: syntax).map { "today \(comparison.rawValue) \($0) + \(bound)" }
    case .call(.age, let arguments):
      guard comparison == .greaterOrEqual || comparison == .less, let birth = arguments.first else { return nil }
      return text(of: birth, in: syntax).map { "today \(comparison.rawValue) \($0) + \(bound) years" }
    case .call(.daysBetween, let arguments) where arguments.last?.isClock == true:
      return text(of: arguments[0], in: syntax).map { "today \(comparison.rawValue) \($0) + \(bound) days" }
    default: return nil
    }
  }

  /// The text of an expression that stands in a clause; nil where it stands elsewhere.
  private func text(of expression: TypedExpression, in syntax: ExpressionSyntax) -> String? {
    let whole = syntax.span
    let (start, end) = (Int(expression.span.start), Int(expression.span.end))
    guard expression.span.file == whole.file, start >= Int(whole.start), end <= Int(whole.end), start < end else {
      return nil
    }
    return String(decoding: syntax.node.tree.bytes[start..<end], as: UTF8.self)
  }
}

extension TypedExpression.Comparison {
  /// The comparison with its sides exchanged.
  fileprivate var flipped: TypedExpression.Comparison {
    switch self {
    case .equal: .equal
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension TypedExpression {
  /// Whether it is written out.
  fileprivate var isLiteral: Bool { if case .literal = kind { true } else { false } }
}
