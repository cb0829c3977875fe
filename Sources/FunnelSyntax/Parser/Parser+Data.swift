import FunnelDiagnostics

extension Parser {
  private static let leadsBlock = Block("feed leads", [.lead, .time, .source, .owner, .data])
  private static let eventsBlock = Block(
    "feed events",
    [.lead, .id, .sequence, .time, .type, .activity, .actor, .role, .data, .target, .funnel, .session, .actors])
  private static let translationBlock = Block("a translation of values")
  private static let dataBlock = Block("a data block")
  private static let choiceBlock = Block(list: "a choice")
  private static let enrichBlock = Block(list: "the list of points")

  /// `Feed ::= 'feed' ( 'leads' '{' LeadField* '}' | 'events' '{' ( EventField | ActorsRequired )* '}' )`
  mutating func feed() {
    let mark = mark()
    let isEvents = self.next.keyword == .events
    advance()
    oneOf(FeedBlockSyntax.Subject.self, "\"leads\" or \"events\"")
    let block = isEvents ? Self.eventsBlock : Self.leadsBlock
    self.block(block, from: mark.token) { parser, keyword in
      guard block.starters.contains(keyword) else { return false }
      if keyword == .actors {
        parser.actorsRequired()
      } else {
        parser.feedField()
      }
      return true
    }
    finish(.feedBlock, mark)
  }

  /// `LeadField ::= ( 'lead' | 'time' | 'source' | 'owner' | 'data' ) 'from' Path Translation?`
  private mutating func feedField() {
    let mark = mark()
    advance()
    expect(.from)
    path()
    if kind == .leftBrace, !isRecovering { translation(mark.token) }
    finish(.feedField, mark)
  }

  /// `Translation ::= '{' ( STRING '->' Path ','? )* '}'`
  private mutating func translation(_ header: Int) {
    entries(Self.translationBlock, from: header, key: { $0.kind == .string }) { parser in
      let mark = parser.mark()
      parser.string("what the feed says, in quotes")
      parser.expect(.arrow, "\"->\"")
      if parser.kind == .string { parser.optionalString() } else { parser.path() }
      parser.finish(.feedRename, mark)
    }
  }

  /// `ActorsRequired ::= 'actors' 'required'`
  private mutating func actorsRequired() {
    let mark = mark()
    advance()
    expect(.required)
    finish(.actorsRequired, mark)
  }

  /// `DataDeclaration ::= 'data' NAME? '{' ( DataPoint ','? )* '}'`
  mutating func dataDeclaration() {
    let mark = mark()
    advance()
    if kind != .leftBrace { name("a name or \"{\"") }
    entries(Self.dataBlock, from: mark.token, key: { $0.isAtPoint() }, resume: { $0.isAtEntry() }) {
      $0.dataPoint()
    }
    finish(.dataDeclaration, mark)
  }

  /// `UseData ::= 'use' 'data' NAME`
  mutating func useData() {
    let mark = mark()
    advance()
    expect(.data)
    name("the name of a data group")
    finish(.useDataDeclaration, mark)
  }

  /// Whether an entry begins here; one that lacks its colon too, if it stands on a line of its own.
  mutating func isAtPoint() -> Bool {
    isAtEntry() || (kind == .word || kind == .quotedName) && isFirstOnLine(index)
  }

  /// `DataPoint ::= NAME ':' Type DataModifier*`
  private mutating func dataPoint() {
    let mark = mark()
    entryName()
    colon()
    if !isRecovering { type() }
    var once = Once()
    while !isRecovering, !isAtEntry(), dataModifier() { noteOnce(&once) }
    finish(.dataPoint, mark)
  }

  /// The name before a colon, which is one even at the beginning of a line.
  mutating func entryName() {
    if keyword?.isReserved ?? false { report(factory.reserved(text, at: span)) }
    word(as: .name)
  }

  /// `DataModifier ::= 'from' Path | 'currency' 'from' Path | 'fixed' | 'default' Value | 'personal' | ...`
  private mutating func dataModifier() -> Bool {
    let mark = mark()
    switch keyword {
    case .from:
      advance()
      path()
      finish(.fromModifier, mark)
    case .currency:
      advance()
      expect(.from)
      path()
      finish(.currencyModifier, mark)
    case .fixed:
      advance()
      finish(.fixedModifier, mark)
    case .default:
      advance()
      if isAtEntry() { fail(expected: "a value") } else { value() }
      finish(.defaultModifier, mark)
    case .personal:
      advance()
      finish(.personalModifier, mark)
    case .title:
      advance()
      text("the title in quotes")
      finish(.titleModifier, mark)
    case .renamed:
      renamed()
    default:
      return misspeltModifier()
    }
    return true
  }

