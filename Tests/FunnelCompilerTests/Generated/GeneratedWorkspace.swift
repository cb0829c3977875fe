/// Funnels made at random that run together, most often a single one.
struct GeneratedWorkspace {
  /// All in one file.
  var source = ""
  /// The same as a main file with groups and imports; empty where the one file is all there is.
  var files: [String: String] = [:]
  /// In order of declaration.
  var funnels: [GeneratedProgram] = []
  /// Whether events are read in an envelope of the author's own.
  var hasOwnEnvelope = false
  /// Whether registrations say when they happened.
  var hasTimes = true
  /// Whether any funnel has sources.
  var hasSources = false
  /// Whether there is a key to check session tokens with.
  var hasSessions = false

  var tables: [GeneratedTable] { funnels.flatMap(\.tables) }
  /// Whether each line of some funnel is a journey of its own.
  var isUnchecked: Bool { funnels.contains(where: \.isUnchecked) }
  /// Whether several lead ids may be one person.
  var hasKeys: Bool { funnels.contains(where: \.hasKeys) }
}
