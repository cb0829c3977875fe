import FunnelDiagnostics
import Testing

@Suite("The house's rules")
struct TidyTests {
  /// Who may import whom; a target that is not in this table may not exist.
  static let imports: [String: Set<String>] = [
    "FunnelDiagnostics": [],
    "FunnelSyntax": ["FunnelDiagnostics"],
    "FunnelIR": [],
    "CScan": [],
    "FunnelRuntime": ["FunnelIR", "CScan"],
    "FunnelSemantics": ["FunnelDiagnostics", "FunnelSyntax"],
    "FunnelProver": ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "Synchronization"],
    "FunnelLint": ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver", "Synchronization"],
    "FunnelCompiler": [
      "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver", "FunnelLint", "FunnelIR",
      "FunnelRuntime",
    ],
    "FunnelTools": ["FunnelDiagnostics", "FunnelIR", "FunnelRuntime", "FunnelCompiler"],
    "FunnelViews": ["FunnelDiagnostics", "FunnelIR", "FunnelRuntime", "FunnelCompiler"],
    "FunnelCommands": [
      "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelLint", "FunnelIR", "FunnelRuntime",
      "FunnelCompiler", "FunnelTools", "FunnelStore", "FunnelViews", "CCrypto", "CHTTP", "CZlib", "Glibc",
      "Synchronization",
    ],
    "FunnelStore": ["FunnelRuntime", "CSQLite", "CCrypto", "Glibc"],
    "FunnelFuzz": ["Glibc", "FunnelDiagnostics", "FunnelLint", "FunnelIR", "FunnelRuntime", "FunnelCompiler"],
    "funnelc": ["FunnelCommands"],
    "funnelc-bench": [
      "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelLint", "FunnelCompiler", "CSQLite", "Glibc",
    ],
    "CCrypto": [],
    "CHTTP": [],
    "CLibrary": [],
    "CZlib": [],
    "CSQLite": [],
  ]

  @Test("a target imports what the table allows, and nothing else")
  func importDirections() {
    let targets = Repository.names(in: "Sources").filter { !$0.contains(".") }
    #expect(Set(targets) == Set(Self.imports.keys))
    for target in targets {
      for path in Repository.files(in: "Sources/\(target)", ending: ".swift") {
        for imported in Self.imports(of: path) {
          #expect(Self.imports[target]?.contains(imported) == true, "\(path) imports \(imported)")
        }
      }
    }
  }

  private static func imports(of path: String) -> [String] {
    Repository.lines(path).filter { $0.contains("import ") }.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      // An example of the language imports files, in quotes.
      guard let index = words.firstIndex(of: "import"), index + 1 < words.count, !words[index + 1].hasPrefix("\"")
      else { return nil }
      guard
        words[..<index].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0) })
      else { return nil }
      // `import struct Module.Name` names the module behind the kind.
      return words[words.count - 1].split(separator: ".").first.map(String.init)
    }
  }

  @Test("there are no package dependencies")
  func noDependencies() {
    #expect(!Repository.text("Package.swift").contains(".package("))
  }

  @Test("nothing but the agreed names stands at the top")
  func topLevel() {
    let visible = Repository.names().filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    #expect(visible == ["Examples", "Grammar", "Package.swift", "README.md", "Sources", "Tests"])
    let hidden = Set(Repository.names().filter { $0.hasPrefix(".") })
    #expect(hidden.subtracting([".git", ".gitignore", ".swift-format", ".ci", ".build", ".swiftpm"]).isEmpty)
  }

  @Test("no file has more than 400 lines")
  func fileLength() {
    for path in Repository.files(in: "Sources") + Repository.files(in: "Tests", ending: ".swift") {
      #expect(Repository.lines(path).count <= 401, "\(path)")
    }
  }

  @Test("nothing traps, and nothing is left for later")
  func forbiddenWords() {
    // Written in two halves so that this file does not hold them itself.
    let traps = ["fatal" + "Error(", "precondition" + "Failure(", "try" + "!", "as" + "!"]
    let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for path in Repository.files(in: "Sources") {
      for word in traps + notes { #expect(!Repository.text(path).contains(word), "\(path) holds \(word)") }
    }
    let others = ["Tests", "Examples", "Grammar"].flatMap { Repository.files(in: $0) }
    for path in others + ["README.md", "Package.swift", ".ci/run"] {
      for word in notes { #expect(!Repository.text(path).contains(word), "\(path) holds \(word)") }
    }
  }

  @Test("names say what things are")
  func vagueNames() {
    for path in Repository.files(in: "Sources") {
      for word in ["Manager", "Helper", "Utils", "Util."] {
        #expect(!path.contains(word), "\(path)")
      }
    }
  }

  @Test("each rule has a code of its own, in the form F and four digits, and a name in kebab case")
  func codes() {
    let rules = DiagnosticRule.allCases
    #expect(Set(rules.map(\.code)).count == rules.count)
    for rule in rules {
      #expect(rule.code.wholeMatch(of: /F\d{4}/) != nil, "\(rule)")
      #expect(rule.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(rule)")
    }
  }

  /// The texts of all tests but the renderers', which use rules as they please and prove nothing about when they report.
  static let cases = Repository.files(in: "Tests").filter { !$0.hasPrefix("Tests/FunnelDiagnosticsTests/") }
    .map(Repository.text)

  @Test("each rule has a case that makes it report", arguments: DiagnosticRule.allCases)
  func ruleHasCase(rule: DiagnosticRule) {
    let isNamed = Self.cases.contains { $0.contains(rule.rawValue) || $0.contains(".\(rule)") }
    #expect(isNamed, "no test names \(rule.rawValue)")
  }

  @Test("what documents name exists")
  func references() {
    for path in Document.paths {
      #expect(Repository.exists(path), "\(path)")
      for reference in Document.references(in: path) {
        #expect(Repository.exists(reference), "\(path) names \(reference)")
      }
    }
  }

  @Test("the README's commands name files that are there")
  func commands() {
    let words = Document.blocks("sh", in: "README.md").joined().flatMap { $0.split(separator: " ") }
    let paths = words.filter { $0.hasPrefix("Examples/") }
    #expect(!paths.isEmpty)
    for path in paths { #expect(Repository.exists(String(path)), "README.md names \(path)") }
  }
}
