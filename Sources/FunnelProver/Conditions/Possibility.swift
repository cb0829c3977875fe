import FunnelSemantics
import Synchronization

/// Whether some lead does something.
public enum Possibility: Sendable {
  /// This one does.
  case some(Witness)
  /// None does.
  case none
  /// It could not be told.
  case undecided

  /// Whether it is certain that no lead does.
  public var isImpossible: Bool { if case .none = self { true } else { false } }
}

extension Prover {
  /// Whether a lead can ever be there; nobody moves journeys by hand.
  public func isReached(_ moment: Moment) -> Bool { !paths.ways(at: moment).isEmpty }

  /// Whether all of some claims can hold together of a lead at a moment, after all that happened on the way there; of any lead
  /// whatever where no moment is said, or no lead comes to it.
  public func possibility(of claims: [Fact], at moment: Moment? = nil) -> Possibility {
    let reads = reads(of: claims)
    let ways = ways(at: moment, about: reads)
    return possibility(answer(claims, on: ways, about: reads), on: ways, about: reads) { space in
      claims.map { space.node($0) }
    }
  }

  /// Whether some lead fulfils all of some conditions, while none of some others is known to be true of it.
  public func possibility(
    that fulfilled: [TypedExpression], without failing: [TypedExpression] = [], at moment: Moment? = nil
  ) -> Possibility {
    possibility(of: fulfilled.map { .isTrue($0) } + failing.map { .isNotTrue($0) }, at: moment)
  }

  /// Whether all of some formulas can hold together of a lead at a moment; `claims` are what they are about.
  func possibility(
    at moment: Moment?, about claims: [Fact], _ formulas: (inout Space) -> [Node]
  ) -> Possibility {
    let reads = reads(of: claims)
    let ways = ways(at: moment, about: reads)
    return possibility(answer(on: ways, about: reads, formulas), on: ways, about: reads, formulas)
  }

  /// What is known of formulas, with a lead for which they hold where there is one.
  private func possibility(
    _ answer: Bool?, on ways: [Way], about reads: Reads, _ formulas: (inout Space) -> [Node]
  ) -> Possibility {
    switch answer {
    case nil: return .undecided
    case false?: return .none
    case true?: break
    }
    // The least that must be known is looked for on all ways together.
    var (questions, nodes) = questions(on: ways, about: reads, formulas)
    switch questions.solve(nodes) {
    case .model(let model): return .some(questions.witness(model, of: nodes))
    case .none, .undecided: return .undecided
    }
  }

  /// What some claims are about.
  func reads(of claims: [Fact]) -> Reads {
    claims.reduce(into: Reads()) { $0.formUnion(ground.reads[$1]) }
  }

  /// Whether all of some claims can hold together of a lead that came by one of some ways; nil where it could not be told.
  func answer(_ claims: [Fact], on ways: [Way], about reads: Reads) -> Bool? {
    // Labels and standings of which ways tell nothing must not meet ways that tell of others.
    let isOwn = ways.isEmpty && !(reads.labels.isEmpty && reads.activities.isEmpty)
    let answer = isOwn ? .other : shared.withLock { $0.answer(claims, on: ways, about: reads) }
    switch answer {
    case .possible: return true
    case .impossible: return false
    case .undecided: return nil
    case .other: return self.answer(on: ways, about: reads) { space in claims.map { space.node($0) } }
    }
  }

  /// Whether all of some formulas can hold together of a lead that came by one of some ways; nil where it could not be told.
  ///
  /// Each way is a space of its own, and most questions are answered on the first one.
  func answer(on ways: [Way], about reads: Reads, _ formulas: (inout Space) -> [Node]) -> Bool? {
    var isDecided = true
    for way in ways.isEmpty ? [nil] : ways.map(Optional.some) {
      var (questions, nodes) = questions(on: [way].compactMap(\.self), about: reads, formulas)
      switch questions.solve(nodes) {
      case .model: return true
      case .undecided: isDecided = false
      case .none: continue
      }
    }
    return isDecided ? false : nil
  }

  private func questions(
    on ways: [Way], about reads: Reads, _ formulas: (inout Space) -> [Node]
  ) -> (Questions, [Node]) {
    let (space, nodes) = Space.after(ground) { space in
      let nodes = formulas(&space)
      return nodes + [space.entry(ways, about: reads)]
    }
    return (Questions(space, Solver(limit: limit)), nodes)
  }

  /// The ways by which a lead can be there at a moment; none where nothing is certain.
  func ways(at moment: Moment?, about reads: Reads) -> [Way] {
    guard let moment else { return [] }
    let paths = paths
    return paths.isTold(of: reads) ? paths.ways(at: moment).leastFirst : []
  }
}
