import FunnelDiagnostics

/// The pages of the language's own rules about imports.
enum ImportPages {
  static let all: [RulePage] = [
    importNotFound,
    importCycle,
    unusedImport,
  ]

  private static let importNotFound = RulePage(
    .importNotFound,
    finds: "an import of a file that is not there",
    why:
      "A path begins in the folder of the file that it is written in, and stays in the folder that holds the funnel. Another folder is named with \"--root\".",
    avoid: RuleExample(
      #"""
      import "comon.funnel"
      funnel example { start -> nurture }
      """#, files: [.init("common.funnel", "end nurture: lost \"later\"")]),
    prefer: RuleExample(
      #"""
      import "common.funnel"
      funnel example { start -> nurture }
      """#, files: [.init("common.funnel", "end nurture: lost \"later\"")]))

  private static let importCycle = RulePage(
    .importCycle,
    finds: "files that import each other in a circle",
    why:
      "None of them could be read first. What both need belongs into a file of its own, which both import.",
    avoid: RuleExample(
      #"""
      import "common.funnel"
      funnel example { start -> nurture }
      """#,
      files: [
        .init("common.funnel", "import \"other.funnel\"\nend nurture: lost \"later\""),
        .init("other.funnel", "import \"common.funnel\""), .init("base.funnel", "end nurture: lost \"later\""),
      ]),
    prefer: RuleExample(
      #"""
      import "base.funnel"
      funnel example { start -> nurture }
      """#,
      files: [
        .init("common.funnel", "import \"other.funnel\"\nend nurture: lost \"later\""),
        .init("other.funnel", "import \"common.funnel\""), .init("base.funnel", "end nurture: lost \"later\""),
      ]))

  private static let unusedImport = RulePage(
    .unusedImport,
    finds: "an import of which nothing is used",
    why:
      "It makes a reader look for what comes from there, and a change of that file look like a change of this one.",
    avoid: RuleExample(
      #"""
      import "common.funnel"
      funnel example { start -> converted }
      """#, files: [.init("common.funnel", "end nurture: lost \"later\"")]),
    prefer: RuleExample(
      #"""
      import "common.funnel"
      funnel example { start -> nurture }
      """#, files: [.init("common.funnel", "end nurture: lost \"later\"")]))
}
