import FunnelDiagnostics

extension Parser {
  static let scoreBlock = Block("a score", [.award, .deduct])
  static let intakeBlock = Block("intake", [.require, .decline, .hold, .duplicates])
  static let decisionBlock = Block("a decision", [.when, .otherwise, .table, .renamed])
  private static let tableBlock = Block("a table")
  private static let splitBlock = Block("a split")

  // MARK: Formulas

  /// `Let ::= 'let' NAME ( ':' Type )? '=' LetCase ( 'else' LetCase )*`
  mutating func letDeclaration() {
    let mark = mark()
    advance()
    name("the formula's name")
    if accept(.colon) { type() }
    assign()
    repeat { letCase() } while accept(.else)
    finish(.letDeclaration, mark)
  }

  /// `LetCase ::= Expression When?`
  private mutating func letCase() {
    guard !isRecovering else { return }
    let mark = mark()
    expression()
    if keyword == .when { when() }
    finish(.letCase, mark)
  }

  /// `When ::= 'when' Expression`
  mutating func when() {
    let mark = mark()
    if keyword == .when { isRecovering = false }
    expect(.when)
    if !isRecovering { expression() }
    finish(.whenClause, mark)
  }

  /// `Score ::= 'score' NAME ( 'in' Range )? '{' ScoreRule* '}'`
  mutating func score() {
    let mark = mark()
    advance()
    name("the score's name")
    if accept(.in) { range() }
    block(Self.scoreBlock, from: mark.token) { parser, keyword in
      guard keyword == .award || keyword == .deduct else { return false }
      parser.scoreRule()
      return true
    }
    finish(.scoreDeclaration, mark)
  }

  /// `ScoreRule ::= ( 'award' | 'deduct' ) INTEGER When`
  private mutating func scoreRule() {
    let mark = mark()
    advance()
    integer()
    when()
    finish(.scoreRule, mark)
  }

  // MARK: Intake

  /// `Intake ::= 'intake' '{' ( Require | Decline | Hold | Duplicates )* '}'`
  mutating func intake() {
    let mark = mark()
    advance()
    block(Self.intakeBlock, from: mark.token) { parser, keyword in
      switch keyword {
      case .require: parser.require()
      case .decline: parser.decline()
      case .hold: parser.hold()
      case .duplicates:
        parser.duplicates()
      default: return false
      }
      return true
    }
    finish(.intake, mark)
  }

  /// `Require ::= 'require' Names`
  private mutating func require() {
    let mark = mark()
    advance()
    names("a data point")
    finish(.requireClause, mark)
  }

  /// `Decline ::= 'decline' STRING When`
  private mutating func decline() {
    let mark = mark()
    advance()
    string("the reason in quotes")
    when()
    finish(.declineClause, mark)
  }

  /// `Hold ::= 'hold' When ( 'limit' Duration '->' Target )?`
  private mutating func hold() {
    let mark = mark()
    advance()
    when()
    if keyword == .limit {
      let limit = self.mark()
      advance()
      isRecovering = false
      duration()
      arrowAndTarget()
      finish(.limitClause, limit)
    }
    finish(.holdClause, mark)
  }

  /// `Duplicates ::= 'duplicates' ( 'unchecked' | ( 'by' Names )? ( 'ignore' | 'update' | 'restart' ( 'after' Duration )? ) )`
  private mutating func duplicates() {
    let mark = mark()
    advance()
    if accept(.by) { names("a data point") }
    let takesTime = keyword == .restart
    oneOf(DuplicatesSyntax.Policy.self, "\"ignore\", \"update\", \"restart\" or \"unchecked\"")
    if takesTime, accept(.after) { duration() }
    finish(.duplicatesClause, mark)
  }

  // MARK: What is watched

  /// `Exit ::= 'exit' When '->' Target`
  mutating func exit() {
    let mark = mark()
    advance()
    when()
    arrowAndTarget()
    finish(.exitClause, mark)
  }

  /// `Whenever ::= 'whenever' Expression Actions`
  mutating func whenever() {
    let mark = mark()
    advance()
    expression()
    actions(from: mark.token)
    finish(.wheneverClause, mark)
  }

  /// `On ::= 'on' Event When? ( '->' Target | Actions )`
  mutating func on() {
    let mark = mark()
    advance()
    oneOf(OnSyntax.Event.self, "an event such as \"enter\" or \"completed\"")
    let event = tokens[max(lastEnd - 1, 0)].keyword
    let takesSubject = event == .completed || event == .failed || event == .overdue || event == .changed
    if takesSubject, !isRecovering, event == .changed || kind == .word || kind == .quotedName, keyword != .when {
      name("what changes")
    }
    if keyword == .when { when() }
    if kind == .leftBrace || lacksActionsBrace()
      || kind != .arrow && isAheadOnLine(.leftBrace) && !isAheadOnLine(.arrow)
    {
      actions(from: mark.token)
    } else {
      arrowAndTarget()
    }
    finish(.onClause, mark)
  }

