import FunnelDiagnostics

extension Parser {
  private static let setBlock = Block(list: "a set", holdsBlocks: true)

  // MARK: Numbers

  var isPercentage: Bool { lexer.bytes[Int(span.end) - 1] == UInt8(ascii: "%") }

  /// `INTEGER`, or with `isSigned` `'-'? INTEGER`
  mutating func integer(isSigned: Bool = false) {
    let mark = mark()
    if isSigned { _ = accept(.minus) }
    guard !isRecovering, kind == .number else { return fail(expected: "a whole number") }
    let digits = lexer.bytes[Int(span.start)..<Int(span.end)]
    if !digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "_") }) { report(factory.notWhole(span)) }
    advance()
    finish(.numberLiteral, mark)
  }

  /// A number, with its unit or its currency if one follows.
  ///
  /// - `Constant ::= Number | DurationPart | NUMBER CURRENCY | ...`
  /// - `Literal ::= '-'? Number | '-'? Duration | Money | ...`
  private mutating func measure(isSigned: Bool, sums: Bool) {
    let mark = mark()
    if isSigned { _ = accept(.minus) }
    guard kind == .number else { return fail(expected: "a number") }
    let isPercentage = isPercentage
    advance()
    finish(.numberLiteral, mark)
    if kind == .percent {
      report(factory.numberAndPercent(span))
      skipToken()
    }
    if isPercentage { return }
    if isCurrency() {
      word(as: .name)
      finish(.moneyLiteral, mark)
    } else if acceptUnit() {
      finish(.durationPart, mark)
      while sums, kind == .plus {
        advance()
        durationPart()
      }
      finish(.durationLiteral, mark)
    }
  }

  /// `Unit ::= 'minute' | 'minutes' | 'hour' | ... | 'business' ( 'day' | 'days' | 'hour' | 'hours' )`
  private mutating func acceptUnit() -> Bool {
    if keyword == .business, let unit = self.next.keyword, DurationUnit(unit, isBusiness: true) != nil {
      advance()
      advance()
      return true
    }
    guard let keyword, DurationUnit(keyword, isBusiness: false) != nil else { return false }
    return accept(keyword)
  }

  /// `Duration ::= DurationPart ( '+' DurationPart )*`
  mutating func duration() {
    guard !isRecovering else { return }
    let mark = mark()
    repeat { durationPart() } while accept(.plus)
    finish(.durationLiteral, mark)
  }

  /// `DurationPart ::= NUMBER Unit`
  private mutating func durationPart() {
    let mark = mark()
    guard !isRecovering, kind == .number else { return fail(expected: "a duration such as 3 days") }
    word(as: .numberLiteral)
    if !acceptUnit() { missingUnit() }
    finish(.durationPart, mark)
  }

  private static let units: [Keyword] = [
    .minute, .minutes, .hour, .hours, .day, .days, .week, .weeks, .month, .months, .year, .years,
  ]

  private mutating func missingUnit() {
    if kind == .word, let near = Suggestion.nearest(to: text, among: Self.units.map(\.rawValue)) {
      report(factory.replace(text, with: near, at: span))
      advance()
    } else {
      fail(expected: "a unit such as \"days\"")
    }
  }

  // MARK: Literals

  /// `Literal ::= '-'? Number | '-'? Duration | Money | STRING | DATE | DATETIME | Boolean`, or a `Word`
  mutating func literalOrWord(_ description: String) {
    guard !isRecovering else { return }
    switch kind {
    case .number: measure(isSigned: false, sums: true)
    case .minus: measure(isSigned: true, sums: true)
    case .word where keyword.map { $0 == .converted || $0 == .lost || $0 == .incoming } ?? false:
      word(as: .nameExpression)
    case .word where keyword == .true || keyword == .false: word(as: .booleanLiteral)
    case .word, .quotedName: name(description, as: .nameExpression)
    default: if !wordlessLiteral() { fail(expected: description) }
    }
  }

  /// A literal that is a single token and neither a number nor a word.
  private mutating func wordlessLiteral() -> Bool {
    switch kind {
    case .string: word(as: .stringLiteral)
    case .date: word(as: .dateLiteral)
    case .datetime: word(as: .datetimeLiteral)
    default: return false
    }
    return true
  }

  /// `Constant ::= Number | DurationPart | NUMBER CURRENCY | STRING | DATE | DATETIME | Boolean`; words are elsewhere.
  mutating func constant() -> Bool {
    if kind == .number {
      measure(isSigned: false, sums: false)
      return true
    }
    return wordlessLiteral()
  }

  /// `Value ::= Literal | Word | '{' ( ( Literal | Word ) ( ',' ( Literal | Word ) )* ','? )? '}'`
  mutating func value() {
    guard !isRecovering else { return }
    guard kind == .leftBrace else { return literalOrWord("a value") }
    let mark = mark()
    list(Self.setBlock, from: mark.token) { $0.literalOrWord("a value") }
    finish(.setExpression, mark)
  }

  /// `'{' ( Expression ( ',' Expression )* ','? )? '}'`
  mutating func set() {
    let mark = mark()
    list(Self.setBlock, from: mark.token) { $0.expression() }
    finish(.setExpression, mark)
  }

  // MARK: Ranges

  /// `Range ::= Bound '..' Bound? | '..' Bound`
  mutating func range() {
    guard !isRecovering else { return }
    let mark = mark()
    if kind == .dots {
      advance()
      bound()
    } else {
      bound()
      expect(.dots, "\"..\"")
      if !isRecovering, isAtBound() { bound() }
    }
    finish(.range, mark)
  }

  /// `Bound ::= '-'? Number | '-'? DurationPart | Money | DATE | DATETIME`
  private mutating func bound() {
    guard isAtBound(), !isRecovering else { return fail(expected: "a range such as 1..10") }
    switch kind {
    case .date: word(as: .dateLiteral)
    case .datetime: word(as: .datetimeLiteral)
    default: measure(isSigned: true, sums: false)
    }
  }

  private mutating func isAtBound() -> Bool {
    kind == .number || kind == .date || kind == .datetime || kind == .minus && self.next.kind == .number
  }

  /// Whether a range begins here, which a literal alone doesn't tell.
  mutating func isAtRange() -> Bool {
    if kind == .dots { return true }
    guard isAtBound() else { return false }
    // A sign, a number, "business", a unit, and then the dots at the latest.
    var distance = kind == .minus ? 2 : 1
    for _ in 0..<2 where peek(distance).kind == .word { distance += 1 }
    return peek(distance).kind == .dots
  }
}
