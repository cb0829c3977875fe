import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import Testing

@Suite("The pipeline, from a text to a verified program")
struct PipelineTests {
  private let smallest = "funnel f { start -> converted }"

  @Test("the smallest funnel compiles")
  func smallestFunnel() throws {
    let program = try TestRun.compile(smallest).funnels[0].program
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

  @Test("two funnels in one file are a workspace, and a file of one funnel is one too")
  func twoFunnels() throws {
    let both = try TestRun.compile("funnel f { start -> converted } funnel g { start -> converted }")
    #expect(both.funnels.map(\.program.name) == ["f", "g"])
    #expect(try TestRun.compile(smallest).workspace.funnels == [both.funnels[0].program])
  }

  @Test("a workspace whose funnels do not fit together is refused")
  func misfits() throws {
    let source = "funnel f { feed leads { source from s } source a ref \"A\" start -> converted } "
    let workspace = try TestRun.compile(source + "funnel g { source b ref \"B\" start -> converted }").workspace
    func refusal(_ change: (inout Workspace) -> Void) -> String? {
      var changed = workspace
      change(&changed)
      do { _ = try VerifiedWorkspace(changed) } catch { return error.message }
      return nil
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.funnels = [] } == "it holds no funnel")
    #expect(refusal { $0.formatVersion = 2 } == "it has format 2, not 1")
    #expect(refusal { $0.funnels[1].name = "f" } == "two funnels are called \"f\"")
    let differing = "the funnels \"f\" and \"g\" read feeds in different ways"
    #expect(refusal { $0.funnels[1].feed.leads.time = $0.funnels[1].feed.leads.source } == differing)
    #expect(refusal { $0.funnels[1].feed.actorsRequired = true } == differing)
    let twice = "two sources have the reference \"A\""
    #expect(
      refusal {
        $0.funnels[1].strings.append("A")
        $0.funnels[1].sources[0].reference = $0.funnels[1].strings.count - 1
      } == twice)
    let far = "the program names number 2 of its funnels, of which there are 2"
    #expect(refusal { $0.funnels[0].actions.append(Action(.start(funnel: 2, into: nil))) } == far)
    let placeless = "the program names number 0 of its stages, of which there are 0"
    #expect(refusal { $0.funnels[0].actions.append(Action(.start(funnel: 1, into: Target(.stage, 0)))) } == placeless)
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
    var program = try TestRun.compile("funnel f { start -> d decision d { otherwise -> converted } }").funnels[0]
      .program
    program.branches[0].target = Target(.stage, 7)
    let bytes = try Workspace([program]).canonicalJSON()
    #expect(throws: RefusedProgram.self) { try Compiler.load(bytes) }
  }
}
