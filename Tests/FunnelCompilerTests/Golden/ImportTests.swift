import FunnelCompiler
import FunnelDiagnostics
import Testing

@Suite("Files that import others")
struct ImportTests {
  /// What is found in "main" with the other files at hand, one line each, and how often a file was read.
  private func check(_ files: [String: String]) throws -> String {
    var sources = SourceMap()
    let bytes = files.mapValues { Array($0.utf8) }
    let main = sources.add(SourceFile(name: "main", bytes: bytes["main"] ?? []))
    let result = try Compiler(TestRun.services).compile(
      main, at: SourceFiles.Place(identity: "main", folder: "", name: "main"), in: &sources,
      importing: TestRun.files { bytes[$0] })
    #expect(Set(sources.files.map(\.name)).count == sources.files.count, "each file is read once")
    return DiagnosticFormat.concise.render(result.diagnostics, sources: sources, colour: false)
  }

  private let funnel = "funnel f { start -> good }"

  @Test("a file sees what it imports, also by way of others, and each is read once")
  func closure() throws {
    let found = try check([
      "main":
        "import \"a\" import \"b\" funnel f { data { n: size } start -> d decision d { when big -> good otherwise -> bad } }",
      "a": "import \"c\" end good: converted let big = n > least", "b": "import \"c\" end bad: lost",
      "c": "type size = integer let least = 3",
    ])
    #expect(found == "")
  }

