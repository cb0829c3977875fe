import FunnelDiagnostics

extension Parser {
  static let testBlock = Block(
    "a test", [.given, .source, .at, .after, .complete, .fail, .set, .accept, .decline, .withdraw, .expect, .table])
  private static let valuesBlock = Block("a list of values")
  private static let tableBlock = Block("a table of tests")

  /// `Test ::= 'test' STRING '{' ( Statement | TestTable )* '}'`
  mutating func test() {
    let mark = mark()
    advance()
    string("what the test shows, in quotes")
    block(Self.testBlock, from: mark.token) { parser, keyword in
      if keyword == .table {
        parser.testTable()
        return true
      }
      return parser.statement(keyword)
    }
    finish(.test, mark)
  }

  /// `Statement ::= 'given' Values | 'source' NAME | 'at' DATETIME | 'after' Duration | 'complete' NAME ... | ...`
  private mutating func statement(_ keyword: Keyword) -> Bool {
    let mark = mark()
    let kind: SyntaxKind
    switch keyword {
    case .given:
      kind = .givenStatement
      advance()
      values(from: mark.token)
    case .source:
      kind = .sourceStatement
      advance()
      name("a source")
    case .at:
      kind = .atStatement
      advance()
      let literal = self.mark()
      expect(.datetime, "a date and time such as 2026-11-20T10:00:00Z")
      if lastEnd > literal.token { finish(.datetimeLiteral, literal) }
    case .after:
      kind = .afterStatement
      advance()
      duration()
    case .complete:
      kind = .completeStatement
      advance()
      name("an activity")
      if self.keyword == .by { by(allowsOther: false) }
      if self.kind == .leftBrace { values(from: mark.token) }
    case .fail:
      kind = .failStatement
      advance()
      name("an activity")
      if self.keyword == .by { by(allowsOther: false) }
    case .set:
      kind = .setStatement
      advance()
      values(from: mark.token)
    case .accept, .decline, .withdraw:
      kind = .happeningStatement
      advance()
    case .expect:
      kind = .expectStatement
      advance()
      expectation()
    default: return false
    }
    finish(kind, mark)
    return true
  }

  /// `Values ::= '{' ( NAME ':' TestValue ','? )* '}'`
  private mutating func values(from header: Int) {
    entries(Self.valuesBlock, from: header, key: { $0.isAtPoint() }, resume: { $0.isAtEntry() }) { parser in
      let mark = parser.mark()
      parser.entryName()
      parser.colon()
      if parser.isAtEntry() { parser.fail(expected: "a value") } else { parser.testValue() }
      parser.finish(.entry, mark)
    }
  }

  /// `TestValue ::= Value | 'missing'`
  private mutating func testValue() {
    if keyword == .missing, !isRecovering { word(as: .missingValue) } else { value() }
  }

  /// `Expectation ::= 'stage' ( NAME | 'incoming' ) | 'end' NAME | 'converted' | 'lost' STRING? | 'activity' NAME ...`
  private mutating func expectation() {
    guard !isRecovering else { return }
    let mark = mark()
    switch keyword {
    case .stage:
      advance()
      if keyword == .incoming { word(as: .name) } else { name("a stage") }
      finish(.expectStage, mark)
    case .end:
      advance()
      name("an end")
      finish(.expectEnd, mark)
    case .converted:
      advance()
      finish(.expectOutcome, mark)
    case .lost:
      advance()
      optionalString()
      finish(.expectOutcome, mark)
    case .no:
      advance()
      if isAtEffect { return effect(mark) }
      expect(.activity)
      name("an activity")
      finish(.expectActivity, mark)
    case .activity:
      advance()
      name("an activity")
      if keyword == .by { by(allowsOther: false) }
      if let state = keyword, ActivityState(rawValue: state.rawValue) != nil { _ = accept(state) }
      finish(.expectActivity, mark)
    case .decision:
      advance()
      name("a decision")
      expect(.took)
      labelName()
      finish(.expectDecision, mark)
    case .score:
      advance()
      name("a score")
      equal()
      integer(isSigned: true)
      finish(.expectScore, mark)
    case .data:
      advance()
      name("a data point")
      equal()
      testValue()
      finish(.expectData, mark)
    case _ where isAtEffect: effect(mark)
    default:
      fail(expected: "what is expected, such as \"stage\" or \"converted\",")
    }
  }

  private var isAtEffect: Bool { keyword.flatMap { EffectWord(rawValue: $0.rawValue) } != nil }

  /// `Effect ::= ( 'notification' | 'task' | 'email' ) RoleName STRING? | ( 'note' | 'webhook' ) STRING?`
  private mutating func effect(_ mark: Mark) {
    let isForSomebody = keyword != .note && keyword != .webhook
    advance()
    if isForSomebody { roleName() }
    optionalString()
    finish(.expectEffect, mark)
  }

  private mutating func equal() {
    if kind == .assign, !isRecovering {
      report(factory.replace("=", with: "==", at: span))
      advance()
    } else {
      expect(.equal, "\"==\"")
    }
  }

  // MARK: Tables

  /// `TestTable ::= 'table' '{' TestHeader TestRow* '}'`
  private mutating func testTable() {
    let mark = mark()
    advance()
    var hasHeader = false
    entries(Self.tableBlock, from: mark.token, commas: false, key: { $0.kind == .bar }) { parser in
      if hasHeader { parser.testRow() } else { parser.testHeader() }
      hasHeader = true
      if parser.isRecovering { parser.skipRow() }
    }
    finish(.testTable, mark)
  }

  /// `TestHeader ::= '|' ( ( NAME - 'expect' ) '|' )+ 'expect' '|'`
  private mutating func testHeader() {
    advance()
    repeat {
      if keyword == .expect { fail(expected: "a data point") } else { name("a data point") }
      if isRecovering { break }
      expect(.bar, "\"|\"")
    } while !isRecovering && keyword != .expect
    if isRecovering { return }
    expect(.expect)
    expect(.bar, "\"|\"")
  }

  /// `TestRow ::= '|' ( TestCell '|' )+ 'expect' Expectation '|'`
  private mutating func testRow() {
    let mark = mark()
    advance()
    repeat {
      testCell()
      if isRecovering { break }
      expect(.bar, "\"|\"")
    } while !isRecovering && keyword != .expect
    if !isRecovering {
      expect(.expect)
      expectation()
      expect(.bar, "\"|\"")
    }
    finish(.testRow, mark)
  }

  /// `TestCell ::= '-' | TestValue - 'expect'`
  private mutating func testCell() {
    let mark = mark()
    if kind == .minus, self.next.kind == .bar {
      advance()
    } else if keyword == .expect {
      fail(expected: "a value")
    } else {
      testValue()
    }
    finish(.testCell, mark)
  }
}
