import FunnelDiagnostics

extension Parser {
  /// Reads an expression whose operators bind at least as tightly as `minimum`, by operator precedence.
  ///
  /// - `Expression ::= And ( 'or' And )*`
  /// - `And ::= Not ( 'and' Not )*`
  /// - `Comparison ::= Coalesce Condition?`
  /// - `Coalesce ::= Sum ( '??' Sum )*`
  /// - `Sum ::= Product ( ( '+' | '-' ) Product )*`
  /// - `Product ::= Unary ( ( '*' | '/' ) Unary )*`
  /// - Returns: How many levels of nodes it is high.
  @discardableResult
  mutating func expression(_ minimum: Precedence = .or) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      skipNested()
      return 0
    }
    let mark = mark()
    var height = operand(minimum)
    var hasCompared = false
    while let operation = currentOperator(), operation.precedence >= minimum {
      if isRecovering, operation != .and, operation != .or { break }
      isRecovering = false
      guard depth + height < Self.depthLimit else {
        skipNested()
        return height
      }
      let precedence = operation.precedence
      if precedence == .comparison {
        if hasCompared { report(factory.chained(span)) }
        hasCompared = true
      }
      let right: Int
      switch operation {
      case .or: right = junction(.or, .orExpression, mark)
      case .and: right = junction(.and, .andExpression, mark)
      case .comparison: right = comparison(mark)
      case .membership: right = membership(mark)
      case .presence: right = presence(mark)
      case .textTest:
        right = textOperator()
        finish(.textTest, mark)
      case .coalesce: right = binary(.coalesce, precedence, mark)
      case .sum, .product: right = binary(.arithmetic, precedence, mark)
      }
      height = max(height, right) + 1
    }
    return height
  }

  private mutating func currentOperator() -> Operator? {
    switch kind {
    case .word:
      // Most words go on with nothing, and then there is no need to look ahead.
      guard keyword != nil else { return nil }
    case .bar:
      if isInTable { return nil }
    default: break
    }
    return Operator(tokens[index], followedBy: self.next)
  }

  // MARK: Operators

  private mutating func binary(_ kind: SyntaxKind, _ precedence: Precedence, _ mark: Mark) -> Int {
    advance()
    let height = expression(precedence.tighter)
    finish(kind, mark)
    return height
  }

  /// Operands joined by the same word make one node, however many they are.
  private mutating func junction(_ word: Keyword, _ kind: SyntaxKind, _ mark: Mark) -> Int {
    var height = 0
    let precedence: Precedence = word == .or ? .or : .and
    repeat {
      isRecovering = false
      if self.kind == .bar || self.kind == .doubleAmpersand {
        let both = self.kind == .bar ? span.union(span(of: index + 1)) : span
        report(factory.replace(word == .or ? "||" : "&&", with: word.rawValue, at: both))
        if self.kind == .bar { advance() }
      }
      advance()
      height = max(height, expression(precedence.tighter))
    } while currentOperator()?.precedence == precedence
    finish(kind, mark)
    return height
  }

  /// `Condition ::= ( '==' | '!=' | '<' | '<=' | '>' | '>=' ) Coalesce`
  private mutating func comparison(_ mark: Mark) -> Int {
    if kind == .assign {
      report(factory.replace("=", with: "==", at: span))
    } else if kind == .less, self.next.kind == .greater {
      report(factory.replace("<>", with: "!=", at: span.union(span(of: index + 1))))
      advance()
    }
    advance()
    let height = expression(.coalesce)
    finish(.comparison, mark)
    return height
  }

  /// `Condition ::= 'not'? 'in' ( Range | Coalesce )`
  private mutating func membership(_ mark: Mark) -> Int {
    if keyword == .not { advance() }
    advance()
    var height = 1
    if isAtRange() { range() } else { height = expression(.coalesce) }
    finish(.membership, mark)
    return height
  }

  /// `Condition ::= 'is' ( 'missing' | 'known' | ActivityState )`
  private mutating func presence(_ mark: Mark) -> Int {
    advance()
    if keyword == .not {
      let word = self.next
      let opposite = word.keyword == .missing ? "known" : word.keyword == .known ? "missing" : nil
      let both =
        opposite == nil
        ? span : factory.span(Int(span.start)..<Int(word.start) + (word.keyword?.rawValue.utf8.count ?? 0))
      report(factory.negatedState(both, opposite: opposite))
      advance()
    }
    if keyword == .missing || keyword == .known {
      advance()
      finish(.presence, mark)
    } else {
      oneOf(ActivityState.self, "\"missing\", \"known\" or the state of an activity")
      finish(.stateTest, mark)
    }
    return 0
  }

  var isTextOperator: Bool { keyword.map { TextOperator($0) != nil } ?? false }

  /// `( 'contains' | 'starts' 'with' | 'ends' 'with' ) Coalesce | 'matches' STRING`
  @discardableResult
  mutating func textOperator() -> Int {
    let word = keyword
    advance()
    if word == .matches {
      string("a regular expression in quotes")
      return 0
    }
    if word == .starts || word == .ends { expect(.with) }
    return isRecovering ? 0 : expression(.coalesce)
  }

  // MARK: Operands

  /// `Not ::= 'not' Not | Comparison` and `Unary ::= '-' Unary | Primary`
  private mutating func operand(_ minimum: Precedence) -> Int {
    guard !isRecovering else { return 0 }
    let mark = mark()
    switch kind {
    case .minus:
      advance()
      let height = expression(.unary)
      finish(.negation, mark)
      return height + 1
    case .exclamation,
      .word where kind == .exclamation || keyword == .not:
      if kind == .exclamation {
        report(factory.replace("!", with: "not", at: span))
      } else if minimum > .not {
        report(factory.bareNot(span))
      }
      advance()
      let height = expression(max(minimum, .not))
      finish(.notExpression, mark)
      return height + 1
    default: return primary()
    }
  }

  /// `Primary ::= NAME '(' ... ')' | '(' Expression ')' | Constant | Word | Builtin | '{' ... '}'`
  private mutating func primary() -> Int {
    switch kind {
    case .leftParenthesis: return parenthesized()
    case .leftBrace:
      set()
      return 2
    case .word, .quotedName: return wordOrCall()
    default:
      if !constant() { fail(expected: "a value") }
      return 1
    }
  }

  private mutating func parenthesized() -> Int {
    let mark = mark()
    let wasInTable = isInTable
    isInTable = false
    advance()
    let height = expression()
    expect(.rightParenthesis, "\")\"")
    isInTable = wasInTable
    finish(.parenthesizedExpression, mark)
    return height + 1
  }

  private mutating func wordOrCall() -> Int {
    if isAtEntry() {
      fail(expected: "a value")
      return 0
    }
    switch keyword {
    case .true, .false: word(as: .booleanLiteral)
    case .now, .today, .entered, .lastEvent, .source, .stage, .owner: word(as: .builtinExpression)
    case .converted, .lost, .incoming: word(as: .nameExpression)
    case .missing, .known:
      report(factory.presenceAsValue(text, at: span))
      skipToken()
    default:
      if self.next.kind == .leftParenthesis { return call() }
      word(as: .nameExpression)
    }
    return 1
  }

  /// `NAME '(' ( Expression ( ',' Expression )* )? ')'`
  private mutating func call() -> Int {
    let mark = mark()
    word(as: .name)
    advance()
    var height = 1
    if kind != .rightParenthesis {
      repeat { height = max(height, expression()) } while accept(.comma)
    }
    expect(.rightParenthesis, "\")\"")
    finish(.callExpression, mark)
    return height + 1
  }

  // MARK: Depth

  /// Reports an expression that is nested too deep, and passes over the part that is.
  private mutating func skipNested() {
    report(factory.nestedTooDeep(span))
    let mark = mark()
    var open = 0
    scan: while kind != .endOfFile {
      switch kind {
      case .leftParenthesis, .leftBrace: open += 1
      case .rightParenthesis, .rightBrace:
        if open == 0 { break scan }
        open -= 1
      case .minus, .exclamation: break
      default:
        if open == 0, keyword != .not, self.next.kind != .leftParenthesis {
          advance()
          break scan
        }
      }
      let isClosed = open == 0 && (kind == .rightParenthesis || kind == .rightBrace)
      advance()
      if isClosed { break }
    }
    finish(.error, mark)
    // Whatever doesn't fit behind this has the same cause.
    lastReport = index
  }
}
