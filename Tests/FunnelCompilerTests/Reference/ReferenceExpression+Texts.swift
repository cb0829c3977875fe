import FunnelSemantics
import FunnelSyntax

/// Values in texts that people read, and in what is handed to programs.
extension ReferenceExpression {
  func text(_ text: ResolvedText) -> [UInt8] {
    text.parts.flatMap { part -> [UInt8] in
      switch part {
      case .text(let text): Array(text.utf8)
      case .value(let expression): value(expression).map { shown($0, expression.type) } ?? []
      }
    }
  }

  func fields(_ entries: [ResolvedEntry]) -> PlainJSON {
    .fields(
      entries.map { entry in
        switch entry.content {
        case .text(let text): (entry.key, .text(self.text(text)))
        case .value(let expression): (entry.key, value(expression).map { json($0, expression.type) } ?? .null)
        }
      })
  }

  /// A value as people read it.
  func shown(_ value: ReferenceValue, _ type: FunnelType) -> [UInt8] {
    switch value {
    case .text(let text): return text
    case .set(let members):
      guard case .set(let element) = type else { return [] }
      return Array(members.map { shown($0, element) }.joined(separator: Array(", ".utf8)))
    case .money(let amount):
      guard case .money(let currency) = type else { return [] }
      // The generated amounts are in euros: two decimals, or as many as there are.
      let (whole, fraction) = amount.magnitude.quotientAndRemainder(dividingBy: 10_000)
      var digits = String(10_000 + fraction).dropFirst()
      while digits.count > 2, digits.last == "0" { digits.removeLast() }
      return Array("\(amount < 0 ? "-" : "")\(whole).\(digits) \(currency.code)".utf8)
    case .datetime(let instant):
      let local = calendar.local(instant)
      let day = ReferenceCalendar.floored(local, by: ReferenceCalendar.day)
      let seconds = (local - day * ReferenceCalendar.day) / 1_000_000
      let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      let time = parts.prefix(seconds % 60 == 0 ? 2 : 3).joined(separator: ":")
      return Array("\(ReferenceEngine.date(day)) \(time)".utf8)
    case .duration(let duration): return Array(words(of: duration).utf8)
    case .boolean(let value): return Array("\(value)".utf8)
    default:
      switch json(value, type) {
      case .text(let text): return text
      case .number(let number): return Array(number.utf8)
      default: return []
      }
    }
  }

  private func words(of duration: Int64) -> String {
    var rest = duration.magnitude
    var words: [String] = []
    for (name, length) in [("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000)]
      as [(String, UInt64)]
    {
      let count = rest / length
      rest %= length
      if count > 0 { words.append("\(count) \(name)\(count == 1 ? "" : "s")") }
    }
    if rest > 0 || words.isEmpty {
      let seconds = ReferenceEngine.decimal(Int64(rest), unit: 1_000_000, digits: 6)
      words.append("\(seconds) second\(rest == 1_000_000 ? "" : "s")")
    }
    return (duration < 0 ? "-" : "") + words.joined(separator: " ")
  }

  /// A value as programs read it.
  func json(_ value: ReferenceValue, _ type: FunnelType) -> PlainJSON {
    switch value {
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .number("\(value)")
    case .number(let value):
      // Beyond 2 to the 53rd, whole numbers are not all there.
      let isWhole = abs(value) < 9_007_199_254_740_992 && value == value.rounded()
      return .number(isWhole ? "\(Int64(value))" : "\(value)")
    case .money(let value): return .number(ReferenceEngine.decimal(value, unit: 10_000, digits: 4))
    case .date(let days): return .string(ReferenceEngine.date(days))
    case .datetime(let instant): return .instant(instant)
    case .duration(let value): return .string(ReferenceEngine.duration(value))
    case .text(let text): return .text(text)
    case .code(let code): return .string(code)
    case .member(let index): return .string(member(index, of: type))
    case .set(let members):
      guard case .set(let element) = type else { return .null }
      return .array(members.map { json($0, element) })
    }
  }

  private func member(_ index: Int, of type: FunnelType) -> String {
    switch type {
    case .choice(let id): funnel.choices[id].members[index].name
    case .label(let id): funnel.decisions[id].labels[index]
    case .source: funnel.sources[index].name
    case .stage: funnel.stages[index].name
    default: ""
    }
  }
}
