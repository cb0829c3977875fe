import FunnelSemantics

/// The formulas of some conditions of a funnel, over the variables that they read.
///
/// Conditions become formulas in two rounds: the first finds what is asked of each text, so that the second can number the
/// texts by the answers; both take the same way through the code.
struct Space: Sendable {
  /// How deep expressions and formulas are looked into.
  static let depthLimit = 250
  /// How many values an expression may have by case before it is taken as one that is not looked into.
  static let alternativeLimit = 64

  /// What it shares with other spaces of the funnel.
  let ground: Ground
  /// The funnel.
  var funnel: ResolvedFunnel { ground.funnel }
  /// The formulas.
  var pool = FormulaPool()
  /// What always holds: what the terms that are not looked into have to do with their operands.
  var constraints: [Node] = []
  /// How the texts of each text variable are numbered.
  private(set) var partitions: [VariableID: TextPartition] = [:]
  /// What is asked of each set point: the elements, in order.
  var elements: [ID<ResolvedPoint>: [LiteralValue]] = [:]
  /// What was found for formulas, so that each is looked into once.
  var formulas: [ID<ResolvedLet>: [Alternative]] = [:]
  var conditions: [ID<ResolvedLet>: Truth] = [:]
  var rules: [ID<ResolvedScore>: ScoreFormula] = [:]
  var scoresInSets: [ScoreInSet: Truth] = [:]
  var branches: [ID<ResolvedDecision>: [Node]] = [:]
  /// How deep the expression at hand lies.
  var depth = 0

  private var identifiers: [Variable.Subject: VariableID] = [:]
  private var texts: [Variable.Subject: TextQuestions] = [:]
  private let round: Round
  /// Whether something was asked that is not among what all conditions of the funnel ask.
  var isBeyondCommon = false
  /// Whether it serves many questions, of which none needs the smallest formula.
  private(set) var isLasting = false

  private enum Round {
    /// Only what is asked is found.
    case finding
    /// What is asked is known.
    case knowing
    /// What all conditions of the funnel ask is known, and hopefully no more is asked.
    case hoping
  }

  private init(_ ground: Ground, _ round: Round) {
    self.ground = ground
    self.round = round
  }

  /// The space of a funnel after some work in it, and what the work gave; the work may be done several times.
  static func after<Result>(_ ground: Ground, _ work: (inout Space) -> Result) -> (Space, Result) {
    if var space = hoping(ground) {
      let result = work(&space)
      if !space.isBeyondCommon { return (space, result) }
    }
    var first = Space(ground, .finding)
    let result = work(&first)
    if first.texts.isEmpty, first.elements.isEmpty { return (first, result) }
    var second = Space(ground, .knowing)
    second.texts = first.texts
    second.elements = first.elements
    let final = work(&second)
    return (second, final)
  }

  /// A space in which formulas are added as they are needed, as long as they ask of texts and sets only what all conditions
  /// of the funnel ask; nil where that is too much.
  static func lasting(_ ground: Ground) -> Space? {
    var space = hoping(ground)
    space?.isLasting = true
    return space
  }

  private static func hoping(_ ground: Ground) -> Space? {
    guard let common = ground.commonQuestions else { return nil }
    var space = Space(ground, .hoping)
    space.texts = common.texts
    space.elements = common.elements
    return space
  }

  /// What some work asks of texts and sets.
  static func asked(
    in ground: Ground, by work: (inout Space) -> Void
  ) -> (texts: [Variable.Subject: TextQuestions], elements: [ID<ResolvedPoint>: [LiteralValue]]) {
    var space = Space(ground, .finding)
    work(&space)
    return (space.texts, space.elements)
  }

  // MARK: Variables

  /// The variable for something that is read.
  mutating func variable(_ subject: Variable.Subject, term: TypedExpression? = nil) -> VariableID {
    if let known = identifiers[subject] { return known }
    let (type, domain) = domain(of: subject, term: term)
    let id = pool.add(Variable(subject: subject, type: type, domain: domain, term: term))
    identifiers[subject] = id
    guard type.isText else { return id }
    if let partition = ground.partition(of: type, by: texts[subject] ?? TextQuestions()) {
      partitions[id] = partition
      pool.restrict(id, to: ValueSet(partition.numbers, hasMissing: domain.hasMissing))
    }
    return id
  }

  /// The variable for something that is read, where there is one already.
  func existing(_ subject: Variable.Subject) -> VariableID? { identifiers[subject] }

