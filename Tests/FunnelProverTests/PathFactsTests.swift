import Foundation
import FunnelSemantics
import Testing

@testable import FunnelProver

@Suite("What is known on entry")
struct PathFactsTests {
  /// How the prover calls the fate of each branch of the decision with a name.
  private static func fates(_ name: String, _ body: String, handOvers: [ResolvedTarget.Place?] = []) throws -> [String]
  {
    let funnel = try FunnelText.resolve(body)
    let number = try #require(funnel.decisions.firstIndex { $0.name == name })
    return Prover(funnel, handOvers: handOvers).decision(ID(number)).branches.map {
      switch $0.fate {
      case .taken: "taken"
      case .neverTrue: "never"
      case .shadowed: "shadowed"
      case .excludedOnEntry: "excluded"
      case .undecided: "undecided"
      }
    }
  }

  private static let data = """
    data {
      age: integer in 0..120
      country: country fixed
      vip: boolean
    }
    """

  @Test("what a decision found holds in the next one, and no longer behind a stage")
  func waiting() throws {
    let first = "start -> d  decision d { when age >= 18 -> %@  otherwise -> converted }"
    let second = "decision e { when age < 18 -> converted  when age >= 18 -> lost \"no\"  otherwise -> converted }"
    let stage = "stage s { activity talk by lead  then -> e  limit 3 days -> e }"
    let near = first.replacing("%@", with: "e")
    let far = first.replacing("%@", with: "s")
    #expect(try Self.fates("e", "\(Self.data)\n\(near)\n\(second)") == ["excluded", "taken", "excluded"])
    #expect(try Self.fates("e", "\(Self.data)\n\(far)\n\(second)\n\(stage)") == ["taken", "taken", "taken"])
  }

  @Test("what a decision found holds behind a stage that nobody waits in, but for what is written there")
  func passing() throws {
    let body = """
      \(Self.data)
      start -> d
      decision d { when age >= 18 -> s  otherwise -> converted }
      stage s { activity talk by lead { optional }  %@  limit 3 days -> e  then -> e }
      decision e { when age < 18 -> converted  when age >= 18 -> lost "no"  otherwise -> converted }
      """
    let passed = body.replacing("limit 3 days -> e", with: "").replacing("%@", with: "")
    #expect(try Self.fates("e", passed) == ["excluded", "taken", "excluded"])
    let written = body.replacing("%@", with: "on enter { set age = 3 }")
    #expect(try Self.fates("e", written) == ["taken", "taken", "taken"])
    let waited = body.replacing("{ optional }", with: "").replacing("%@", with: "")
    #expect(try Self.fates("e", waited) == ["taken", "taken", "taken"])
  }

  @Test("a known value of a fixed point stays for good")
  func fixedPoints() throws {
    let body = """
      \(Self.data)
      start -> d
      decision d { when country == DE and age > 3 -> s  otherwise -> converted }
      stage s { activity talk by lead  then -> e  limit 3 days -> e }
      decision e { when country == FR -> converted  when age <= 3 -> converted  otherwise -> lost "no" }
      """
    #expect(try Self.fates("e", body) == ["excluded", "taken", "taken"])
    // That it is missing says nothing about later.
    let missing = body.replacing("country == DE", with: "country is missing")
    #expect(try Self.fates("e", missing) == ["taken", "taken", "taken"])
  }

  @Test("the source never changes")
  func sources() throws {
    let body = """
      \(Self.data)
      feed leads { source from ref }
      source web ref "W"
      source fair ref "F"
      start -> d
      decision d { when source == web -> s  otherwise -> converted }
      stage s { activity talk by lead  then -> e  limit 3 days -> e }
      decision e { when source == fair -> converted  otherwise -> lost "no" }
      """
    #expect(try Self.fates("e", body) == ["excluded", "taken"])
  }

  @Test("the label that a decision gave last holds until it is taken again")
  func labels() throws {
    let body = """
      \(Self.data)
      start -> d
      decision d { when age >= 60 -> s as old  when age >= 18 -> s as grown  otherwise -> t as young }
      stage s { activity talk by lead  then -> e  limit 3 days -> e }
      stage t { activity wait by lead  then -> %@  limit 3 days -> lost "late" }
      decision e { when d == young -> converted  when d == old -> converted  otherwise -> lost "no" }
      """
    #expect(try Self.fates("e", body.replacing("%@", with: "converted")) == ["excluded", "taken", "taken"])
    #expect(try Self.fates("e", body.replacing("%@", with: "e")) == ["taken", "taken", "taken"])
    #expect(try Self.fates("e", body.replacing("%@", with: "d")) == ["excluded", "taken", "taken"])
  }

