import FunnelDiagnostics
import FunnelSyntax

/// Tests: their steps and the values in them.
extension FunnelChecker {
  /// What a funnel declares, as far as nothing in it is wrong: what tests are checked against.
  struct Declared {
    let points: [ResolvedPoint?]
    let activities: [ResolvedActivity?]
  }

  /// The tests; nil for one in which something is wrong.
  func tests(_ syntax: [TestSyntax], _ declared: Declared) -> [ResolvedTest?] {
    var titles = NameTable<Void>()
    return syntax.map { test in
      if let title = test.title, let first = titles.declare(title.value, (), at: title.span) {
        report.add(.duplicateName("test", title.value, at: title.span, first: first.span))
      }
      return self.test(test, declared)
    }
  }

  private func test(_ syntax: TestSyntax, _ declared: Declared) -> ResolvedTest? {
    let errors = report.errors
    var start: Int64?
    var source: Spanned<ID<ResolvedSource>?>?
    var given: [ResolvedTest.Value] = []
    var steps: [Spanned<ResolvedTest.Step>] = []
    var previous: SourceSpan?
    for statement in syntax.statements {
      switch statement {
      case .given(let clause):
        if let previous { report.add(.lateStep("given", at: clause.keywordSpan, first: previous)) }
        given = values(clause.entries, declared)
        continue
      case .source(let clause):
        if let previous { report.add(.lateStep("source", at: clause.keywordSpan, first: previous)) }
        if let first = source {
          report.add(.clauseTwice("source", at: clause.keywordSpan, first: first.span))
        }
        source = Spanned(clause.name.flatMap { self.source($0) }, clause.keywordSpan)
        continue
      case .at(let clause) where previous == nil:
        if start != nil { previous = clause.keywordSpan } else { start = clause.time?.value?.microsecondsSince1970 }
        guard previous != nil else { continue }
      default: previous = previous ?? statement.node.keywordSpan
      }
      if let step = step(statement, declared) { steps.append(Spanned(step, statement.node.span)) }
    }
    let rows = syntax.table.map { self.rows($0, declared) } ?? []
    if steps.isEmpty, rows.isEmpty, report.errors == errors {
      report.add(.emptyTest(at: syntax.title?.span ?? syntax.keywordSpan))
    }
    guard errors == report.errors, let title = syntax.title else { return nil }
    return ResolvedTest(
      title: title.value, source: source?.value, start: start, given: given, steps: steps, rows: rows, span: title.span)
  }

  private func source(_ name: NameSyntax) -> ID<ResolvedSource>? {
    if let entry = sources[name.text] { return entry.meaning }
    reportUnknown("source named", name.text, at: name.span, among: Array(sources.names))
    return nil
  }

  private func step(_ syntax: StatementSyntax, _ declared: Declared) -> ResolvedTest.Step? {
    switch syntax {
    case .given, .source: return nil
    case .at(let clause): return (clause.time?.value?.microsecondsSince1970).map { .at($0) }
    case .after(let clause): return clauseDuration(clause.duration, "after").map { .after($0) }
    case .complete(let clause):
      guard let name = clause.activity, let id = activityName(name) else { return nil }
      let collected = declared.activities.compactMap(\.self).filter { $0.name == id }.flatMap(\.collects)
      let isComplete = declared.activities.allSatisfy { $0 != nil }
      for entry in clause.entries where isComplete {
        guard let key = entry.key, case .point(let point)? = values[key.text]?.meaning else { continue }
        if !collected.contains(point) { report.add(.notCollected(key.text, at: key.span, activity: name.text)) }
      }
      let values = values(clause.entries, declared)
      return actor(clause.by).map { .complete(id, by: $0, values) }
    case .fail(let clause):
      guard let name = clause.activity, let id = activityName(name) else { return nil }
      return actor(clause.by).map { .fail(id, by: $0) }
    case .set(let clause): return .set(values(clause.entries, declared))
    case .happening(let clause): return (clause.word?.value).map { .happening($0) }
    case .expect(let clause): return clause.expectation.flatMap { expectation($0, declared) }.map { .expect($0) }
    }
  }

  /// Who acts; holds nil where nothing is said, and is nil where it is wrong.
  func actor(_ syntax: BySyntax?) -> ResolvedActor?? {
    guard let syntax else { return .some(nil) }
    return syntax.role.flatMap { actor($0) }.map { .some($0) }
  }

  // MARK: Values

  private func values(_ entries: [EntrySyntax], _ declared: Declared) -> [ResolvedTest.Value] {
    let names = entries.compactMap(\.key)
    let points = points(names, "the value of")
    return points.compactMap { point in
      guard let entry = entries.first(where: { $0.key?.span == point.span }) else { return nil }
      return value(entry.value, of: point.value, declared)
    }
  }

  /// A value of a point.
  private func value(_ syntax: ExpressionSyntax?, of point: ID<ResolvedPoint>, _ declared: Declared)
    -> ResolvedTest.Value?
  {
    constant(syntax, of: point, declared).map { ResolvedTest.Value(point: point, constant: $0) }
  }

  /// A constant of a point's type and range; holds nil where it is `missing`, and is nil where it is wrong.
  func constant(_ syntax: ExpressionSyntax?, of point: ID<ResolvedPoint>, _ declared: Declared)
    -> ResolvedTest.Constant??
  {
    if case .missing? = syntax { return .some(nil) }
    guard let type = pointTypes[point.index] else { return nil }
    (expectsConstant, isInTest) = (true, true)
    defer { (expectsConstant, isInTest) = (false, false) }
    guard let value = require(syntax, type) else { return nil }
    let parts: [TypedExpression] = if case .makeSet(let elements) = value.kind { elements } else { [value] }
    let constants = parts.compactMap(\.literal)
    guard constants.count == parts.count else {
      report.add(.valueNotConstant(at: value.span))
      return nil
    }
    if let point = declared.points[point.index], constants.contains(where: { point.isOutside($0) }) {
      report.add(.valueOutsideRange(syntax?.node.text ?? "", of: point.name, at: value.span, declared: point.span))
      return nil
    }
    if case .set = type { return .set(constants) }
    return constants.first.map { .single($0) }
  }

  // MARK: Tables

  private func rows(_ table: TestTableSyntax, _ declared: Declared) -> [ResolvedTest.Row] {
    let columns = table.columns
    let points = points(columns, "the column")
    let header = columns.first.map { $0.span.union(columns[columns.count - 1].span) } ?? table.keywordSpan
    if table.rows.isEmpty {
      report.add(
        .missingPart(
          "a table of tests needs rows", at: table.keywordSpan, help: "add a row for each lead: | value | expect ... |")
      )
    }
    return table.rows.compactMap { row -> ResolvedTest.Row? in
      let cells = row.cells
      guard cells.count == columns.count else {
        report.add(.cellCount(cells.count, columns: columns.count, at: row.span, header: header))
        return nil
      }
      guard points.count == columns.count else { return nil }
      let given = zip(cells, points).compactMap { cell, point in
        cell.value.flatMap { self.value($0, of: point.value, declared) }
      }
      guard let syntax = row.expectation, let expectation = expectation(syntax, declared) else { return nil }
      return ResolvedTest.Row(given: given, expectation: Spanned(expectation, syntax.node.span), span: row.span)
    }
  }
}

extension ResolvedPoint {
  /// Whether a constant lies outside the point's range.
  fileprivate func isOutside(_ value: LiteralValue) -> Bool {
    (lowest.map { value.isLess(than: $0) } ?? false) || (highest.map { $0.isLess(than: value) } ?? false)
  }
}
