import FunnelSemantics
import FunnelSyntax

/// A scenario as an author writes it: a `test` block, on one line.
public struct ScenarioText {
  private let funnel: ResolvedFunnel

  /// Writes scenarios of a funnel.
  public init(_ funnel: ResolvedFunnel) { self.funnel = funnel }

  /// The block, which expects in the end that a decision took the branch of a label.
  public func text(of scenario: Scenario, title: String, expecting end: (decision: String, label: String)) -> String {
    var clauses = ["test \(Self.quoted(title)) {"]
    if let source = scenario.source { clauses.append("source \(Self.name(funnel.sources[source].name))") }
    if let start = scenario.start { clauses.append("at \(LeadLine.datetime(start))") }
    if !scenario.given.isEmpty { clauses.append("given \(values(scenario.given))") }
    clauses += scenario.steps.map { text(of: $0) }
    clauses.append(
      "expect decision \(Self.name(end.decision)) took \(end.label == "lost" || end.label == "converted" ? end.label : Self.name(end.label))"
    )
    return clauses.joined(separator: "  ") + " }"
  }

  private func text(of step: ResolvedTest.Step) -> String {
    switch step {
    case .at(let instant): "at \(LeadLine.datetime(instant))"
    case .after(let span): "after \(Self.words(span))"
    case .complete(let id, _, let values):
      "complete \(Self.name(funnel.activityNames[id].name))\(values.isEmpty ? "" : " \(self.values(values))")"
    case .fail(let id, _): "fail \(Self.name(funnel.activityNames[id].name))"
    case .set(let values): "set \(self.values(values))"
    case .happening(let word): word.rawValue
    case .expect: ""
    }
  }

  private func values(_ values: [ResolvedTest.Value]) -> String {
    let entries = values.map { value -> String in
      let point = funnel.points[value.point]
      return "\(Self.name(point.name)): \(text(of: value.constant, point.type))"
    }
    return "{ \(entries.joined(separator: ", ")) }"
  }

  private func text(of constant: ResolvedTest.Constant?, _ type: FunnelType) -> String {
    switch constant {
    case nil: return "missing"
    case .single(let literal): return text(of: literal, type)
    case .set(let literals):
      let element: FunnelType = if case .set(let element) = type { element } else { type }
      return literals.isEmpty ? "{}" : "{ \(literals.map { text(of: $0, element) }.joined(separator: ", ")) }"
    }
  }

  private func text(of literal: LiteralValue, _ type: FunnelType) -> String {
    switch literal {
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value): return LeadLine.number(value)
    case .money(let value):
      guard case .money(let currency) = type else { return LeadLine.decimal(value, 4) }
      return "\(LeadLine.decimal(value, 4)) \(currency.code)"
    case .duration(let value):
      let span = CalendarSpan(microseconds: value < 0 ? 0 - max(value, -.max) : value)
      return "\(value < 0 ? "-" : "")\(Self.words(span))"
    case .date(let value): return LeadLine.date(value)
    case .datetime(let value): return LeadLine.datetime(value)
    case .text(let bytes): return Self.quoted(String(decoding: bytes, as: UTF8.self))
    case .code(let code): return code.text
    case .member(let index):
      guard case .choice(let id) = type, funnel.choices[id].members.indices.contains(index) else { return "\(index)" }
      return Self.name(funnel.choices[id].members[index].name)
    }
  }

  // MARK: Words

  private static func words(_ span: CalendarSpan) -> String {
    let minutes = span.microseconds / 60_000_000
    let parts = [
      part(span.months, "month"), part(span.days, "day"), part(span.businessDays, "business day"),
      part(span.businessTime / 3_600_000_000, "business hour"), part(minutes / 60, "hour"),
      part(minutes % 60, "minute"),
    ].compactMap(\.self)
    return parts.isEmpty ? "0 minutes" : parts.joined(separator: " + ")
  }

  private static func part(_ count: Int64, _ unit: String) -> String? {
    count == 0 ? nil : "\(count) \(unit)\(count == 1 ? "" : "s")"
  }

  private static func name(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
    }
    let isReserved = Keyword(rawValue: name)?.isReserved ?? false
    return isPlain && !isReserved ? name : "`\(name)`"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
