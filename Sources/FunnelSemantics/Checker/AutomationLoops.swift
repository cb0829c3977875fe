import FunnelDiagnostics

/// Clauses that set each other off without end: `on changed x { set x = x + 1 }`.
///
/// Only what happens for certain is refused: clauses without a condition, which move points by whole amounts that do not add
/// up to nothing on the way round, or turn a value round. Everything else is bounded while it runs.
struct AutomationLoops {
  /// A point that is set as another one changes.
  private struct Edge {
    let from: Int
    let to: Int
    /// By how much the value set differs from the one that changed; nil where it differs in another way.
    let shift: Int64?
    let span: SourceSpan
  }

  private let points: [ResolvedPoint]
  /// By the point that changes.
  private var edges: [[Edge]]

  /// Finds the loops among clauses that run together: those of a funnel, with those of one of its stages or none.
  static func diagnostics(of handlers: [ResolvedHandler], _ points: [ResolvedPoint]) -> [Diagnostic] {
    var loops = AutomationLoops(points: points)
    for handler in handlers { loops.add(handler) }
    return loops.find()
  }

  private init(points: [ResolvedPoint]) {
    self.points = points
    edges = Array(repeating: [], count: points.count)
  }

  private mutating func add(_ handler: ResolvedHandler) {
    guard case .changed(.point(let changed)) = handler.event, handler.condition == nil else { return }
    for action in handler.actions {
      guard case .set(let point, let value) = action.kind else { continue }
      let shift: Int64?
      if let found = value.shift(of: changed) {
        shift = found
      } else if point == changed, value.turns(changed) {
        shift = nil
      } else {
        continue
      }
      edges[changed.index].append(Edge(from: changed.index, to: point.index, shift: shift, span: action.span))
    }
  }

  /// Follows the clauses from each point, and adds up the amounts on the way.
  private func find() -> [Diagnostic] {
    var result: [Diagnostic] = []
    var offsets = [Int64?](repeating: nil, count: points.count)
    for start in edges.indices where offsets[start] == nil && !edges[start].isEmpty {
      offsets[start] = 0
      var path: [(point: Int, next: Int, edge: Edge?)] = [(start, 0, nil)]
      while let (point, next, _) = path.last {
        guard next < edges[point].count else {
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let edge = edges[point][next]
        let sum = edge.shift.flatMap { shift in offsets[point].map { $0 &+ shift } }
        if let place = path.firstIndex(where: { $0.point == edge.to }) {
          guard sum != offsets[edge.to] else { continue }
          let round = path[place...]
          let others = round.dropFirst().compactMap(\.edge).map { Label($0.span, "and this one") }
          result.append(.automationLoop(round.map { points[$0.point].name }, at: edge.span, others: others))
        } else if offsets[edge.to] == nil {
          offsets[edge.to] = sum ?? 0
          path.append((edge.to, 0, edge))
        }
      }
    }
    return result
  }
}

extension TypedExpression {
  /// By how much the value differs from a point's: nothing for the point itself; nil where nobody can say.
  fileprivate func shift(of point: ID<ResolvedPoint>) -> Int64? {
    if case .point(point) = kind { return 0 }
    guard case .arithmetic(let operation, let left, let right) = kind else { return nil }
    switch (operation, left.amount, right.amount) {
    case (.addIntegers, nil, let amount?), (.addMoney, nil, let amount?), (.addDurations, nil, let amount?),
      (.addElapsed, nil, let amount?):
      return left.isPoint(point) ? amount : nil
    case (.addIntegers, let amount?, nil), (.addMoney, let amount?, nil), (.addDurations, let amount?, nil):
      return right.isPoint(point) ? amount : nil
    case (.subtractIntegers, nil, let amount?), (.subtractMoney, nil, let amount?),
      (.subtractDurations, nil, let amount?), (.subtractElapsed, nil, let amount?):
      return left.isPoint(point) && amount != .min ? -amount : nil
    default: return nil
    }
  }

  /// Whether the value is the opposite of a point's.
  fileprivate func turns(_ point: ID<ResolvedPoint>) -> Bool {
    if case .not(let operand) = kind { operand.isPoint(point) } else { false }
  }

  private func isPoint(_ point: ID<ResolvedPoint>) -> Bool {
    if case .point(point) = kind { true } else { false }
  }

  /// The amount that a constant adds.
  private var amount: Int64? {
    guard case .literal(let literal) = kind else { return nil }
    switch literal {
    case .integer(let value), .money(let value), .duration(let value): return value
    default: return nil
    }
  }
}
