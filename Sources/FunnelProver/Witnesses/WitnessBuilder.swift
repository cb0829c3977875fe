import FunnelSemantics

/// Turns the values of variables into what is known of a lead.
struct WitnessBuilder {
  private let funnel: ResolvedFunnel
  private let space: Space

  init(_ space: Space) {
    self.space = space
    funnel = space.funnel
  }

  /// The witness that a model is.
  func witness(_ model: Model) -> Witness {
    var values: [ID<ResolvedPoint>: ResolvedTest.Constant?] = [:]
    var source: ID<ResolvedSource>?
    var circumstances: [String] = []
    var opaque: [TypedExpression] = []
    for (id, variable) in space.pool.variables.enumerated() where id < model.values.count {
      let value = model.values[id]
      switch variable.subject {
      case .point(let point): values[point] = .some(value.flatMap { constant($0, of: id, point, model) })
      case .source: source = value.map { ID(Int(truncatingIfNeeded: $0)) }
      case .term, .answer: if let term = variable.term { opaque.append(term) }
      case .element, .others: continue
      default: if let text = circumstance(variable.subject, value) { circumstances.append(text) }
      }
    }
    fill(&values, model)
    let known = values.keys.sorted().map { ResolvedTest.Value(point: $0, constant: values[$0] ?? nil) }
    return Witness(
      values: known, source: source, circumstances: circumstances, opaque: opaque, scenario: nil,
      proof: .unproved)
  }

  private func constant(_ value: Int64, of variable: VariableID, _ point: ID<ResolvedPoint>, _ model: Model)
    -> ResolvedTest.Constant?
  {
    let type = funnel.points[point].type
    if case .set(let element) = type { return .set(elements(of: point, element, model)) }
    if type.isText {
      let texts = space.partitions[variable]?.texts ?? []
      guard texts.indices.contains(Int(truncatingIfNeeded: value)) else { return .single(.text(plainText(type))) }
      return .single(.text(texts[Int(truncatingIfNeeded: value)]))
    }
    return Grid.literal(value, type).map { .single($0) }
  }

  private func plainText(_ type: FunnelType) -> [UInt8] {
    TextPartition(type, TextQuestions())?.texts.first ?? Array("text".utf8)
  }

  private func elements(of point: ID<ResolvedPoint>, _ type: FunnelType, _ model: Model) -> [LiteralValue] {
    let asked = space.elements[point] ?? []
    var held = asked.filter { element in
      space.existing(.element(point, element)).map { $0 < model.values.count && model.values[$0] == 1 } ?? false
    }
    guard let others = space.existing(.others(point)), others < model.values.count,
      let count = model.values[others], count > 0
    else { return held }
    var next: Int64 = 0
    var missing = min(count, 1_000)
    while missing > 0, next < 1_000_000 {
      let literal = Grid.literal(next, type) ?? .text(Array("text\(next + 1)".utf8))
      next += 1
      guard !asked.contains(literal) else { continue }
      held.append(literal)
      missing -= 1
    }
    return held
  }

  private func circumstance(_ subject: Variable.Subject, _ value: Int64?) -> String? {
    let index = Int(truncatingIfNeeded: value ?? 0)
    switch subject {
    case .label(let id):
      guard value != nil else { return "the decision \"\(funnel.decisions[id].name)\" was not taken" }
      return "the decision \"\(funnel.decisions[id].name)\" took \"\(funnel.decisions[id].labels[index])\""
    case .activity(let id):
      let standing = value.flatMap { Standing(rawValue: $0) } ?? .never
      return "the activity \"\(funnel.activityNames[id].name)\" \(standing.words)"
    case .stage: return value.map { _ in "the lead is in the stage \"\(funnel.stages[index].name)\"" }
    default: return nil
    }
  }

  // MARK: Terms that can be turned back

  /// Gives a point the text that a function of it must give: an address of the domain, the text itself in small letters.
  private func fill(_ values: inout [ID<ResolvedPoint>: ResolvedTest.Constant?], _ model: Model) {
    for (id, variable) in space.pool.variables.enumerated() where id < model.values.count {
      guard case .term = variable.subject, let value = model.values[id],
        case .call(let function, let operands)? = variable.term?.kind,
        operands.count == 1, case .point(let point) = operands[0].kind, values[point] != nil,
        let texts = space.partitions[id]?.texts, texts.indices.contains(Int(truncatingIfNeeded: value))
      else { continue }
      let text = texts[Int(truncatingIfNeeded: value)]
      switch function {
      case .domain: values[point] = .single(.text(Array("lead@".utf8) + text))
      case .lower, .upper, .trim: values[point] = .single(.text(text))
      default: continue
      }
    }
  }
}

extension Standing {
  /// The standing, behind the activity's name.
  fileprivate var words: String {
    switch self {
    case .never: "was not begun"
    case .open: "is open"
    case .inProgress: "is in progress"
    case .overdueOpen, .overdueInProgress: "is overdue"
    case .blocked: "is blocked"
    case .completed: "is completed"
    case .failed: "is failed"
    case .skipped: "is skipped"
    case .cancelled: "is cancelled"
    }
  }
}
