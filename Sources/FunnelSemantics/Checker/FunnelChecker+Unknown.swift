import FunnelDiagnostics
import FunnelSyntax

/// Names that nothing bears.
extension FunnelChecker {
  /// Reports a name that nothing bears; `what` says what was looked for, and `candidates` what it may have meant.
  func reportUnknown(
    _ what: String, _ name: String, at span: SourceSpan, among candidates: @autoclosure () -> [String],
    nearest: String? = nil, help: String? = nil, isListed: Bool = true
  ) {
    guard !report.isFull else { return }
    guard nearest == nil, help == nil, !report.suggestion.isSpent else {
      report.add(.unknown(what, name, at: span, nearest: nearest, help: help))
      return
    }
    let known = candidates()
    let found = report.suggestion.nearest(to: name, among: known)
    let listed = known.isEmpty || known.count > 12 || !isListed ? nil : "there is \(known.joined(separator: ", "))"
    report.add(.unknown(what, name, at: span, nearest: found, help: listed))
  }

  /// Reports a name that is no value, and no member of the type that is expected.
  func reportUnknownValue(_ name: String, at span: SourceSpan, hint: FunnelType?) {
    if let hint, hint.hasMembers {
      reportUnknownMember(name, at: span, of: hint)
      return
    }
    if activityNames[name] != nil {
      report.add(.activityAsValue(name, at: span))
      return
    }
    let help = stages[name] != nil ? "to ask for the stage a lead is in, write \"stage == \(name)\"" : nil
    reportUnknown(
      "data point, let, score or decision named", name, at: span, among: valueNames(fitting: hint), help: help,
      isListed: false)
  }

  private func reportUnknownMember(_ name: String, at span: SourceSpan, of type: FunnelType) {
    let what =
      switch type {
      case .country: "country"
      case .language: "language"
      case .label(let id): "label of \"\(describe.decisions[id.index])\" named"
      case .source: "source"
      case .stage: "stage"
      default: "member of the choice named"
      }
    guard !report.isFull else { return }
    let nearest = name == "UK" && type == .country ? "GB" : memberWritten(for: name, of: type)
    reportUnknown(what, name, at: span, among: memberNames(of: type), nearest: nearest)
  }

  /// The values of a type, or of a kind of number where one is expected.
  private func valueNames(fitting hint: FunnelType?) -> [String] {
    values.entries.compactMap { entry in
      guard let hint else { return entry.name }
      let type = self.type(of: entry.meaning)
      let isNumber = (type == .integer && hint == .number) || (type == .number && hint == .integer)
      return type == hint || isNumber ? entry.name : nil
    }
  }

  /// The names of a type's members.
  private func memberNames(of type: FunnelType) -> [String] {
    switch type {
    case .country: StandardCodes.countryNames
    case .language: StandardCodes.languageNames
    case .choice(let id): choices[id.index].members.map(\.name)
    case .label(let id): Array(labels[id.index].names)
    case .source: Array(sources.names)
    case .stage: Array(stages.names)
    default: []
    }
  }
}
