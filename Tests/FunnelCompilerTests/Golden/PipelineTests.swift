import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import Testing

@Suite("The pipeline, from a text to a verified program")
struct PipelineTests {
  private let smallest = "funnel f { start -> converted }"

  @Test("the smallest funnel compiles")
  func smallestFunnel() throws {
    let program = try TestRun.compile(smallest).program
    #expect(program.name == "f")
    #expect(program.version == 1)
    #expect(program.zone == .utc)
  }

  @Test("a time zone that does not exist is found")
  func unknownZone() throws {
    for zone in ["Europe/Nowhere", ""] {
      let found = try TestRun.diagnostics(of: "funnel f { timezone \"\(zone)\" start -> converted }")
      #expect(found.map(\.rule) == [.unknownName], "\(zone)")
    }
  }

  @Test("zone data that is damaged is found")
  func damagedZone() throws {
    var sources = SourceMap()
    let file = sources.add(
      SourceFile(name: "f.funnel", bytes: Array("funnel f { timezone \"Europe/Berlin\" start -> converted }".utf8)))
    let compiler = Compiler(CompilerServices { _ in CompilerServices.ZoneFile(bytes: [1, 2, 3]) })
    #expect(try compiler.compile(file, in: sources).diagnostics.map(\.rule) == [.unreadableFile])
  }

  @Test("two funnels in one file are refused")
  func twoFunnels() throws {
    let found = try TestRun.diagnostics(of: "funnel f { start -> converted } funnel g { start -> converted }")
    #expect(found.map(\.rule) == [.notSupportedYet])
  }

  @Test("a mistake is found once, and nothing is compiled")
  func mistakes() throws {
    let found = try TestRun.diagnostics(of: "funnel f { start -> nowhere }")
    #expect(found.map(\.rule) == [.unknownName])
  }

  @Test(
    "mistakes in the letters of a text are found",
    arguments: [
      ("funnel f \"no end { start -> converted }", .unterminatedString),
      ("funnel f \"\\q\" { start -> converted }", .invalidEscape),
      ("funnel f { data { now: text } start -> converted }", .reservedName),
      ("funnel f { start ->\u{200B} converted }", .invisibleCharacter),
    ] as [(String, DiagnosticRule)])
  func letters(text: String, rule: DiagnosticRule) throws {
    #expect(try TestRun.diagnostics(of: text).first?.rule == rule)
  }

  @Test("bytes that are no program are refused")
  func noProgram() {
    for text in ["", "{}", "{\"formatVersion\":1}", "[]", "funnel"] {
      #expect(throws: RefusedProgram.unreadable) { try Compiler.load(Array(text.utf8)) }
    }
  }

  @Test("a program that was changed by hand is refused")
  func tamperedProgram() throws {
    var program = try TestRun.compile("funnel f { start -> d decision d { otherwise -> converted } }").program
    program.branches[0].target = Target(.stage, 7)
    let bytes = try program.canonicalJSON()
    #expect(throws: RefusedProgram.self) { try Compiler.load(bytes) }
  }
}