  @Test("a mistake is told in the file that it is in, once, however many funnels share it")
  func places() throws {
    let found = try check([
      "main": "import \"a\"\nfunnel f { use data d start -> good }\nfunnel g { use data d start -> good }",
      "a": "data d { n: number default \"x\" }\nend good: converted",
    ])
    #expect(
      found == """
        a:1:28: error[type-mismatch]: a number is needed here, and this is a text

        """)
  }

  @Test("a formula that nothing reads needs none of its points")
  func unreadFormula() throws {
    let found = try check([
      "main": "import \"a\" \(funnel)", "a": "let big = employees > 1000 let bigger = big end good: converted",
    ])
    #expect(found == "")
    let read = try check([
      "main": "import \"a\" funnel f { exit when bigger -> good start -> good }",
      "a": "let big = employees > 1000 let bigger = big end good: converted",
    ])
    #expect(read == "a:1:11: error[unknown-name]: there is no data point, let, score or decision named \"employees\"\n")
  }

  @Test("a clause's keyword is no mention of a formula of that name, but a name is, wherever it stands")
  func keywordsAreNoNames() throws {
    let due = "let due = unheard_of > 3 let lead = due"
    let stage = "start -> s stage s { activity a by lead { due 3 days } then -> good }"
    #expect(
      try check(["main": "import \"a\" funnel f { \(stage) }", "a": "end good: converted let due = nothing > 3"]) == "")
    let uses = [
      "decision d { table { | due | -> | | true | -> good | } }", "exit when not due -> good",
      "stage s { activity a by lead { when `due` } then -> good }", "let other = (due ?? false)",
      "on withdrawn when due -> good",
    ]
    for use in uses {
      let found = try check([
        "main": "import \"a\" funnel f { start -> good \(use) }", "a": "end good: converted \(due)",
      ])
      #expect(found.contains("named \"unheard_of\""), "\(use): \(found)")
    }
  }

  @Test("fifty funnels stand together, and one more is too many")
  func tooManyFunnels() throws {
    let funnels = (0..<51).map { "funnel f\($0) { start -> converted }" }
    let found = try check(["main": funnels.joined(separator: "\n")])
    #expect(found.contains("main:51:1: error[limit-exceeded]: there are at most 50 funnels together\n"))
  }

  @Test("pasting can't make a small file a huge program")
  func tooMuchPasted() throws {
    let activities = (0..<200).map { "activity a\($0) by lead" }.joined(separator: " ")
    let stages = (0..<60).map { "stage s\($0) { use many then -> converted }" }.joined(separator: "\n")
    let found = try check(["main": "activities many { \(activities) }\nfunnel f { start -> s0\n\(stages) }"])
    #expect(
      found == "main:53:17: error[limit-exceeded]: a funnel can use groups with at most 10000 activities in all\n")
  }

  @Test("a name that two imported files declare is taken, read or not")
  func clash() throws {
    let ends = ["main": "import \"a\" import \"b\" \(funnel)", "a": "end good: converted", "b": "end good: converted"]
    #expect(try check(ends) == "b:1:5: error[duplicate-name]: the name \"good\" is already taken\n")
    let lets = [
      "main": "import \"a\" import \"b\" \(funnel)", "a": "end good: converted let x = 1", "b": "let x = 2",
    ]
    #expect(try check(lets) == "b:1:5: error[duplicate-name]: the name \"x\" is already taken\n")
  }

  @Test("an import that brings nothing is told, but not one that brings what another needs")
  func unused() throws {
    let found = try check([
      "main": "import \"a\"\nimport \"b\"\nimport \"a\"\n\(funnel)", "a": "import \"c\" end good: converted",
      "b": "let x = 1", "c": "let y = 1",
    ])
    #expect(
      found == """
        main:2:8: warning[unused-import]: nothing of this file is used
        main:3:8: warning[unused-import]: this file is imported already
        a:1:8: warning[unused-import]: nothing of this file is used

        """)
  }

  @Test("a file that is not there, and nothing else, is told")
  func missing() throws {
    let found = try check(["main": "import \"a\" funnel f { start -> good }"])
    #expect(found == "main:1:8: error[import-not-found]: there is no file \"a\"\n")
  }

  @Test("files that import each other are shown all the way round")
  func circles() throws {
    let three = try check([
      "main": "import \"a\" \(funnel)", "a": "import \"b\"", "b": "import \"c\"", "c": "import \"a\"",
    ])
    #expect(
      three == "c:1:8: error[import-cycle]: these files import each other: \"a\" -> \"b\" -> \"c\" -> \"a\"\n")
    let one = try check(["main": "import \"main\" \(funnel)"])
    #expect(one == "main:1:8: error[import-cycle]: the file \"main\" imports itself\n")
  }

  @Test("ten thousand files are refused at the first that is too many, in a chain, beside each other, and all in all")
  func tooManyFiles() throws {
    let count = 10_000
    let names = (0..<count).map { "f\($0)" }
    let everything = names.map { "import \"\($0)\"" }.joined(separator: " ")
    var chain = ["main": "import \"f0\" \(funnel)"]
    var row = ["main": "\(everything) \(funnel)"]
    let mostly = names.prefix(300).map { "import \"\($0)\"" }.joined(separator: " ")
    var mesh = ["main": "\(mostly) \(funnel)"]
    for (index, name) in names.enumerated() {
      chain[name] = "import \"f\(index + 1)\""
      row[name] = "let x\(index) = 1"
      mesh[name] = mostly
    }
    #expect(try check(chain).hasSuffix("error[limit-exceeded]: a funnel has at most 256 files\n"))
    #expect(try check(row).hasSuffix("error[limit-exceeded]: a funnel has at most 256 files\n"))
    let findings = try check(mesh).split(separator: "\n")
    #expect(findings.count <= 21)
    #expect(findings.contains { $0.contains("limit-exceeded") })
  }

  @Test("the same import ten thousand times is refused")
  func tooManyImports() throws {
    let imports = String(repeating: "import \"a\"\n", count: 10_001)
    let found = try check(["main": "\(imports)\(funnel)", "a": "end good: converted"])
    #expect(found.hasSuffix("limit-exceeded]: the files of a funnel have at most 10000 imports together\n"))
  }

  @Test("a mistake in a group shows where it stands and where it is pasted")
  func pasted() throws {
    var sources = SourceMap()
    let text = """
      import "a"
      funnel f {
        start -> one
        stage one { use calls  then -> two }
        stage two { use calls  then -> converted }
      }
      """
    let main = sources.add(SourceFile(name: "main", bytes: Array(text.utf8)))
    let result = try Compiler(TestRun.services).compile(
      main, at: SourceFiles.Place(identity: "main", folder: "", name: "main"), in: &sources,
      importing: TestRun.files { $0 == "a" ? Array("activities calls { activity call by clerk }".utf8) : nil })
    #expect(
      DiagnosticFormat.text.render(result.diagnostics, sources: sources, colour: false) == """
        error[unknown-name] F0201: there is no role named "clerk"
         --> a:1:37
          |
        1 | activities calls { activity call by clerk }
          |                                     ^^^^^ not known here
         --> main:4:19
          |
        4 |   stage one { use calls  then -> two }
          |                   ----- pasted here
        5 |   stage two { use calls  then -> converted }
          |                   ----- pasted here
          |
          = help: there is administrator, automatic, lead, manager, owner

        found 1 error

        """)
  }
}
