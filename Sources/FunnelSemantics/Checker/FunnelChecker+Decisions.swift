import FunnelDiagnostics
import FunnelSyntax

/// Decisions and their tables.
extension FunnelChecker {
  /// One branch or row as it is written.
  private struct Way {
    let span: SourceSpan
    let target: TargetSyntax?
    let label: NameSyntax?
  }

  /// The labels that a decision's branches give, which are known from the text alone.
  func labels(of syntax: DecisionSyntax) -> NameTable<Int> {
    var labels = NameTable<Int>()
    let branches = syntax.branches
    labels.reserveCapacity(branches.count)
    for branch in branches { labels.add(branch.label, branch.target) }
    for row in syntax.table?.rows ?? [] { labels.add(row.label, row.target) }
    return labels
  }

  /// A decision; nil where something in it is wrong.
  func decision(_ syntax: DecisionSyntax, _ id: ID<ResolvedDecision>) -> ResolvedDecision? {
    let errors = report.errors
    guard let name = syntax.name else { return nil }
    let (written, table) = (syntax.branches, syntax.table)
    let branches = table.map { rows(of: $0, id) } ?? self.branches(written, id)
    if written.isEmpty, table?.rows.isEmpty ?? true {
      report.add(.noBranches(decision: name.text, at: name.span))
    }
    guard errors == report.errors, let branches else { return nil }
    return ResolvedDecision(
      name: name.text, isUnique: syntax.policy?.value == .unique, isSplit: false,
      labels: Array(labels[id.index].names),
      branches: branches, documentation: documentation(of: syntax), span: name.span)
  }

  private func branches(_ syntax: [BranchSyntax], _ id: ID<ResolvedDecision>) -> [ResolvedDecision.Branch]? {
    var otherwise: SourceSpan?
    var result: [ResolvedDecision.Branch] = []
    result.reserveCapacity(syntax.count)
    var isComplete = true
    for branch in syntax {
      if let otherwise {
        report.add(.afterOtherwise(at: branch.span, otherwise: otherwise))
        return nil
      }
      let isOtherwise = branch.isOtherwise
      if isOtherwise { otherwise = branch.keywordSpan }
      let condition = isOtherwise ? nil : Optional(self.condition(branch.condition?.condition))
      let way = Way(span: branch.span, target: branch.target, label: branch.label)
      if let branch = self.branch(condition, way, id) { result.append(branch) } else { isComplete = false }
    }
    return isComplete ? result : nil
  }

  /// A branch; `condition` is nil where there is none, and holds nil where it is wrong.
  private func branch(_ condition: TypedExpression??, _ way: Way, _ id: ID<ResolvedDecision>)
    -> ResolvedDecision.Branch?
  {
    guard let target = target(way.target), let label = labels[id.index].index(of: way.label, way.target),
      condition != .some(nil)
    else { return nil }
    return ResolvedDecision.Branch(condition: condition ?? nil, share: 0, target: target, label: label, span: way.span)
  }

  /// The rows of a table as branches: a row holds where all its cells do.
  private func rows(of table: TableSyntax, _ id: ID<ResolvedDecision>) -> [ResolvedDecision.Branch]? {
    let columns = table.columns
    let values = columns.map { check($0) }
    var result: [ResolvedDecision.Branch] = []
    var isComplete = true
    for row in table.rows {
      let cells = row.cells
      guard cells.count == columns.count else {
        let header = columns.first.map { $0.span.union(columns[columns.count - 1].span) } ?? table.keywordSpan
        report.add(.cellCount(cells.count, columns: columns.count, at: row.span, header: header))
        isComplete = false
        continue
      }
      var conditions: [TypedExpression] = []
      for (cell, value) in zip(cells, values) where !cell.isAny {
        guard let value, let condition = self.cell(cell, value) else {
          isComplete = false
          continue
        }
        conditions.append(condition)
      }
      let way = Way(span: row.span, target: row.target, label: row.label)
      guard let branch = branch(Self.all(conditions, at: row.span).map { .some($0) }, way, id) else {
        isComplete = false
        continue
      }
      result.append(branch)
    }
    return isComplete && !values.contains(where: { $0 == nil }) ? result : nil
  }

  private static func all(_ conditions: [TypedExpression], at span: SourceSpan) -> TypedExpression? {
    conditions.count > 1 ? TypedExpression(.all(conditions), .boolean, span) : conditions.first
  }

  /// What a cell asks of its column's value.
  private func cell(_ cell: CellSyntax, _ value: TypedExpression) -> TypedExpression? {
    let items = cell.items
    var tests: [TypedExpression] = []
    var isComplete = true
    // Plain values are asked for together, as in `value in { ... }`.
    let plain = items.compactMap { item -> ExpressionSyntax? in
      if case .value(let expression)? = item.test { expression } else { nil }
    }
    let isTogether = plain.count > 1 && value.type == Self.element(of: value.type)
    if isTogether {
      if let test = oneOf(value, plain, at: cell.span, span: cell.span) {
        tests.append(test)
      } else {
        isComplete = false
      }
    }
    for item in items {
      guard let asked = item.test else { return nil }
      let test: TypedExpression?
      switch asked {
      case .value(let operand):
        if isTogether { continue }
        test = equals(value, operand)
      case .range(let range): test = self.range(value, range, span: item.span)
      case .comparison(let operation, let operand): test = compares(value, operation, operand, item)
      case .textTest(let operation, let operand): test = textTest(operation, value, operand, span: item.span)
      case .presence(let presence): test = self.presence(presence, value, span: item.span)
      }
      if let test { tests.append(test) } else { isComplete = false }
    }
    guard isComplete, let first = tests.first else { return nil }
    let any = tests.count > 1 ? TypedExpression(.any(tests), .boolean, cell.span) : first
    return cell.isNegated ? TypedExpression(.not(any), .boolean, cell.span) : any
  }

  private func equals(_ value: TypedExpression, _ operand: ExpressionSyntax) -> TypedExpression? {
    guard let operand = check(operand, hint: Self.element(of: value.type)) else { return nil }
    if case .set(let type) = value.type {
      // A cell under a set names what the set holds.
      guard let element = converted(operand, to: type) else {
        reportMismatch(operand, needed: type, because: Label(value.span, "this is \(describe(value.type))"))
        return nil
      }
      return TypedExpression(.setContains(set: value, element: element), .boolean, operand.span)
    }
    return comparison(.equal, at: operand.span, value, operand, span: operand.span)
  }

  private static func element(of type: FunnelType) -> FunnelType {
    if case .set(let element) = type { element } else { type }
  }

  private func compares(
    _ value: TypedExpression, _ operation: ComparisonOperator, _ operand: ExpressionSyntax?, _ item: CellItemSyntax
  ) -> TypedExpression? {
    guard let operand = check(operand, hint: value.type) else { return nil }
    return comparison(operation, at: item.keywordSpan, value, operand, span: item.span)
  }
}

/// The labels of a decision: of each branch what it says, else the name of its target.
extension NameTable<Int> {
  /// Adds the label of a branch, unless another branch gives the same.
  mutating func add(_ label: NameSyntax?, _ target: @autoclosure () -> TargetSyntax?) {
    if let name = label ?? target()?.name {
      _ = declare(name, count)
    } else if let outcome = target()?.outcome {
      _ = declare(outcome.value.rawValue, count, at: outcome.span)
    }
  }

  /// The number of a branch's label.
  func index(of label: NameSyntax?, _ target: TargetSyntax?) -> Int? {
    if let name = label ?? target?.name { return meaning(of: name) }
    return target?.outcome.flatMap { self[$0.value.rawValue]?.meaning }
  }
}
