/// What the registry says of a rule.
public struct RuleTraits: Sendable, Hashable {
  /// The code, `F` and four digits: the hundreds tell the area.
  public let code: String
  /// What it is about.
  public let area: RuleArea
  /// The level at which it reports unless something changes it.
  public let level: Severity
  /// The narrowest preset that it belongs to.
  public let preset: RulePreset

  /// Makes a row of the registry.
  init(_ code: String, _ area: RuleArea, _ level: Severity, _ preset: RulePreset) {
    self.code = code
    self.area = area
    self.level = level
    self.preset = preset
  }
}

/// What rules are about.
public enum RuleArea: String, Sendable, Hashable, CaseIterable {
  case files, syntax, names, flow, decisions, data, activities, time, actions, tests, versions
}

/// Which rules are asked together; each preset holds the ones before it.
public enum RulePreset: String, Sendable, Hashable, CaseIterable, Comparable {
  /// What the language itself demands: nothing leaves these out.
  case language
  /// What is surely wrong.
  case correctness
  /// What is probably wrong; asked where nothing else is said.
  case recommended
  /// What a careful author also wants to know.
  case strict
  /// Everything.
  case all

  private var width: Int { RulePreset.allCases.firstIndex(of: self) ?? 0 }

  /// Orders by how many rules they hold.
  public static func < (a: RulePreset, b: RulePreset) -> Bool { a.width < b.width }
}
