import FunnelDiagnostics
import FunnelSyntax

/// Data points.
extension FunnelChecker {
  /// A data point; nil where something in it is wrong. Its type is kept for whatever reads it.
  func point(_ syntax: DataPointSyntax, _ id: ID<ResolvedPoint>) -> ResolvedPoint? {
    let errors = report.errors
    let name = syntax.name?.text ?? ""
    let ranged = resolve(syntax.type)
    let title = plain(syntax.title?.title)
    let path = syntax.source.map { self.path($0.path, in: ranged?.type) } ?? ResolvedPath([.key(name)])
    let currency = syntax.currency.map { currencyPath($0, for: ranged?.type) }
    pointTypes[id.index] = ranged?.type
    if ranged?.rangeSpan != nil { pointRanges[id] = ranged }
    if let fixed = syntax.fixed { fixedPoints[id] = fixed.span }
    guard let ranged, let path else { return nil }
    let fallback = syntax.fallback.flatMap { self.fallback($0, ranged) }
    guard errors == report.errors else { return nil }
    return ResolvedPoint(
      name: name, type: ranged.type, lowest: ranged.low, highest: ranged.high, path: path,
      currencyPath: currency ?? nil, isFixed: syntax.fixed != nil, defaultValue: fallback,
      isPersonal: syntax.personal != nil, title: title, documentation: documentation(of: syntax),
      span: syntax.name?.span ?? syntax.span)
  }

  /// The value that stands for the missing point, a constant.
  private func fallback(_ syntax: DefaultSyntax, _ ranged: RangedType) -> TypedExpression? {
    expectsConstant = true
    defer { expectsConstant = false }
    guard let value = require(syntax.value, ranged.type) else { return nil }
    let constants: [TypedExpression] = if case .makeSet(let elements) = value.kind { elements } else { [value] }
    for constant in constants {
      guard case .literal(let literal) = constant.kind else {
        report.add(.defaultNotConstant(at: constant.span))
        return nil
      }
      if ranged.isOutside(literal), let range = ranged.rangeSpan {
        report.add(.defaultOutsideRange(syntax.value?.node.text ?? "", at: constant.span, range: range))
        return nil
      }
    }
    return value
  }

  private func currencyPath(_ syntax: CurrencySyntax, for type: FunnelType?) -> ResolvedPath? {
    if let type {
      guard case .money = type else {
        report.add(.currencyOfOther(describe(type), at: syntax.keywordSpan))
        return nil
      }
    }
    return path(syntax.path, in: .text)
  }

  /// A path into a feed's object; `type` is the type of what is read there.
  func path(_ syntax: PathSyntax?, in type: FunnelType?) -> ResolvedPath? {
    guard let syntax, let steps = syntax.steps else { return nil }
    let result = ResolvedPath(steps.map { Self.step($0) })
    guard result.steps.contains(.each), let type else { return result }
    guard case .set = type else {
      report.add(.manyValues(describe(type), at: syntax.span))
      return nil
    }
    return result
  }

  private static func step(_ step: PathSyntax.Step) -> ResolvedPath.Step {
    switch step {
    case .key(let key): .key(key)
    case .index(let index): .index(index)
    case .each: .each
    case .firstWhere(let key, let value, let isText):
      if isText {
        .firstWhere(key: key, equals: .text(value))
      } else {
        switch value {
        case "true": .firstWhere(key: key, equals: .boolean(true))
        case "false": .firstWhere(key: key, equals: .boolean(false))
        case "null": .firstWhere(key: key, equals: .null)
        default: .firstWhere(key: key, equals: .number(value))
        }
      }
    }
  }

  /// The point of a name in a clause that lists points.
  func point(_ name: NameSyntax) -> ID<ResolvedPoint>? {
    if let entry = values[name.text] {
      if case .point(let id) = entry.meaning { return id }
      report.add(.notAPoint(name.text, at: name.span, declared: entry.span))
      return nil
    }
    reportUnknown("data point named", name.text, at: name.span, among: pointNames)
    return nil
  }

  private var pointNames: [String] {
    values.entries.compactMap { if case .point = $0.meaning { $0.name } else { nil } }
  }

  /// The points of a clause that lists them, each once.
  func points(_ names: [NameSyntax], _ clause: String) -> [Spanned<ID<ResolvedPoint>>] {
    var seen: [ID<ResolvedPoint>: SourceSpan] = [:]
    return names.compactMap { name in
      guard let id = point(name) else { return nil }
      if let first = seen[id] {
        report.add(.clauseTwice("\(clause) \(name.text)", at: name.span, first: first))
        return nil
      }
      seen[id] = name.span
      return Spanned(id, name.span)
    }
  }

  /// A title that is the same for all leads.
  func plain(_ text: TextSyntax?) -> String? {
    guard let text else { return nil }
    if let plain = text.plain { return plain }
    report.add(.valueInTitle(at: text.span))
    return nil
  }

  /// The text of the comments before a declaration.
  func documentation(of syntax: some SyntaxView) -> String? {
    let lines = syntax.documentation
    guard let first = lines.first else { return nil }
    return lines.dropFirst().reduce(first) { $0 + "\n" + $1 }
  }
}
