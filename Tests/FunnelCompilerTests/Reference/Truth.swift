/// The three values of the language's logic.
enum Truth: Hashable {
  case yes, no, unknown

  init(_ value: Bool) { self = value ? .yes : .no }

  /// Kleene's negation.
  var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  /// Kleene's conjunction: one "no" decides.
  static func all(_ parts: [Truth]) -> Truth {
    if parts.contains(.no) { return .no }
    return parts.contains(.unknown) ? .unknown : .yes
  }

  /// Kleene's disjunction: one "yes" decides.
  static func any(_ parts: [Truth]) -> Truth {
    if parts.contains(.yes) { return .yes }
    return parts.contains(.unknown) ? .unknown : .no
  }
}
