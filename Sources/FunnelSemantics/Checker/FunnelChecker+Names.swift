import FunnelDiagnostics
import FunnelSyntax

/// Names in expressions: values, and bare words that are members of a type.
extension FunnelChecker {
  /// How much an expression says about its own type; of two operands the one that says more is checked first.
  enum Rank: Int, Comparable {
    case typed, value, literal, bareWord

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  /// How much an expression says about its own type.
  func rank(_ syntax: ExpressionSyntax) -> Rank {
    switch syntax {
    case .name(let name): values.holds(name) ? .value : .bareWord
    case .set: .bareWord
    case .literal, .negation, .missing: .literal
    case .parenthesized(let inner): inner.inner.map { rank($0) } ?? .typed
    default: .typed
    }
  }

  /// A name: a value, or where `hint` has a member of that name, the member.
  func name(_ syntax: NameSyntax, hint: FunnelType?) -> TypedExpression? {
    let member = hint.flatMap { self.member(syntax, of: $0) }
    if expectsConstant { return constant(syntax, member, of: hint) }
    guard let meaning = values.meaning(of: syntax) else {
      if let member, let hint { return TypedExpression(.literal(member), hint, syntax.span) }
      reportUnknownValue(syntax.text, at: syntax.span, hint: hint)
      return nil
    }
    if let member, let hint {
      guard type(of: meaning) == hint, let entry = values[syntax] else {
        return TypedExpression(.literal(member), hint, syntax.span)
      }
      report.add(.ambiguousWord(syntax.text, at: syntax.span, member: describe(hint), value: entry.span))
      return nil
    }
    return value(meaning, at: syntax.span)
  }

  /// A bare word where only constants may stand.
  private func constant(_ syntax: NameSyntax, _ member: LiteralValue?, of type: FunnelType?) -> TypedExpression? {
    guard let type, type.hasMembers else {
      report.add(isInTest ? .valueNotConstant(at: syntax.span) : .defaultNotConstant(at: syntax.span))
      return nil
    }
    if let member { return TypedExpression(.literal(member), type, syntax.span) }
    reportUnknownValue(syntax.text, at: syntax.span, hint: type)
    return nil
  }

  /// The type of a value; nil where it has none, or none yet.
  func type(of value: ValueName) -> FunnelType? {
    switch value {
    case .point(let id): return pointTypes[id.index]
    case .formula(let id):
      if case .known(let type) = formulaTypes[id.index] { return type }
      return nil
    case .score: return .integer
    case .decision(let id): return .label(id)
    }
  }

  /// Reads a value.
  private func value(_ value: ValueName, at span: SourceSpan) -> TypedExpression? {
    switch value {
    case .formula(let id):
      dependencies.append(value)
      if case .pending = formulaTypes[id.index] { isDeferred = true }
    case .score: dependencies.append(value)
    case .point, .decision: break
    }
    if !clockReaders.isEmpty, clockReaders.contains(value) { clockUse = clockUse ?? span }
    guard let type = type(of: value) else { return nil }
    let kind: TypedExpression.Kind =
      switch value {
      case .point(let id): .point(id)
      case .formula(let id): .letValue(id)
      case .score(let id): .score(id)
      case .decision(let id): .lastLabel(id)
      }
    return TypedExpression(kind, type, span)
  }

  /// A value that every journey has.
  func value(_ syntax: BuiltinSyntax) -> TypedExpression? {
    guard let builtin = syntax.value else { return nil }
    if builtin == .now || builtin == .today { clockUse = clockUse ?? syntax.span }
    let (kind, type): (TypedExpression.Kind, FunnelType) =
      switch builtin {
      case .now: (.now, .datetime)
      case .today: (.today, .date)
      case .entered: (.entered, .datetime)
      case .lastEvent: (.lastEvent, .datetime)
      case .source: (.source, .source)
      case .stage: (.stage, .stage)
      case .owner: (.owner, .text)
      }
    return TypedExpression(kind, type, syntax.span)
  }

  /// The member of a type that a bare word in a file names.
  func member(_ name: NameSyntax, of type: FunnelType) -> LiteralValue? {
    switch type {
    case .country: TwoLetterCode(country: name.text).map { .code($0) }
    case .language: TwoLetterCode(language: name.text).map { .code($0) }
    case .choice(let id): members[id.index].meaning(of: name).map { .member($0) }
    case .label(let id): labels[id.index].meaning(of: name).map { .member($0) }
    case .source: sources[name].map { .member($0.meaning.index) }
    case .stage: stages[name].map { .member($0.meaning.index) }
    default: nil
    }
  }

  /// The member of a type that a bare word names.
  func member(_ name: String, of type: FunnelType) -> LiteralValue? {
    switch type {
    case .country: TwoLetterCode(country: name).map { .code($0) }
    case .language: TwoLetterCode(language: name).map { .code($0) }
    case .choice(let id): members[id.index][name].map { .member($0.meaning) }
    case .label(let id): labels[id.index][name].map { .member($0.meaning) }
    case .source: sources[name].map { .member($0.meaning.index) }
    case .stage: stages[name].map { .member($0.meaning.index) }
    default: nil
    }
  }

  /// How the member that a text means is written: the text itself, or the member that is read from it.
  func memberWritten(for text: String, of type: FunnelType) -> String? {
    if member(text, of: type) != nil { return text }
    switch type {
    case .choice(let id): return choices[id.index].members.first { $0.feedValue == text }?.name
    case .country: return member(text.uppercased(), of: type).map { _ in text.uppercased() }
    case .language: return member(text.lowercased(), of: type).map { _ in text.lowercased() }
    default: return nil
    }
  }
}
