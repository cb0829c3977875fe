import FunnelIR
import FunnelRuntime
import Testing

@Suite("A program made with bad intent")
struct HostileProgramTests {
  /// A funnel that uses every table.
  private static var funnel: SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = [
      .init(name: "n", fallback: 3), .init(name: "m", isFixed: true), .init(name: "t", type: ValueType(.text)),
      .init(name: "c", type: ValueType(.choice)), .init(name: "s", type: ValueType(.text, isSet: true)),
      .init(name: "e", type: ValueType(.email)),
    ]
    funnel.sources = ["WEB"]
    funnel.scores = [(name: "fit", award: 40, when: .any([.less("n", 10), .equal("m", 1)]))]
    funnel.declines = [(.isMissing("t"), reason: "no text")]
    funnel.start = "size"
    funnel.decisions = [
      .init(name: "size", branches: [(.all([.less("n", 5), .not(.equal("m", 2))]), "small"), (nil, "large")])
    ]
    funnel.stages = [
      .init(
        name: "small", requires: .not(.isMissing("m")),
        activities: [
          .init(
            name: "a", due: .days(1), retries: 1, retryDelay: .hours(2), remind: (.hours(5), 3), collects: ["n", "t"]),
          .init(name: "b", role: "sales", when: .label("size", "small"), after: ["a"]),
        ], limit: (.months(1), "large"), exits: [(.overdue("a"), "lost it")],
        failures: [.init(activity: "a", target: "large")],
        withdrawals: [.init(target: "gone")], then: "size"),
      .init(name: "large", activities: [.init(name: "z", isOptional: true)], then: "converted"),
    ]
    funnel.exits = [(.equal("m", 9), "large")]
    funnel.failures = [.init(when: .activity("a", .failed), target: "large")]
    return funnel
  }

  /// Two funnels of which each does everything there is to do, and begins journeys of the other one.
  private static var funnelsThatStart: Workspace {
    var second = funnel
    second.name = "other"
    second.sources = []
    var programs = [funnel.programWithActions(), second.programWithActions()]
    programs[1].feed.leads = programs[0].feed.leads
    for (index, place) in [(0, Target(.end, 0)), (1, Target(.end, 0))] {
      let action = programs[index].actions.count - 6
      programs[index].actions[action].kind = .start(funnel: 1 - index, into: place)
    }
    return Workspace(programs)
  }

  private static let feed =
    [
      lead("a", #""ref":"WEB","n":1,"m":1,"t":"x","c":"small","s":["p","q"],"e":"a@web.example""#),
      lead("b", #""ref":"WEB","t":"y""#),
    ]
    + [
      event("activity.failed", "a", day: 1, hour: 1),
      event("activity.completed", "a", day: 2, #""data":{"t":"other"}"#),
      event("lead.updated", lead: "b", day: 2, #""data":{"m":9,"t":null}"#), event("activity.failed", "b", day: 3),
      event("journey.moved", day: 4, #""target":"small""#), event("lead.withdrawn", day: 9),
    ]

  @Test(
    "is refused, or runs to an end: numbers of a valid program's JSON changed at random",
    arguments: [(false, 3_000), (true, 250)] as [(Bool, UInt64)])
  func mutations(hasStarts: Bool, seeds: UInt64) throws {
    let alone = Workspace([HostileProgramTests.funnel.programWithActions()])
    let original = try (hasStarts ? HostileProgramTests.funnelsThatStart : alone).canonicalJSON()
    let numbers = HostileProgramTests.numbers(in: original)
    var refused = 0
    var ran = 0
    for seed in 0..<seeds {
      var random = SplitMix64(seed: seed)
      var bytes = original
      for _ in 0...random.below(2) {
        let place = numbers[random.below(numbers.count)]
        // Earlier changes move later places; a change that hits something else is as good as any.
        guard place.upperBound <= bytes.count else { continue }
        let old = Int64(String(decoding: bytes[place], as: UTF8.self)) ?? 0
        let new: Int64 =
          switch random.below(8) {
          case 0: Int64(random.below(4))
          case 1: old &+ 1
          case 2: old &- 1
          case 3: -1
          case 4: (1 as Int64) << random.below(63)
          case 5: Int64(bitPattern: random.next())
          case 6: .max
          default: Int64(random.below(200))
          }
        bytes.replaceSubrange(place, with: Array(String(new).utf8))
      }
      guard let workspace = Workspace(canonicalJSON: bytes), let verified = try? VerifiedWorkspace(workspace) else {
        refused += 1
        continue
      }
      ran += 1
      _ = verified.listing
      let run = HostileProgramTests.run(verified)
      #expect(run > 0, "seed \(seed)")
    }
    #expect(refused > seeds / 6)
    #expect(ran > seeds / 6)
  }

  /// Runs the feed, and says how many lines it got through.
  private static func run(_ funnels: VerifiedWorkspace) -> Int {
    var settings = RunSettings(digest: { _ in [] })
    settings.keepsJournal = true
    settings.keepsEffects = true
    settings.until = 1_770_000_000_000_000
    let workspace = LoadedWorkspace(funnels)
    var run = FunnelRun(workspace, settings)
    var reader = FeedReader(MemorySource(feed.joined(separator: "\n")), for: workspace)
    var event = IncomingEvent()
    var lines = 0
    while let item = try? reader.next(into: &event), item != .end {
      lines += 1
      if case .event(let line, _) = item { _ = run.handle(event, line: line) }
    }
    while run.finishNext() {}
    return lines
  }

  private static func numbers(in json: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var start: Int?
    for (index, byte) in json.enumerated() {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      if isDigit, start == nil { start = index }
      if !isDigit, let first = start {
        places.append(first..<index)
        start = nil
      }
    }
    return places
  }

  @Test("its code may not go back, run out, leave its tables or end as something else")
  func code() {
    func refusal(_ change: (inout Program) -> Void) -> String? {
      var program = HostileProgramTests.funnel.programWithActions()
      change(&program)
      do throws(RefusedProgram) {
        _ = try VerifiedProgram(program)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.code[0] = Instruction(.jump, b: 0) } == "instruction 0 jumps to 0")
    #expect(refusal { $0.code.append(Instruction(.missing)) } == "the code has no end")
    #expect(
      refusal { $0.code[0] = Instruction(.point, immediate: 99) }
        == "the program names number 99 of its data points, of which there are 6")
    #expect(
      refusal {
        $0.code[0] = Instruction(
          .equalTextConstant, b: 1, immediate: TextReference(.constants, offset: 0, length: 9).bits)
      } == "a constant lies outside the constants")
    #expect(
      refusal { $0.scores[0].entry = $0.conditions[0].truth }?.hasSuffix("ends in another way than is asked for")
        == true)
    #expect(refusal { $0.conditions[0].registers = 0 }?.hasSuffix("registers, not 0") == true)
    #expect(refusal { $0.stages[1].activities = $0.stages[0].activities } == "activity 0 belongs to two stages")
    #expect(refusal { $0.activities[1].key = $0.activities[0].key } == "two activities of one stage have the same name")
    #expect(refusal { $0.activities[1].due = $0.activities[0].due } == "activity 1 has timer 0, which is not its own")
    #expect(
      refusal { $0.feed.points[0].type = ValueType(.text) }
        == "data point 0 is read from the feed as another type than its own")
  }

  @Test("its actions may not touch what is not theirs")
  func actions() {
    func refusal(_ place: Int, _ kind: (Action.Kind) -> Action.Kind) -> String? {
      var program = HostileProgramTests.funnel.programWithActions()
      let index = program.actions.count - 8 + place
      program.actions[index].kind = kind(program.actions[index].kind)
      do throws(RefusedProgram) {
        _ = try VerifiedProgram(program)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(refusal(0) { $0 } == nil)
    #expect(refusal(0) { _ in .notify(role: 99, text: .empty) }?.contains("number 99 of its roles") == true)
    #expect(refusal(0) { _ in .note(text: TableRange(start: 0, count: 999)) }?.contains("parts of texts") == true)
    #expect(
      refusal(3) { _ in .email(role: 0, to: 2, subject: .empty, text: .empty) }
        == "data point 2 holds no e-mail address")
    #expect(refusal(5) { _ in .tag(slot: 2, tag: 0) } == "data point 2 holds no tags")
    #expect(refusal(6) { _ in .set(slot: 0, value: 1) } == "data point 0 is set to a value of another type")
    #expect(refusal(6) { _ in .set(slot: 77, value: 1) }?.contains("number 77 of its data points") == true)
    #expect(refusal(7) { _ in .go(Target(.end, 0)) } == "\"on exit\" leads away")
  }

  @Test("funnels may begin no journey where there is no funnel or no place")
  func starts() {
    func refusal(_ funnel: Int, _ place: Target?) -> String? {
      var programs = HostileProgramTests.funnelsThatStart.funnels
      programs[0].actions[programs[0].actions.count - 6].kind = .start(funnel: funnel, into: place)
      do throws(RefusedProgram) {
        _ = try VerifiedWorkspace(Workspace(programs))
        return nil
      } catch {
        return error.message
      }
    }
    #expect(refusal(1, nil) == nil && refusal(0, nil) == nil && refusal(1, Target(.decision, 0)) == nil)
    #expect(refusal(2, nil) == "the program names number 2 of its funnels, of which there are 2")
    #expect(refusal(-1, nil)?.contains("number -1 of its funnels") == true)
    #expect(refusal(1, Target(.stage, 2))?.contains("number 2 of its stages") == true)
    #expect(refusal(1, Target(.end, 99))?.contains("number 99 of its ends") == true)
  }

  @Test("and what it does comes out as effects")
  func effects() throws {
    var settings = RunSettings(digest: { $0 })
    settings.keepsEffects = true
    let program = Self.funnel.programWithActions()
    var run = try FunnelRun(LoadedWorkspace(VerifiedProgram(program)), settings)
    var reader = FeedReader(
      MemorySource(Self.feed[0]), plan: program.feed, choices: program.choices, zone: .utc)
    var event = IncomingEvent()
    _ = try reader.next(into: &event)
    _ = run.handle(event, line: 1)
    let lines = String(decoding: run.effects.bytes, as: UTF8.self)
    for word in ["notify", "task", "note", "email", "webhook", "activity"] {
      #expect(lines.contains("\"effect\":\"\(word)\""), "\(word)")
    }
    #expect(lines.contains("\"to\":\"a@web.example\""))
    #expect(lines.contains("\"title\":\"value x\""))
  }

  @Test("a listing shows every table by name")
  func listing() throws {
    let listing = VerifiedWorkspace(try VerifiedProgram(HostileProgramTests.funnel.programWithActions())).listing
    for line in [
      "funnel small", "  0 n: integer default 3", "  1 m: integer fixed", "  4 s: set of text",
      "start -> decision size",
      "decision size", "  otherwise -> stage large as large", "stage small",
      "  activity b by sales when c1 after a",
      "  timer remind a after 18000000000 µs at most 3 times", "  on failed a -> stage large",
      "  then -> decision size",
      "  on withdrawn -> end lost \"gone\"", "  score fit:",
    ] {
      #expect(listing.contains("\n\(line)\n") || listing.hasPrefix("\(line)\n"), "\(line)")
    }
  }
}
