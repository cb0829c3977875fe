import FunnelDiagnostics
import FunnelLint
import FunnelSemantics

/// What counts for one file: the command line, then the nearest `funnel.json`, then what is usual.
struct CheckSettings {
  /// One line of `--show-config`.
  struct Row {
    let name: String
    let value: String
    let origin: String
  }

  /// Which rules are asked.
  private(set) var lint = LintSettings()
  /// How much a funnel may hold.
  private(set) var limits = LanguageLimits()
  /// Where each value comes from.
  private(set) var rows: [Row] = []

  init(_ arguments: Arguments, _ configuration: Configuration?, _ sources: SourceMap) throws(UsageError) {
    func place(_ span: SourceSpan) -> String {
      "\(configuration?.path ?? ""):\(sources[span.file].lineIndex(of: Int(span.start)) + 1)"
    }
    let selected = try RuleOptions.rules(arguments, RuleOptions.select)
    let ignored = try RuleOptions.rules(arguments, RuleOptions.ignore)

    var preset = (RulePreset.recommended, "default")
    if let setting = configuration?.preset { preset = (setting.value, place(setting.span)) }
    if let word = arguments.given(RuleOptions.preset), let value = RulePreset(rawValue: word) {
      preset = (value, "--preset")
    }
    lint.preset = preset.0
    rows.append(Row(name: "preset", value: preset.0.rawValue, origin: preset.1))

    var origins: [DiagnosticRule: String] = [:]
    for (rule, setting) in configuration?.levels ?? [] {
      origins[rule] = place(setting.span)
      lint.levels[rule] = setting.value
      if setting.value == nil { lint.ignored.insert(rule) }
    }
    for rule in selected {
      lint.ignored.remove(rule)
      lint.selected.insert(rule)
      origins[rule] = "--select"
    }
    for rule in ignored {
      lint.ignored.insert(rule)
      origins[rule] = "--ignore"
    }
    for rule in DiagnosticRule.allCases {
      guard let origin = origins[rule] else { continue }
      rows.append(Row(name: "levels.\(rule.rawValue)", value: lint.level(of: rule)?.rawValue ?? "off", origin: origin))
    }

    var stages = (limits.stages, "default")
    if let setting = configuration?.stages { stages = (setting.value, place(setting.span)) }
    if arguments.given(CommonOptions.maxStages) != nil { stages = (arguments.limits.stages, "--max-stages") }
    limits.stages = stages.0
    rows.append(Row(name: "limits.stages", value: String(stages.0), origin: stages.1))
    var funnels = (limits.funnels, "default")
    if let setting = configuration?.funnels { funnels = (setting.value, place(setting.span)) }
    if arguments.given(CommonOptions.maxFunnels) != nil { funnels = (arguments.limits.funnels, "--max-funnels") }
    limits.funnels = funnels.0
    rows.append(Row(name: "limits.funnels", value: String(funnels.0), origin: funnels.1))
    var activities = (lint.limits.activities, "default")
    if let setting = configuration?.activities { activities = (setting.value, place(setting.span)) }
    lint.limits.activities = activities.0
    rows.append(Row(name: "limits.activities", value: String(activities.0), origin: activities.1))
    for path in configuration?.excluded ?? [] {
      rows.append(Row(name: "exclude", value: path.value, origin: place(path.span)))
    }
    for option in [FailOptions.failLevel, FailOptions.maxWarnings, FailOptions.baseline] {
      let value = arguments.given(option)
      rows.append(
        Row(
          name: String(option.name.dropFirst(2)), value: value ?? option.fallback ?? "none",
          origin: value == nil ? "default" : option.name))
    }
  }

  /// The values with where each comes from, a line each.
  var text: String {
    let name = rows.map(\.name.count).max() ?? 0
    let value = rows.map(\.value.count).max() ?? 0
    return rows.map { row in
      row.name + String(repeating: " ", count: name - row.name.count + 2) + row.value
        + String(repeating: " ", count: value - row.value.count + 2) + row.origin + "\n"
    }.joined()
  }
}