  @Test("how activities stand follows from how their stage was left")
  func standings() throws {
    let body = """
      \(Self.data)
      start -> s
      stage s {
        activity kyc by lead { retry 2 times }
        activity survey by lead { optional }
        %@
      }
      decision e {
        when kyc is failed -> converted
        when survey is open -> converted
        when kyc is completed -> converted
        otherwise -> lost "no"
      }
      """
    let done = body.replacing("%@", with: "then -> e")
    #expect(try Self.fates("e", done) == ["excluded", "excluded", "taken", "excluded"])
    let failed = body.replacing("%@", with: "on failed kyc -> e  limit 1 day -> lost \"late\"  then -> converted")
    #expect(try Self.fates("e", failed) == ["taken", "excluded", "excluded", "excluded"])
    let late = body.replacing("%@", with: "limit 1 day -> e  then -> converted")
    #expect(try Self.fates("e", late) == ["taken", "excluded", "taken", "taken"])
  }

  @Test("what an exit was for is true behind it, unless leaving writes over it")
  func exits() throws {
    let body = """
      \(Self.data)
      start -> s
      stage s {
        activity talk by lead
        exit when age > 100 -> e
        %@
        limit 1 day -> lost "late"
        then -> converted
      }
      decision e { when age <= 100 -> converted  when age is missing -> converted  otherwise -> lost "no" }
      """
    #expect(try Self.fates("e", body.replacing("%@", with: "")) == ["excluded", "excluded", "taken"])
    let written = body.replacing("%@", with: "on exit { set age = 5 }")
    #expect(try Self.fates("e", written) == ["taken", "taken", "taken"])
    let answered = body.replacing("exit when age > 100 -> e", with: "on completed talk when age > 100 -> e")
      .replacing("%@", with: "")
    #expect(try Self.fates("e", answered) == ["excluded", "excluded", "taken"])
  }

  @Test("who fell through comes again with other data")
  func fallingThrough() throws {
    let body = """
      \(Self.data)
      intake { require age }
      start -> d
      decision d { when age < 18 -> converted  when age >= 18 and vip -> converted  when age is missing -> lost "no" }
      """
    #expect(try Self.fates("d", body) == ["taken", "taken", "taken"])
    let complete = body.replacing("and vip", with: "")
    #expect(try Self.fates("d", complete) == ["taken", "taken", "excluded"])
  }

  @Test("what is held, or handed over, was not asked by intake, or may have changed since")
  func intake() throws {
    let body = """
      \(Self.data)
      intake { require age  decline "young" when age < 18  %@ }
      start -> d
      decision d { when age < 18 or age is missing -> converted  otherwise -> lost "no" }
      """
    #expect(try Self.fates("d", body.replacing("%@", with: "")) == ["excluded", "taken"])
    #expect(try Self.fates("d", body.replacing("%@", with: "hold when vip limit 1 day -> d")) == ["taken", "taken"])
    #expect(try Self.fates("d", body.replacing("%@", with: ""), handOvers: [nil]) == ["taken", "taken"])
  }

  @Test("a loop ends, and says what holds however often it is gone round")
  func loops() throws {
    let body = """
      \(Self.data)
      start -> d
      decision d { when age >= 60 -> s as old  when age >= 18 -> t as grown  when age >= 6 -> u as young  otherwise -> converted }
      stage s { activity talk by lead  then -> e  limit 3 days -> e }
      stage t { activity call by lead  then -> e  limit 3 days -> e }
      stage u { activity mail by lead  then -> e  limit 3 days -> e }
      decision e { when d == old -> d  when d == grown -> t  when d == young -> u  otherwise -> lost "no" }
      """
    #expect(try Self.fates("e", body) == ["taken", "taken", "taken", "excluded"])
  }

  @Test("conditions can be asked at every moment")
  func moments() throws {
    let funnel = try FunnelText.resolve(
      """
      \(Self.data)
      intake { require age  decline "young" when age < 18  decline "old" when age < 18 or age > 90 }
      start -> s
      stage s {
        requires country
        activity talk by lead { when age < 18 }
        activity call by lead { when country is missing }
        then -> converted
        limit 1 day -> lost "late"
      }
      stage t { activity mail by lead  then -> converted }
      """)
    let prover = Prover(funnel)
    func isPossible(_ condition: TypedExpression?, at moment: Moment) throws -> Bool {
      if case .some = prover.possibility(that: [try #require(condition)], at: moment) { true } else { false }
    }
    let (talk, call) = (funnel.activities[0].condition, funnel.activities[1].condition)
    #expect(try isPossible(talk, at: .registration))
    #expect(try !isPossible(talk, at: .declining(1)))
    #expect(try !isPossible(talk, at: .stage(ID(0))))
    #expect(try isPossible(call, at: .stage(ID(0))))
    // While it waits for the country, the age may change.
    #expect(try isPossible(talk, at: .opening(ID(0))))
    #expect(try !isPossible(call, at: .opening(ID(0))))
    #expect(try isPossible(talk, at: .during(ID(0))))
    #expect(prover.isReached(.stage(ID(0))))
    #expect(!prover.isReached(.stage(ID(1))))
  }
}
