import FunnelDiagnostics
import FunnelSyntax
import Testing

@testable import FunnelSemantics

/// What the tables of a resolved program hold.
@Suite struct ProgramTests {
  private func funnel(_ body: String) throws -> ResolvedFunnel {
    let lines = "funnel f {\n\(body)\n}".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (program, found, syntax) = SemanticCase.resolve(lines)
    try #require(syntax.isEmpty, "\(syntax.map(\.message))")
    return try #require(program?.funnels.first, "\(found)")
  }

  @Test func whatIsNotSaid() throws {
    let funnel = try funnel("start -> lost \"x\"")
    #expect(funnel.version == 1)
    #expect(funnel.timezone.value == "UTC")
    #expect(funnel.leadFeed.lead.map(\.path.steps) == [[.key("id")], [.key("lead")], [.key("email")]])
    #expect(funnel.leadFeed.data.steps.isEmpty)
    #expect(funnel.eventFeed == nil)
    #expect(!funnel.actorsRequired)
    #expect(funnel.intake.duplicates == .ignore)
    #expect(funnel.start.place == .lost(reason: "x"))
  }

  @Test func points() throws {
    let funnel = try funnel(
      """
      start -> converted
      type size = choice { small, large = "L" }
      data {
        /// Where we write to.
        /// Second line.
        email: email personal title "Address"
        size: size from a.b default large
        revenue: money EUR in 0 EUR.. from x.y currency from x.z fixed
        phone: phone from "$.fields[?@.code=='PHONE'].values[-1].value"
        other: size
        tags: set of size from "$.tags[*].n" default { small }
      }
      """)
    let points = funnel.points
    #expect(
      points.map(\.type) == [
        .email, .choice(ID(0)), .money(try #require(Currency(code: "EUR"))), .phone, .choice(ID(0)),
        .set(.choice(ID(0))),
      ])
    #expect(points[0].documentation == "Where we write to.\nSecond line.")
    #expect(points[0].isPersonal && points[0].title == "Address" && points[0].path.steps == [.key("email")])
    #expect(points[1].path.steps == [.key("a"), .key("b")])
    #expect(points[1].defaultValue?.kind == .literal(.member(1)))
    #expect(points[2].lowest == .money(0) && points[2].highest == nil && points[2].isFixed)
    #expect(points[2].currencyPath?.steps == [.key("x"), .key("z")])
    #expect(
      points[3].path.steps == [
        .key("fields"), .firstWhere(key: ["code"], equals: .text("PHONE")), .key("values"), .index(-1), .key("value"),
      ])
    #expect(points[5].path.steps == [.key("tags"), .each, .key("n")])
    #expect(funnel.choices.count == 1)
    #expect(funnel.choices[0].members.map(\.feedValue) == ["small", "L"])
  }

  @Test func stagesAndActivities() throws {
    let funnel = try funnel(
      """
      role sales: manager "Sales team"
      data { slot: datetime }
      start -> first
      on withdrawn -> lost "withdrawn"
      stage first "First" {
        activity call "A call" by lead { kind calendar  collects slot  due 3 days + 2 hours  remind every 1 day at most 2 times }
        activity check by automatic { retry 2 times every 90 minutes  optional }
        activity sign by sales { after call, check  when slot is known }
        limit 2 weeks -> second
        on failed call when slot is missing -> second
        then -> second
      }
      stage second {
        activity call by lead
        on failed -> lost
        then -> converted
      }
      on failed call -> second
      """)
    #expect(funnel.stages.map(\.activities) == [[ID(0), ID(1), ID(2)], [ID(3)]])
    #expect(funnel.activityNames.map(\.name) == ["call", "check", "sign"])
    #expect(funnel.activityNames[0].activities == [ID(0), ID(3)])
    let activities = funnel.activities
    #expect(activities.map(\.actor) == [.lead, .automatic, .role(ID(0)), .lead])
    #expect(activities.map(\.stage) == [ID(0), ID(0), ID(0), ID(1)])
    #expect(
      activities[0].kind == "calendar" && activities[0].collects == [ID(0)]
        && activities[0].title == ResolvedText(parts: [.text("A call")]))
    #expect(activities[0].due?.value == CalendarSpan(days: 3, microseconds: 7_200_000_000))
    #expect(activities[0].reminder?.every == CalendarSpan(days: 1))
    #expect(activities[0].reminder?.times == 2)
    #expect(activities[1].retry == .init(times: 2, every: CalendarSpan(microseconds: 5_400_000_000)))
    #expect(activities[1].isOptional && !activities[0].isOptional)
    #expect(activities[2].after == [ID(0), ID(1)] && activities[2].condition != nil)
    #expect(funnel.stages[0].limit?.duration == CalendarSpan(days: 14))
    #expect(funnel.stages[0].limit?.target.place == .stage(ID(1)))
    #expect(funnel.stages[0].handlers.map(\.event) == [.failed(ID(0))])
    #expect(funnel.stages[0].handlers[0].condition != nil)
    #expect(funnel.stages[1].handlers.map(\.event) == [.failed(nil)])
    #expect(funnel.handlers.map(\.event) == [.withdrawn, .failed(ID(0))])
    #expect(funnel.roles[0].kind == .manager && funnel.roles[0].title == "Sales team")
  }

  @Test func labelsOfADecision() throws {
    let funnel = try funnel(
      """
      data { n: integer }
      start -> d
      decision d unique {
        when n > 10 -> good as large
        when n > 5 -> good
        when n > 4 -> lost "a"
        when n > 3 -> lost "b"
        otherwise -> converted as large
      }
      end good: converted
      """)
    let decision = funnel.decisions[0]
    #expect(decision.isUnique)
    #expect(decision.labels == ["large", "good", "lost"])
    #expect(decision.branches.map(\.label) == [0, 1, 2, 2, 0])
    #expect(decision.branches.map { $0.condition == nil } == [false, false, false, false, true])
    #expect(decision.branches[2].target.place == .lost(reason: "a"))
  }

  @Test func aTableIsBranchesOverItsHeader() throws {
    let funnel = try funnel(
      """
      data { n: integer  country: country  tags: set of text }
      start -> d
      decision d {
        table {
          | n      | country    | tags     | ->           |
          | 1..5   | DE, AT     | "a", "b" | -> converted |
          | not 3  | not DE     | -        | -> converted |
          | >= 6, missing | known | -      | -> converted |
          | -      | -          | -        | -> converted |
        }
      }
      """)
    let text = ExpressionText(funnel: funnel)
    #expect(
      funnel.decisions[0].branches.map { $0.condition.map { text($0) } } == [
        "(all (in-range n 1 5) (one-of country DE AT) (any (has tags 'a') (has tags 'b')))",
        "(all (not (== n 3)) (not (== country DE)))",
        "(all (any (>= n 6) (missing n)) (not (missing country)))",
        nil,
      ])
  }

  @Test func formulasAndScores() throws {
    let funnel = try funnel(
      """
      data { n: integer }
      start -> converted
      let size = "big" when n > 5 else "small" when n > 0
      score fit in ..100 { award 40 when n > 5  deduct 10 when n is missing }
      """)
    #expect(funnel.lets[0].type == .text)
    #expect(funnel.lets[0].cases.map { $0.condition == nil } == [false, false])
    #expect(funnel.scores[0].lowest == nil && funnel.scores[0].highest == 100)
    #expect(funnel.scores[0].rules.map(\.points) == [40, -10])
  }
}