  /// `Start ::= 'start' '->' Target`
  mutating func start() {
    let mark = mark()
    advance()
    arrowAndTarget()
    finish(.startClause, mark)
  }

  // MARK: Decisions

  /// `Decision ::= 'decision' NAME ( 'first' | 'unique' )? '{' ( Branch | Otherwise | Table | Renamed )* '}'`
  mutating func decision() {
    let mark = mark()
    advance()
    name("the decision's name")
    if !accept(.first) { _ = accept(.unique) }
    block(Self.decisionBlock, from: mark.token) { parser, keyword in
      switch keyword {
      case .when: parser.branch(isOtherwise: false)
      case .otherwise:
        parser.branch(isOtherwise: true)
      case .table:
        parser.table()
      case .renamed:
        parser.renamed()
      default: return false
      }
      return true
    }
    finish(.decision, mark)
  }

  /// `Branch ::= When '->' Target Label?` and `Otherwise ::= 'otherwise' '->' Target Label?`
  private mutating func branch(isOtherwise: Bool) {
    let mark = mark()
    if isOtherwise { advance() } else { when() }
    arrowAndTarget()
    optionalLabel()
    finish(.branch, mark)
  }

  /// `Split ::= 'split' NAME 'by' 'lead' '{' SplitBranch* '}'`
  mutating func split() {
    let mark = mark()
    advance()
    name("the split's name")
    expect(.by)
    expect(.lead)
    entries(Self.splitBlock, from: mark.token, commas: false, key: { $0.kind == .number }) { $0.splitBranch() }
    finish(.split, mark)
  }

  /// `SplitBranch ::= PERCENTAGE '->' Target Label?`
  private mutating func splitBranch() {
    let mark = mark()
    if !isPercentage { report(factory.notPercentage(span)) }
    word(as: .numberLiteral)
    arrowAndTarget()
    optionalLabel()
    finish(.splitBranch, mark)
  }

  // MARK: Tables

  /// `Table ::= 'table' '{' TableHeader TableRow* '}'`
  private mutating func table() {
    let mark = mark()
    advance()
    let wasInTable = isInTable
    isInTable = true
    var hasHeader = false
    entries(Self.tableBlock, from: mark.token, commas: false, key: { $0.kind == .bar }) { parser in
      if hasHeader { parser.tableRow() } else { parser.tableHeader() }
      hasHeader = true
      if parser.isRecovering { parser.skipRow() }
    }
    isInTable = wasInTable
    finish(.table, mark)
  }

  /// `TableHeader ::= '|' ( Coalesce '|' )+ '->' '|'`
  private mutating func tableHeader() {
    advance()
    repeat {
      expression(.coalesce)
      if isRecovering { return }
      expect(.bar, "\"|\"")
    } while !isRecovering && kind != .arrow
    expect(.arrow, "\"->\" as the last column")
    expect(.bar, "\"|\"")
  }

  /// `TableRow ::= '|' ( Cell '|' )+ '->' Target Label? '|'`
  private mutating func tableRow() {
    let mark = mark()
    advance()
    repeat {
      cell()
      if isRecovering { break }
      expect(.bar, "\"|\"")
    } while !isRecovering && kind != .arrow
    if !isRecovering {
      arrowAndTarget()
      optionalLabel()
      expect(.bar, "\"|\"")
    }
    finish(.tableRow, mark)
  }

  /// Passes over the rest of a row that can't be read: up to a bar that begins a line.
  mutating func skipRow() {
    skip { $0.kind == .bar && $0.isFirstOnLine($0.index) }
    isRecovering = false
  }

  /// `Cell ::= '-' | 'not'? CellItem ( ',' CellItem )*`
  private mutating func cell() {
    let mark = mark()
    if kind == .minus, self.next.kind == .bar {
      advance()
    } else {
      _ = accept(.not)
      repeat { cellItem() } while accept(.comma)
    }
    finish(.cell, mark)
  }

  /// `CellItem ::= Range | Literal | Word | 'missing' | 'known' | ( '==' | ... | 'contains' | ... ) Coalesce | ...`
  private mutating func cellItem() {
    guard !isRecovering else { return }
    let mark = mark()
    let next = self.next.kind
    if ComparisonOperator(kind) != nil {
      advance()
      expression(.coalesce)
    } else if keyword == .missing || keyword == .known {
      advance()
    } else if isTextOperator, next != .bar, next != .comma {
      textOperator()
    } else if isAtRange() {
      range()
    } else {
      literalOrWord("a value, a comparison, \"missing\", \"known\" or \"-\"")
    }
    finish(.cellItem, mark)
  }
}
