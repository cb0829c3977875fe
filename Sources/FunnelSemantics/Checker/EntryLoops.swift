import FunnelDiagnostics

/// Stages that lead on as they are entered, and lead round: `on enter -> b` in `a`, and `on enter -> a` in `b`.
///
/// Only what happens for certain is refused: places of which every way on leads to another of them, with no visits counted.
struct EntryLoops {
  private let stages: [ResolvedStage]
  private let decisions: [ResolvedDecision]
  private let own: [ResolvedHandler]

  /// Finds the loops; `own` are the funnel's clauses.
  static func diagnostics(
    _ stages: [ResolvedStage], _ decisions: [ResolvedDecision], _ own: [ResolvedHandler]
  ) -> [Diagnostic] {
    EntryLoops(stages: stages, decisions: decisions, own: own).find()
  }

  /// The places that a lead goes on to from one, stages before decisions; nil where it may stop there.
  private func ways(from place: Int) -> [Int?]? {
    guard place < stages.count else {
      let decision = decisions[place - stages.count]
      guard decision.isSplit || decision.branches.last?.condition == nil else { return nil }
      return decision.branches.map { number(of: $0.target) }
    }
    let stage = stages[place]
    let handlers = stage.handlers + own
    // What changes on the way may lead elsewhere first.
    let isDiverted = handlers.contains { $0.event == .exit || ($0.isAboutChange && $0.way != nil) }
    guard stage.visits == nil, stage.requirements.isEmpty, !isDiverted else { return nil }
    var ways: [Int?] = []
    for handler in handlers where handler.event == .enter {
      guard let way = handler.way else { continue }
      ways.append(number(of: way))
      if handler.condition == nil { return ways }
    }
    return nil
  }

  private func number(of target: ResolvedTarget) -> Int? {
    switch target.place {
    case .stage(let id): id.index
    case .decision(let id): stages.count + id.index
    case .end, .converted, .lost: nil
    }
  }

  private func find() -> [Diagnostic] {
    var ways = (0..<stages.count + decisions.count).map { self.ways(from: $0) }
    // Whatever leads out, or to what leads out, is taken away until nothing more is.
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for place in ways.indices {
        guard let found = ways[place], found.contains(where: { $0.flatMap { ways[$0] } == nil }) else { continue }
        ways[place] = nil
        isSmaller = true
      }
    }
    var isTold = [Bool](repeating: false, count: ways.count)
    var result: [Diagnostic] = []
    for start in stages.indices where ways[start] != nil && !isTold[start] {
      var trail = [start]
      while let next = ways[trail[trail.count - 1]]?.first.flatMap(\.self) {
        guard let place = trail.firstIndex(of: next) else {
          trail.append(next)
          continue
        }
        let round = Array(trail[place...])
        let spans = round.compactMap { entry(of: $0) }
        if let first = spans.first, !round.contains(where: { isTold[$0] }) {
          let others = spans.dropFirst().map { Label($0, "and this one") }
          result.append(.entryLoop(round.map { name(of: $0) }, at: first, others: others))
        }
        break
      }
      for place in trail { isTold[place] = true }
    }
    return result
  }

  /// Where a stage says that it leads on.
  private func entry(of place: Int) -> SourceSpan? {
    guard place < stages.count else { return nil }
    return (stages[place].handlers + own).first { $0.event == .enter && $0.way != nil }?.span
  }

  private func name(of place: Int) -> String {
    place < stages.count ? stages[place].name : decisions[place - stages.count].name
  }
}

extension ResolvedHandler {
  /// Where the clause leads.
  fileprivate var way: ResolvedTarget? {
    if let target { return target }
    guard case .go(let target)? = actions.last?.kind else { return nil }
    return target
  }

  fileprivate var isAboutChange: Bool {
    if case .changed = event { true } else { false }
  }
}
