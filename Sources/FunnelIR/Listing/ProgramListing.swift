/// A program as text for people: every table in the order of its rows, names in place of their indices.
struct ProgramListing {
  let program: Program
  /// The funnels that it runs with, itself among them.
  let peers: [Program]
  var lines: [String] = []

  init(_ program: Program, among peers: [Program]) {
    self.program = program
    self.peers = peers
    writeHeader()
    writeData()
    writeFlow()
    writeCode()
  }

  // MARK: Lines

  mutating func section(_ title: String, isEmpty: Bool) -> Bool {
    guard !isEmpty else { return false }
    lines += ["", title]
    return true
  }

  mutating func row(_ text: String, depth: Int = 1) {
    lines.append(String(repeating: "  ", count: depth) + text)
  }

  func string(_ index: Int) -> String { program.strings[index] }

  func quoted(_ text: String) -> String { "\"\(text)\"" }

  func title(_ index: Int?) -> String { index.map { " " + quoted(string($0)) } ?? "" }

  func name(_ target: Target, of other: Program? = nil) -> String {
    let program = other ?? program
    switch target.kind {
    case .stage: return "stage \(program.strings[program.stages[target.index].name])"
    case .decision: return "decision \(program.strings[program.decisions[target.index].name])"
    case .end:
      let end = program.ends[target.index]
      return "end \(program.strings[end.name])\(end.reason.map { " " + quoted(program.strings[$0]) } ?? "")"
    }
  }

  func name(_ type: ValueType) -> String {
    let base =
      switch type.base {
      case .choice: "choice \(type.detail)"
      case .money where type.detail != 0: "money \(currency(type.detail))"
      default: "\(type.base)"
      }
    return type.isSet ? "set of \(base)" : base
  }

  func name(_ span: CalendarSpan) -> String {
    let parts = [
      (span.months, "months"), (span.days, "days"), (span.businessDays, "business days"),
      (span.businessTime, "µs of working time"), (span.microseconds, "µs"),
    ]
    let shown = parts.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }
    return shown.isEmpty ? "no time" : shown.joined(separator: " + ")
  }

  private func currency(_ detail: UInt32) -> String {
    let letters = [16, 8, 0].map { UInt8(truncatingIfNeeded: detail >> UInt32($0)) }
    return String(decoding: letters, as: UTF8.self)
  }

  // MARK: Data

  private mutating func writeHeader() {
    lines.append("funnel \(program.name)\(program.title.map { " " + quoted($0) } ?? "")")
    let data = program.zone.dataVersion.map { " of \($0)" } ?? ""
    row("version \(program.version), zone \(program.zone.name)\(data)")
    if let time = program.workingTime {
      let week = time.week.map { hours in
        hours.isEmpty ? "-" : hours.map { "\(clock($0.opens))..\(clock($0.closes))" }.joined(separator: ", ")
      }
      row("working hours from Monday on: \(week.joined(separator: " | ")); \(time.holidays.count) holidays")
    }
  }

  private func clock(_ minutes: Int) -> String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  private mutating func writeData() {
    if section("choices", isEmpty: program.choices.isEmpty) {
      for (index, choice) in program.choices.enumerated() {
        let members = choice.members.map {
          $0.name == $0.feedValue ? $0.name : "\($0.name) = \(quoted($0.feedValue))"
        }
        row("\(index) { \(members.joined(separator: ", ")) }")
      }
    }
    if section("data", isEmpty: program.points.isEmpty) {
      for (slot, point) in program.points.enumerated() {
        let words = [
          point.isFixed ? " fixed" : "", point.isPersonal ? " personal" : "",
          point.fallback.map { " default \(value($0, point.type))" } ?? "", title(point.title),
        ]
        row("\(slot) \(string(point.name)): \(name(point.type))\(words.joined())")
      }
    }
    if section("sources", isEmpty: program.sources.isEmpty) {
      for source in program.sources { row("\(string(source.name)) ref \(quoted(string(source.reference)))") }
    }
    if section("roles", isEmpty: program.roles.isEmpty) {
      for role in program.roles { row("\(string(role.name)): \(role.base.rawValue)\(title(role.title))") }
    }
    if section("spans", isEmpty: program.spans.isEmpty) {
      for (index, span) in program.spans.enumerated() { row("\(index) \(name(span))") }
    }
  }

  /// A constant as its type reads it.
  func value(_ bits: UInt64, _ type: ValueType) -> String {
    if type.isReference { return type.isSet ? "set" : text(bits) }
    return type.base == .number ? "\(Double(bitPattern: bits))" : "\(Int64(bitPattern: bits))"
  }

  /// A constant text.
  func text(_ bits: UInt64) -> String {
    let reference = TextReference(bits: bits)
    return quoted(
      String(decoding: program.constants.bytes.dropFirst(reference.offset).prefix(reference.length), as: UTF8.self))
  }
}

extension VerifiedWorkspace {
  /// The workspace as text for people, funnel by funnel.
  public var listing: String {
    let programs = funnels.map(\.program)
    return programs.map { ProgramListing($0, among: programs).lines.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}
