import FunnelSemantics

/// A lead as a line of the funnel's feed.
public struct LeadLine {
  /// A piece of JSON; what an object holds stands in order.
  private indirect enum JSON {
    case object([(key: String, value: JSON)])
    case array([JSON])
    case text(String)
  }

  private let funnel: ResolvedFunnel

  /// Writes lines for a funnel.
  public init(_ funnel: ResolvedFunnel) { self.funnel = funnel }

  /// The lead with what is known of it; a point that is missing stands there as `null` where that is said.
  public func text(of witness: Witness) -> String {
    var root = JSON.object([])
    for value in witness.values {
      let point = funnel.points[value.point]
      insert(.text(json(value.constant, point.type)), at: point.path.steps[...], into: &root)
      if value.constant != nil, let path = point.currencyPath, case .money(let currency) = point.type {
        insert(.text("\"\(currency.code)\""), at: path.steps[...], into: &root)
      }
    }
    return print(root)
  }

  private func insert(_ value: JSON, at path: ArraySlice<ResolvedPath.Step>, into json: inout JSON) {
    guard let step = path.first else {
      json = value
      return
    }
    switch step {
    case .key(let key): insert(value, key: key, path.dropFirst(), into: &json)
    case .index, .each:
      var elements: [JSON] = []
      if case .array(let known) = json { elements = known }
      let place = if case .index(let index) = step { max(0, index) } else { 0 }
      while elements.count <= place { elements.append(.object([])) }
      insert(value, at: path.dropFirst(), into: &elements[place])
      json = .array(elements)
    case .firstWhere(let key, let comparand):
      var elements: [JSON] = []
      if case .array(let known) = json { elements = known }
      var element = JSON.object([])
      insert(.text(text(comparand)), at: key.map { .key($0) }[...], into: &element)
      let mark = print(element).dropLast()
      if let known = elements.firstIndex(where: { print($0).hasPrefix(mark) }) {
        insert(value, at: path.dropFirst(), into: &elements[known])
      } else {
        insert(value, at: path.dropFirst(), into: &element)
        elements.append(element)
      }
      json = .array(elements)
    }
  }

  private func insert(
    _ value: JSON, key: String, _ rest: ArraySlice<ResolvedPath.Step>, into json: inout JSON
  ) {
    var members: [(key: String, value: JSON)] = []
    if case .object(let known) = json { members = known }
    let place = members.firstIndex { $0.key == key } ?? members.count
    if place == members.count { members.append((key, .object([]))) }
    insert(value, at: rest, into: &members[place].value)
    json = .object(members)
  }

  private func print(_ json: JSON) -> String {
    switch json {
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)):\(print($0.value))" }.joined(separator: ","))}"
    case .array(let elements): "[\(elements.map { print($0) }.joined(separator: ","))]"
    case .text(let text): text
    }
  }

  // MARK: Values

  private func text(_ comparand: ResolvedPath.Comparand) -> String {
    switch comparand {
    case .text(let text): Self.quoted(text)
    case .number(let number): number
    case .boolean(let value): value ? "true" : "false"
    case .null: "null"
    }
  }

  private func json(_ constant: ResolvedTest.Constant?, _ type: FunnelType) -> String {
    switch constant {
    case nil: return "null"
    case .single(let literal): return json(literal, type)
    case .set(let literals):
      let element: FunnelType = if case .set(let element) = type { element } else { type }
      return "[\(literals.map { json($0, element) }.joined(separator: ","))]"
    }
  }

  private func json(_ literal: LiteralValue, _ type: FunnelType) -> String {
    switch literal {
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value): return Self.number(value)
    case .money(let value): return Self.decimal(value, 4)
    case .duration(let value): return Self.decimal(value, 6)
    case .date(let value): return "\"\(Self.date(value))\""
    case .datetime(let value): return "\"\(Self.datetime(value))\""
    case .text(let bytes): return Self.quoted(String(decoding: bytes, as: UTF8.self))
    case .code(let code): return "\"\(code.text)\""
    case .member(let index):
      guard case .choice(let id) = type, funnel.choices[id].members.indices.contains(index) else { return "\(index)" }
      return Self.quoted(funnel.choices[id].members[index].feedValue)
    }
  }

  static func decimal(_ value: Int64, _ digits: Int) -> String {
    let unit: UInt64 = (0..<digits).reduce(1) { unit, _ in unit * 10 }
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    let sign = value < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(whole)" }
    var fraction = padded(Int64(rest), digits)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)\(whole).\(fraction)"
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  static func datetime(_ value: Int64) -> String {
    let days = floor(value, Grid.day)
    let second = floor(value - days * Grid.day, 1_000_000)
    let parts = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    let rest = (value - days * Grid.day) % 1_000_000
    return "\(date(days))T\(parts)\(rest == 0 ? "" : ".\(padded(rest, 6))")Z"
  }

  private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
    value >= 0 ? value / unit : -((-value + unit - 1) / unit)
  }

  private static func padded(_ number: Int64, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// The date of a day, counted from 1970. Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
  static func date(_ day: Int64) -> String {
    let shifted = day + 719_468
    let era = floor(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    let civil = month < 10 ? month + 3 : month - 9
    return "\(padded(year, 4))-\(padded(civil, 2))-\(padded(dayOfYear - (153 * month + 2) / 5 + 1, 2))"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += "\\u00" + String(scalar.value + 0x100, radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
