import FunnelDiagnostics

extension Parser {
  private static let fileBlock = Block(
    "a file", [.import, .funnel, .type, .let, .score, .data, .role, .end, .activities])
  private static let funnelBlock = Block(
    "a funnel",
    [
      .version, .timezone, .working, .holidays, .title, .role, .source, .feed, .data, .use, .type, .enrich, .let,
      .score,
      .intake, .exit, .whenever, .on, .start, .decision, .split, .stage, .activities, .end, .test,
    ])
  private static let holidaysBlock = Block(list: "a list of holidays")
  /// Every word that begins a clause of some block.
  static let allStarters: Set<Keyword> = {
    let blocks = [
      funnelBlock, stageBlock, activityBlock, scoreBlock, intakeBlock, decisionBlock, actionsBlock, testBlock,
    ]
    return Set(blocks.flatMap(\.starters) + modifiers)
  }()

  /// `File ::= ( Import | Funnel | TypeDeclaration | Let | Score | DataDeclaration | Role | End | Activities )*`
  mutating func file() {
    let start = Mark(token: index, node: 0)
    blocks = [Self.fileBlock]
    var isOutside = false
    while kind != .endOfFile {
      if isExhausted { skipToEnd() }
      if isRecovering {
        skip { $0.keyword.map { Self.fileBlock.starters.contains($0) } ?? false }
        isRecovering = false
        if kind != .rightBrace { continue }
      }
      if let keyword, fileItem(keyword) { continue }
      // A brace too many ends the funnel early; what follows is read as if it hadn't.
      if let keyword, Self.funnelBlock.starters.contains(keyword) {
        if !isOutside, !hasLostBrace { report(factory.outsideFunnel(found, at: span)) }
        isOutside = true
        if funnelClause(keyword) { continue }
      }
      if kind == .rightBrace {
        if !isOutside, !hasLostBrace { report(factory.extraBrace(span)) }
        isOutside = false
        skipToken()
        continue
      }
      if let meant = misspelt(Self.fileBlock.name, Self.fileBlock.starters), fileItem(meant) { continue }
      fail(factory.misplaced(found, in: Self.fileBlock.name, starters: Self.fileBlock.starters, at: span))
      skip(atLeast: 1) { $0.keyword.map { Self.fileBlock.starters.contains($0) } ?? false }
    }
    blocks = []
    finish(.file, start)
  }

  private mutating func fileItem(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .import: importDeclaration()
    case .funnel: funnel()
    case .type: typeDeclaration()
    case .let: letDeclaration()
    case .score: score()
    case .data: dataDeclaration()
    case .role: role()
    case .end: end()
    case .activities: activities()
    default: return false
    }
    return true
  }

  /// `Import ::= 'import' STRING`
  private mutating func importDeclaration() {
    let mark = mark()
    advance()
    string("the name of a file in quotes")
    finish(.importDeclaration, mark)
  }

  /// `Funnel ::= 'funnel' NAME TEXT? '{' FunnelClause* '}'`
  private mutating func funnel() {
    let mark = mark()
    advance()
    name("the funnel's name")
    optionalText()
    block(Self.funnelBlock, from: mark.token) { $0.funnelClause($1) }
    finish(.funnelDeclaration, mark)
  }

  /// `FunnelClause ::= Version | Timezone | WorkingHours | Holidays | SystemTitle | Role | Source | Feed | ...`
  private mutating func funnelClause(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .version:
      version()
    case .timezone:
      timezone()
    case .working:
      workingHours()
    case .holidays:
      holidays()
    case .title: systemTitle()
    case .role: role()
    case .source: source()
    case .feed: feed()
    case .data: dataDeclaration()
    case .use: useData()
    case .type: typeDeclaration()
    case .enrich: enrich()
    case .let: letDeclaration()
    case .score: score()
    case .intake:
      intake()
    case .exit: exit()
    case .whenever: whenever()
    case .on: on()
    case .start:
      start()
    case .decision: decision()
    case .split: split()
    case .stage: stage()
    case .activities: activities()
    case .end: end()
    case .test: test()
    default: return false
    }
    return true
  }

  /// `Version ::= 'version' INTEGER`
  private mutating func version() {
    let mark = mark()
    advance()
    integer()
    finish(.versionClause, mark)
  }

  /// `Timezone ::= 'timezone' STRING`
  private mutating func timezone() {
    let mark = mark()
    advance()
    string("the name of a zone in quotes")
    finish(.timezoneClause, mark)
  }

  /// `WorkingHours ::= 'working' 'hours' WorkingSpan ( ',' WorkingSpan )*`
  private mutating func workingHours() {
    let mark = mark()
    advance()
    expect(.hours)
    repeat { workingSpan() } while accept(.comma)
    finish(.workingHoursClause, mark)
  }

  /// `WorkingSpan ::= Weekday ( '..' Weekday )? TIME '..' TIME`
  private mutating func workingSpan() {
    let mark = mark()
    weekday()
    if accept(.dots) { weekday() }
    time()
    expect(.dots, "\"..\"")
    time()
    finish(.workingSpan, mark)
  }

  /// `Weekday ::= 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'`
  private mutating func weekday() { oneOf(Weekday.self, "a day of the week such as \"mon\"") }

  private mutating func time() {
    let mark = mark()
    expect(.time, "a time of day such as 09:00")
    if lastEnd > mark.token { finish(.timeLiteral, mark) }
  }

  /// `Holidays ::= 'holidays' '{' ( DATE ( ',' DATE )* ','? )? '}'`
  private mutating func holidays() {
    let mark = mark()
    advance()
    list(Self.holidaysBlock, from: mark.token) { parser in
      let mark = parser.mark()
      parser.expect(.date, "a date such as 2026-12-25")
      if parser.lastEnd > mark.token { parser.finish(.dateLiteral, mark) }
    }
    finish(.holidaysClause, mark)
  }

  /// `SystemTitle ::= 'title' ( 'incoming' | 'converted' | 'lost' ) TEXT`
  private mutating func systemTitle() {
    let mark = mark()
    advance()
    oneOf(SystemPlace.self, "\"incoming\", \"converted\" or \"lost\"")
    text("its title in quotes")
    finish(.titleDeclaration, mark)
  }

  /// `Role ::= 'role' NAME ':' ( 'administrator' | 'manager' | 'stakeholder' ) TEXT?`
  private mutating func role() {
    let mark = mark()
    advance()
    name("the role's name")
    colon()
    oneOf(RoleDeclarationSyntax.Rights.self, "\"administrator\", \"manager\" or \"stakeholder\"")
    optionalText()
    finish(.roleDeclaration, mark)
  }

  /// `Source ::= 'source' NAME 'ref' STRING`
  private mutating func source() {
    let mark = mark()
    advance()
    name("the source's name")
    expect(.ref)
    string("the reference in quotes")
    finish(.sourceDeclaration, mark)
  }
}