  private func domain(of subject: Variable.Subject, term: TypedExpression?) -> (FunnelType, ValueSet) {
    switch subject {
    case .point(let id):
      let point = funnel.points[id]
      if case .set = point.type { return (point.type, ValueSet([0...0], hasMissing: true)) }
      let low = point.lowest.flatMap { Grid.integer($0) } ?? .min
      let high = point.highest.flatMap { Grid.integer($0) } ?? .max
      let declared = ValueSet(from: Int128(low), through: Int128(high))
      return (point.type, Grid.domain(of: point.type, in: funnel).intersection(declared).union(.missing))
    case .element, .answer: return (.boolean, ValueSet([0...1]))
    case .others(let id): return (.integer, ValueSet(from: 0, through: Int128(most(othersOf: id))))
    case .label(let id): return (.label(id), Grid.domain(of: .label(id), in: funnel).union(.missing))
    case .activity: return (.integer, ValueSet(Standing.allCases))
    case .source: return (.source, Grid.domain(of: .source, in: funnel).union(.missing))
    case .stage: return (.stage, Grid.domain(of: .stage, in: funnel).union(.missing))
    case .owner: return (.text, .everything)
    case .entered: return (.datetime, Grid.domain(of: .datetime, in: funnel).union(.missing))
    case .lastEvent, .now: return (.datetime, Grid.domain(of: .datetime, in: funnel))
    case .today: return (.date, Grid.domain(of: .date, in: funnel))
    case .term:
      let type = term?.type ?? .boolean
      if case .set = type { return (type, ValueSet([0...0], hasMissing: true)) }
      return (type, termDomain(term, type).union(.missing))
    }
  }

  private func termDomain(_ term: TypedExpression?, _ type: FunnelType) -> ValueSet {
    guard case .call(let function, _)? = term?.kind else { return Grid.domain(of: type, in: funnel) }
    switch function {
    case .length, .count: return ValueSet([0 ... .max])
    case .year: return ValueSet([0...9999])
    case .month: return ValueSet([1...12])
    case .weekday: return ValueSet([1...7])
    case .hour: return ValueSet([0...23])
    case .age: return ValueSet([-9999...9999])
    default: return Grid.domain(of: type, in: funnel)
    }
  }

  /// How many elements a set can have besides those that are asked for.
  private func most(othersOf id: ID<ResolvedPoint>) -> Int {
    guard case .set(let type) = funnel.points[id].type else { return 0 }
    let asked = elements[id]?.count ?? 0
    let all: Int =
      switch type {
      case .boolean: 2
      case .choice(let choice): funnel.choices[choice].members.count
      case .country: StandardCodes.countryCodes.count
      case .language: StandardCodes.languageCodes.count
      case .source: funnel.sources.count
      case .stage: funnel.stages.count
      default: 1_000_000 + asked
      }
    return max(0, all - asked)
  }

  // MARK: Questions

  /// Where a text is known and the answer is yes, and where it is no; `term` is what asks.
  mutating func ask(_ text: VariableID, _ question: TextQuestion, _ term: TypedExpression) -> Truth {
    let known = pool.isKnown(text)
    if round == .finding {
      texts[pool.variables[text].subject, default: TextQuestions()].add(question)
      return Truth(isTrue: known, isFalse: known)
    }
    if round == .hoping, partitions[text]?.answers(question) != true { isBeyondCommon = true }
    if let partition = partitions[text] {
      let yes = ValueSet(partition.numbers(answering: question).map { $0...$0 })
      return Truth(isTrue: pool.isIn(text, yes), isFalse: pool.isIn(text, yes.complement.knownPart))
    }
    // More is asked of the text than texts can be told apart by: the answer is free, but there where the text is.
    let answer = variable(.answer(text, question), term: term)
    let parts = (pool.isIn(answer, ValueSet(1)), pool.isIn(answer, ValueSet(0)))
    return Truth(isTrue: pool.all([known, parts.0]), isFalse: pool.all([known, parts.1]))
  }

  /// The variable that says whether a set point holds an element.
  mutating func element(_ element: LiteralValue, of point: ID<ResolvedPoint>) -> VariableID {
    if round != .knowing, elements[point]?.contains(element) != true {
      elements[point, default: []].append(element)
      isBeyondCommon = true
    }
    return variable(.element(point, element))
  }
}
