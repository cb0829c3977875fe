import FunnelDiagnostics

extension Parser {
  static let stageBlock = Block(
    "a stage",
    [
      .requires, .activity, .use, .complete, .wait, .limit, .exit, .whenever, .on, .then, .renamed,
    ])
  private static let activitiesBlock = Block("a group of activities", [.activity])
  static let activityBlock = Block(
    "an activity",
    [.kind, .when, .optional, .after, .due, .remind, .retry, .collects, .with, .do, .renamed])
  private static let withBlock = Block("a list of values")
  static let actionsBlock = Block(
    "a list of actions", [.notify, .task, .note, .tag, .untag, .set, .webhook, .email, .go, .start])

  // MARK: Stages

  /// `Stage ::= 'stage' NAME TEXT? '{' StageClause* '}'`
  mutating func stage() {
    let mark = mark()
    advance()
    name("the stage's name")
    optionalText()
    block(Self.stageBlock, from: mark.token) { $0.stageClause($1) }
    finish(.stage, mark)
  }

  /// `StageClause ::= Requires | Activity | Use | Complete | Wait | Limit | Exit | Whenever | On | Then | Renamed`
  private mutating func stageClause(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .requires:
      requires()
    case .activity: activity()
    case .use: use()
    case .complete:
      complete()
    case .wait:
      wait()
    case .limit:
      limit()
    case .exit: exit()
    case .whenever: whenever()
    case .on: on()
    case .then:
      then()
    case .renamed:
      renamed()
    default: return false
    }
    return true
  }

  /// `Requires ::= 'requires' Names`
  private mutating func requires() {
    let mark = mark()
    advance()
    names("a data point")
    finish(.requiresClause, mark)
  }

  /// `Use ::= 'use' NAME`
  private mutating func use() {
    let mark = mark()
    advance()
    name("the name of a group of activities")
    finish(.useClause, mark)
  }

  /// `Complete ::= 'complete' 'when' ( 'all' | 'any' | INTEGER 'of' 'them' | Expression )`
  private mutating func complete() {
    let mark = mark()
    advance()
    expect(.when)
    if isRecovering { return finish(.completeClause, mark) }
    if keyword == .all || keyword == .any, !continuesExpression() {
      advance()
    } else if kind == .number, self.next.keyword == .of {
      integer()
      advance()
      expect(.them)
    } else {
      expression()
    }
    finish(.completeClause, mark)
  }

  /// Whether the token behind the current word goes on with an expression that the word begins.
  private mutating func continuesExpression() -> Bool {
    let next = self.next
    return next.kind == .leftParenthesis || Operator(next, followedBy: peek(2)) != nil
  }

  /// `Wait ::= 'wait' ( Duration | 'until' Expression )`
  private mutating func wait() {
    let mark = mark()
    advance()
    if accept(.until) { expression() } else { duration() }
    finish(.waitClause, mark)
  }

  /// `Limit ::= 'limit' ( Duration | INTEGER 'visits' ) '->' Target`
  private mutating func limit() {
    let mark = mark()
    advance()
    if kind == .number, self.next.keyword == .visits {
      integer()
      advance()
    } else {
      duration()
    }
    arrowAndTarget()
    finish(.limitClause, mark)
  }

  /// `Then ::= 'then' '->' Target`
  private mutating func then() {
    let mark = mark()
    advance()
    arrowAndTarget()
    finish(.thenClause, mark)
  }

  /// `Activities ::= 'activities' NAME '{' Activity* '}'`
  mutating func activities() {
    let mark = mark()
    advance()
    name("the group's name")
    block(Self.activitiesBlock, from: mark.token) { parser, keyword in
      guard keyword == .activity else { return false }
      parser.activity()
      return true
    }
    finish(.activitiesDeclaration, mark)
  }

  /// `End ::= 'end' NAME ':' ( 'converted' | 'lost' STRING? ) Renamed?`
  mutating func end() {
    let mark = mark()
    advance()
    name("the end's name")
    colon()
    oneOf(Outcome.self, "\"converted\" or \"lost\"")
    if tokens[max(lastEnd - 1, 0)].keyword != .converted { optionalString() }
    if keyword == .renamed { renamed() }
    finish(.endDeclaration, mark)
  }

  // MARK: Activities

  /// `Activity ::= 'activity' NAME TEXT? ( 'by' RoleName ( 'other' 'than' NAME )? )? ( '{' ActivityClause* '}' )?`
  private mutating func activity() {
    let mark = mark()
    advance()
    name("the activity's name")
    optionalText()
    if keyword == .by { by(allowsOther: true) }
    if kind == .leftBrace || isRecovering || lacksBrace() {
      block(Self.activityBlock, from: mark.token) { $0.activityClause($1) }
    }
    finish(.activity, mark)
  }

  /// Whether an activity's clause stands here, which needs a brace before it.
  private func lacksBrace() -> Bool {
    guard let keyword, let around = blocks.last else { return false }
    return Self.activityBlock.starters.contains(keyword) && !around.starters.contains(keyword)
  }

  /// `'by' RoleName ( 'other' 'than' NAME )?`
  mutating func by(allowsOther: Bool) {
    let mark = mark()
    advance()
    roleName()
    if allowsOther, accept(.other) {
      expect(.than)
      name("an activity")
    }
    finish(.byClause, mark)
  }

  /// `ActivityClause ::= 'kind' NAME | When | 'optional' | 'after' Names | 'due' Duration | ... | Renamed`
  private mutating func activityClause(_ keyword: Keyword) -> Bool {
    let mark = mark()
    let kind: SyntaxKind
    switch keyword {
    case .when:
      when()
      return true
    case .renamed:
      renamed()
      return true
    case .kind:
      kind = .kindClause
      advance()
      name("a kind such as \"call\"")
    case .optional:
      kind = .optionalClause
      advance()
    case .after:
      kind = .afterClause
      advance()
      names("an activity")
    case .due:
      kind = .dueClause
      advance()
      duration()
    case .remind:
      kind = .remindClause
      advance()
      expect(.every)
      duration()
      expect(.at)
      expect(.most)
      integer()
      if !accept(Keyword.time) { expect(.times) }
    case .retry:
      kind = .retryClause
      advance()
      integer()
      if !accept(Keyword.time) { expect(.times) }
      if accept(.every) { duration() }
    case .collects:
      kind = .collectsClause
      advance()
      names("a data point")
    case .with:
      kind = .withClause
      advance()
      fields(from: mark.token, isWebhook: false)
    case .do:
      kind = .doClause
      advance()
      actions(from: mark.token)
    default: return false
    }
    finish(kind, mark)
    return true
  }

  /// `'{' ( Field ','? )* '}'`, or with `isWebhook` `'{' ( WebhookField ','? )* '}'`
  private mutating func fields(from header: Int, isWebhook: Bool) {
    entries(Self.withBlock, from: header, key: { $0.isAtField() }) { $0.field(isWebhook: isWebhook) }
  }

  private mutating func isAtField() -> Bool { isAtEntry() || kind == .string && self.next.kind == .colon }

  /// `Field ::= Key ':' Expression` and `WebhookField ::= Key ':' ( TEXT | ( Expression - STRING ) )`
  private mutating func field(isWebhook: Bool) {
    let mark = mark()
    key("a key")
    colon()
    if isAtEntry() {
      fail(expected: "a value")
    } else if isWebhook, kind == .string, Operator(self.next, followedBy: peek(2)) == nil {
      text("")
    } else {
      expression()
    }
    finish(.entry, mark)
  }

  // MARK: Actions

  /// Whether an action stands here, which needs a brace before it, and no arrow.
  mutating func lacksActionsBrace() -> Bool {
    keyword.map { Self.actionsBlock.starters.contains($0) } ?? false && !isAheadOnLine(.arrow) && !isAtNextClause()
  }

  /// `Actions ::= '{' Action* '}'`
  mutating func actions(from header: Int) {
    block(Self.actionsBlock, from: header) { parser, keyword in parser.action(keyword) }
  }

  /// `Action ::= 'notify' RoleName TEXT | 'task' TEXT 'for' RoleName 'due' Duration | 'note' TEXT | ...`
  private mutating func action(_ keyword: Keyword) -> Bool {
    let mark = mark()
    let kind: SyntaxKind
    switch keyword {
    case .notify:
      kind = .notifyAction
      advance()
      roleName()
      text("a text in quotes")
    case .task:
      kind = .taskAction
      advance()
      text("a text in quotes")
      expect(.for)
      roleName()
      expect(.due)
      duration()
    case .note:
      kind = .noteAction
      advance()
      text("a text in quotes")
    case .tag, .untag:
      kind = keyword == .tag ? .tagAction : .untagAction
      advance()
      name("a data point")
      string("a text in quotes")
    case .set:
      kind = .setAction
      advance()
      name("a data point")
      assign()
      if !isRecovering { expression() }
    case .webhook:
      kind = .webhookAction
      advance()
      string("an address in quotes")
      if self.kind == .leftBrace { fields(from: mark.token, isWebhook: true) }
    case .email:
      kind = .emailAction
      advance()
      roleName()
      text("the subject in quotes")
      text("the text in quotes")
    case .go:
      kind = .goAction
      advance()
      arrowAndTarget()
    case .start:
      kind = .startAction
      advance()
      name("a funnel")
      if accept(.into) { name("a stage or a decision") }
    default: return false
    }
    finish(kind, mark)
    return true
  }
}