  static let modifiers: [Keyword] = [.from, .currency, .fixed, .default, .personal, .title, .renamed]

  private mutating func misspeltModifier() -> Bool {
    guard kind == .word, !isFirstOnLine(index) else { return false }
    guard let meant = misspelt("a data point", Self.modifiers) else {
      fail(factory.misplaced(found, in: "a data point", starters: Self.modifiers, at: span))
      return false
    }
    skipToken()
    switch meant {
    case .from: path()
    case .default: value()
    case .title: text("the title in quotes")
    default: break
    }
    return true
  }

  /// `Renamed ::= 'renamed' 'from' NAME`
  mutating func renamed() {
    let mark = mark()
    advance()
    expect(.from)
    if isAtEntry() { fail(expected: "the earlier name") } else { name("the earlier name") }
    finish(.renamedClause, mark)
  }

  // MARK: Types

  /// `TypeDeclaration ::= 'type' NAME '=' Type`
  mutating func typeDeclaration() {
    let mark = mark()
    advance()
    name("the type's name")
    assign()
    if !isRecovering { type() }
    finish(.typeDeclaration, mark)
  }

  /// `Type ::= ( BasicType | 'money' CURRENCY | TypeName ) ( 'in' Range )? | 'choice' '{' ... '}' | 'set' 'of' Type`
  mutating func type() {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { return fail(factory.nestedTooDeep(span)) }
    let mark = mark()
    guard kind == .word || kind == .quotedName, !isAtEntry() else { return fail(expected: "a type such as \"text\"") }
    switch keyword {
    case .choice:
      advance()
      list(Self.choiceBlock, from: mark.token) { $0.choiceMember() }
      finish(.choiceType, mark)
    case .set:
      advance()
      expect(.of)
      if !isRecovering { type() }
      finish(.setType, mark)
    case .money:
      advance()
      currency()
      optionalRange()
      finish(.moneyType, mark)
    default:
      if let keyword, BasicType(rawValue: keyword.rawValue) != nil {
        advance()
        optionalRange()
        finish(.basicType, mark)
      } else {
        name("a type such as \"text\"")
        optionalRange()
        finish(.namedType, mark)
      }
    }
  }

  private mutating func currency() {
    guard isCurrency() else { return fail(expected: "a currency such as EUR") }
    word(as: .name)
  }

  /// Whether the current token is a word of three capital letters that begins no entry.
  mutating func isCurrency() -> Bool {
    guard kind == .word else { return false }
    let start = Int(tokens[index].start)
    for offset in start..<start + 3 {
      guard offset < lexer.bytes.count, lexer.bytes[offset] >= 0x41, lexer.bytes[offset] <= 0x5A else { return false }
    }
    return span.end == Int32(truncatingIfNeeded: start + 3) && self.next.kind != .colon
  }

  private mutating func optionalRange() {
    if accept(.in) { range() }
  }

  /// `ChoiceMember ::= NAME ( '=' STRING )?`
  private mutating func choiceMember() {
    let mark = mark()
    if keyword?.isReserved ?? false, !isRecovering { entryName() } else { name("a member's name") }
    if accept(.assign) { string("what the feed says, in quotes") }
    finish(.choiceMember, mark)
  }

  // MARK: Enrichment

  /// `Enrich ::= 'enrich' 'from' STRING 'by' Key '=' Expression '{' ( EnrichField ( ',' EnrichField )* ','? )? '}'`
  mutating func enrich() {
    let mark = mark()
    advance()
    expect(.from)
    string("the name of a file in quotes")
    expect(.by)
    key("a column")
    let keyMark = self.mark()
    assign()
    if !isRecovering { expression() }
    finish(.enrichKey, keyMark)
    list(Self.enrichBlock, from: mark.token) { parser in
      let mark = parser.mark()
      parser.name("a data point")
      if parser.accept(.from) { parser.key("a column") }
      parser.finish(.enrichField, mark)
    }
    finish(.enrichDeclaration, mark)
  }
}
