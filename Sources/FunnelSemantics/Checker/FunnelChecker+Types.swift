import FunnelDiagnostics
import FunnelSyntax

/// Types as they are written.
extension FunnelChecker {
  /// A type with the range that is written behind it.
  struct RangedType {
    var type: FunnelType
    var low: LiteralValue?
    var high: LiteralValue?
    /// Where the range stands.
    var rangeSpan: SourceSpan?

    /// Whether a constant lies outside the range.
    func isOutside(_ value: LiteralValue) -> Bool {
      (low.map { value.isLess(than: $0) } ?? false) || (high.map { $0.isLess(than: value) } ?? false)
    }
  }

  /// Makes a type of its syntax, following the names of declared types to what they stand for; `name` is the name that
  /// the syntax itself declares.
  func resolve(_ syntax: TypeSyntax?, declaredAs name: String? = nil) -> RangedType? {
    guard var syntax else { return nil }
    // The names on the way, each with the range that its use adds.
    var path: [(name: String, use: NamedTypeSyntax?)] = name.map { [($0, nil)] } ?? []
    var passed = Set(path.map(\.name))
    var result: RangedType?
    while true {
      guard case .named(let named) = syntax else {
        result = written(syntax, called: path.last?.name)
        break
      }
      guard let name = named.name else { break }
      guard passed.insert(name.text).inserted else {
        report.add(.circularType(name.text, at: name.span))
        break
      }
      if let known = resolvedTypes[name.text] {
        path.append((name.text, named))
        result = known
        break
      }
      guard let entry = types[name.text] else {
        reportUnknownType(name)
        break
      }
      path.append((name.text, named))
      guard let target = entry.meaning else { break }
      syntax = target
    }
    for (name, use) in path.reversed() {
      resolvedTypes[name] = .some(result)
      guard let use, let range = use.range else { continue }
      result = result.flatMap { ranged($0.type, range, at: use.keywordSpan) }
    }
    return result
  }

  private func reportUnknownType(_ name: NameSyntax) {
    reportUnknown(
      "type named", name.text, at: name.span,
      among: BasicType.allCases.map(\.rawValue) + ["money", "choice"] + Array(types.names),
      nearest: Self.familiar[name.text])
  }

  /// What other languages call a type.
  private static let familiar = [
    "string": "text", "str": "text", "bool": "boolean", "int": "integer", "float": "number", "double": "number",
    "decimal": "number", "timestamp": "datetime", "time": "datetime", "uri": "url",
  ]

  /// A type that is written out; `name` is what a choice is called.
  private func written(_ syntax: TypeSyntax, called name: String?) -> RangedType? {
    switch syntax {
    case .basic(let basic):
      guard let type = basic.name.map({ Self.type($0.value) }) else { return nil }
      guard let range = basic.range else { return RangedType(type: type) }
      return ranged(type, range, at: basic.keywordSpan)
    case .money(let money):
      guard let type = money.currency.flatMap({ currency($0) }).map({ FunnelType.money($0) }) else { return nil }
      guard let range = money.range else { return RangedType(type: type) }
      return ranged(type, range, at: money.keywordSpan)
    case .choice(let choice): return self.choice(choice, called: name).map { RangedType(type: .choice($0)) }
    case .set(let set): return self.set(set)
    case .named: return nil
    }
  }

  private func ranged(_ type: FunnelType, _ range: RangeSyntax, at span: SourceSpan) -> RangedType? {
    guard type.isOrdered else {
      report.add(.unordered(describe(type), "in \(range.node.text)", at: range.span, operand: span))
      return nil
    }
    guard let ends = self.range(range, type, because: Label(span, "this is \(describe(type))")) else { return nil }
    return RangedType(type: type, low: ends.low, high: ends.high, rangeSpan: range.span)
  }

  private func set(_ syntax: SetTypeSyntax) -> RangedType? {
    guard let element = syntax.element else { return nil }
    if isSet(element) {
      report.add(.setOfSets(at: syntax.span))
      return nil
    }
    // A range is that of each element.
    return resolve(element).map {
      RangedType(type: .set($0.type), low: $0.low, high: $0.high, rangeSpan: $0.rangeSpan)
    }
  }

  /// Whether a type is a set, by itself or by the names it goes by.
  private func isSet(_ syntax: TypeSyntax) -> Bool {
    var syntax = syntax
    var passed: Set<String> = []
    while case .named(let named) = syntax, let name = named.name?.text, passed.insert(name).inserted {
      guard let target = types[name]?.meaning else { return false }
      syntax = target
    }
    if case .set = syntax { return true }
    return false
  }

  private func choice(_ syntax: ChoiceTypeSyntax, called name: String?) -> ID<ResolvedChoice>? {
    var table = NameTable<Int>()
    var feedValues = NameTable<Int>()
    var resolved: [ResolvedChoice.Member] = []
    for member in syntax.members {
      guard let name = member.name else { continue }
      if let first = table.declare(name.text, resolved.count, at: name.span) {
        report.add(.duplicateName("member", name.text, at: name.span, first: first.span))
        continue
      }
      let value = member.feedValue?.value ?? name.text
      if let first = feedValues.declare(value, resolved.count, at: member.span) {
        report.add(.duplicateFeedValue(value, at: member.feedValue?.span ?? name.span, first: first.span))
      }
      resolved.append(ResolvedChoice.Member(name: name.text, feedValue: value, span: name.span))
    }
    for (index, member) in resolved.enumerated() where member.feedValue != member.name {
      // A feed may say a member's name too, so no other member may be read from it.
      guard let other = feedValues[member.name], other.meaning != index else { continue }
      report.add(.duplicateFeedValue(member.name, at: other.span, first: member.span))
    }
    guard !resolved.isEmpty else {
      if syntax.members.isEmpty {
        report.add(.missingPart("a choice needs members", at: syntax.span, help: "name them: choice { small, large }"))
      }
      return nil
    }
    let id = ID<ResolvedChoice>(choices.count)
    choices.append(ResolvedChoice(name: name, members: resolved, span: syntax.span))
    members.append(table)
    describe.choices.append(name)
    return id
  }

  private static func type(_ basic: BasicType) -> FunnelType {
    switch basic {
    case .text: .text
    case .boolean: .boolean
    case .integer: .integer
    case .number: .number
    case .date: .date
    case .datetime: .datetime
    case .duration: .duration
    case .email: .email
    case .phone: .phone
    case .url: .url
    case .country: .country
    case .language: .language
    case .document: .document
    }
  }
}
