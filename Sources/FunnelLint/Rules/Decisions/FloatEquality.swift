import FunnelDiagnostics
import FunnelSemantics

/// Equality of numbers that are rounded.
enum FloatEquality: FunnelRule {
  static let page = RulePage(
    .floatEquality,
    finds: "a computed or broken number that is asked to be exactly equal",
    why: """
      Numbers with decimals are kept in binary: 0.1 + 0.2 is not 0.3. Whether two of them are equal depends on how they \
      were computed. Ask for a range, or use money, which is exact to four decimals.
      """,
    avoid: """
      data { net: number  gross: number }
      start -> by_rate
      decision by_rate {
        when gross / net == 1.19 -> converted
        otherwise                -> lost "another rate"
      }
      """,
    prefer: """
      data { net: number  gross: number }
      start -> by_rate
      decision by_rate {
        when gross / net in 1.185..1.195 -> converted
        otherwise                        -> lost "another rate"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for expression in context.funnel.expressions {
      expression.visitParts { part in if let finding = finding(part) { findings.append(finding) } }
    }
    return findings
  }

  private static func finding(_ part: TypedExpression) -> Diagnostic? {
    let sides: [TypedExpression]
    switch part.kind {
    case .compare(.equal, let a, let b): sides = [a, b]
    case .isOneOf(let value, let list) where value.type == .number: sides = [value] + list
    default: return nil
    }
    guard sides.allSatisfy({ $0.type == .number }), let rounded = sides.first(where: { isRounded($0) }) else {
      return nil
    }
    return Diagnostic(
      .floatEquality, "numbers with decimals are hardly ever exactly equal", at: part.span,
      label: "rounded in binary",
      secondary: rounded.span == part.span ? [] : [Label(rounded.span, "this is not exact")],
      notes: ["0.1 + 0.2 is not 0.3 where numbers are kept in binary"],
      help: "ask for a range, for example \"in 0.99..1.01\", or use money, which is exact")
  }

  /// Whether a number is computed, or written with decimals that binary has not.
  private static func isRounded(_ number: TypedExpression) -> Bool {
    switch number.kind {
    case .arithmetic, .negate, .call: true
    case .literal(.number(let value)): (value * 1024).rounded(.towardZero) != value * 1024
    default: false
    }
  }
}
