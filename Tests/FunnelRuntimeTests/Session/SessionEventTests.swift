import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("Events whose actor is proved by a session token")
struct SessionEventTests {
  private let tokens: SessionTokens
  private let funnel: SmallFunnel

  init() throws {
    tokens = try #require(
      SessionTokens(key: [UInt8](0..<32)) { SessionTokensTests.code($0, $1) })
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n")]
    funnel.start = "work"
    funnel.stages = [
      .init(
        name: "work", activities: [.init(name: "a"), .init(name: "b"), .init(name: "c", role: "sales")],
        then: "converted")
    ]
    funnel.duplicates = .update
    self.funnel = funnel
  }

  /// A token of the lead's own, good through the second day of January 2026 unless something else is said.
  private func token(
    _ journey: String = "a/small/1", _ role: String = "lead", name: String = "a", nonce: UInt8 = 1, day: Int = 3,
    by tokens: SessionTokens? = nil
  ) throws -> String {
    let claims = SessionClaims(
      journey: Array(journey.utf8), actor: Array(name.utf8), role: Array(role.utf8),
      expiry: 1_767_225_600_000_000 + Int64(day - 1) * microsecondsPerDay, nonce: Array(repeating: nonce, count: 16))
    return String(decoding: try #require((tokens ?? self.tokens).mint(claims)), as: UTF8.self)
  }

  /// The end of an activity by whoever bears a token.
  private func done(_ activity: String, _ token: String, day: Int = 2, _ more: String = "") -> String {
    event("activity.completed", activity, day: day, #""by":{"session":"\#(token)"}\#(more)"#)
  }

  /// What became of lines behind a registration of lead a: the reasons, and how often the journey was moved on.
  private func reasons(_ lines: [String], registered: [String] = [lead()]) throws -> [RejectReason] {
    try SmallRun(funnel, registered + lines, sessions: tokens).rejects.map(\.reason)
  }

  @Test("a token says who acts, and the journal says that it was proved")
  func use() throws {
    let run = try SmallRun(funnel, [lead(), done("a", try token())], sessions: tokens)
    #expect(run.rejects.isEmpty)
    #expect(try run.only().status(of: "a") == "completed")
    #expect(run.journal.contains(#""by":{"role":"lead","name":"a","session":true}"#))
    #expect(!(run.journal + run.output).contains(try token()))
  }

  @Test("a token is good once: another event with it is refused, the same event again is a repeat")
  func once() throws {
    let token = try token()
    #expect(try reasons([done("a", token), done("b", token)]) == [.usedSession])
    let event = done("a", token, day: 2, #","id":"e1""#)
    let run = try SmallRun(funnel, [lead(), event, event], sessions: tokens)
    #expect(run.rejects.isEmpty && run.repeated == 1)
    #expect(try reasons([done("a", token), done("b", try self.token(nonce: 2))]).isEmpty)
  }

  @Test("a token that comes with a line that is refused is not used up")
  func refusedUse() throws {
    let sales = try token("a/small/1", "sales", name: "Ann")
    let run = try SmallRun(
      funnel,
      [
        lead(), done("a", sales), done("x", sales), done("c", sales, day: 2, #","time":"2101-01-01T00:00:00Z""#),
        done("c", sales),
      ].map { $0.replacing(#""time":"2026-01-02T00:00:00Z","time""#, with: #""time""#) }, sessions: tokens)
    #expect(run.rejects.map(\.reason).prefix(2) == [.notAllowed, .unknownActivity])
    #expect(run.rejects.count == 3)
    #expect(try run.only().status(of: "c") == "completed")
  }

  @Test("an event that changes nothing was accepted, and uses its token up")
  func ignoredUse() throws {
    let token = try token()
    let run = try SmallRun(
      funnel, [lead(), event("activity.completed", "a", #""by":{"role":"lead"}"#), done("a", token), done("b", token)],
      sessions: tokens)
    #expect(run.rejects.map(\.reason) == [.usedSession])
    #expect(try run.only().counts == .init(done: 1, ignored: 1))
  }

  @Test(
    "a token is over at its end by the event's time, and by the lead's clock where the event is older or has no time")
  func expiry() throws {
    #expect(try reasons([done("a", try token(day: 2), day: 2)]) == [.expiredSession])
    #expect(try reasons([done("a", try token(day: 3), day: 2)]).isEmpty)
    let clock = event("clock", day: 5)
    #expect(try reasons([clock, done("a", try token(day: 4), day: 2)]) == [.expiredSession])
    #expect(try reasons([clock, done("a", try token(day: 6), day: 2)]).isEmpty)
    let timeless = #"{"type":"activity.completed","lead":"a","activity":"a","by":{"session":"\#(try token(day: 4))"}}"#
    #expect(try reasons([clock, timeless]) == [.expiredSession])
    #expect(try reasons([timeless]).isEmpty)
    // One that was used and is over is over: nothing needs to remember it.
    let old = try token(day: 3)
    #expect(try reasons([done("a", old), clock, done("b", old, day: 6)]) == [.expiredSession])
  }

  @Test("what is used is remembered only as long as it would be good")
  func memory() throws {
    var journey = Journey()
    journey.clock = 0
    for number in 0..<1000 {
      journey.spend(
        IncomingEvent.Session(journey: .init(bits: 0), expiry: Int64(number) + 10, nonce: UInt128(number)),
        at: Int64(number))
    }
    #expect(journey.usedSessions.count == 10)
  }

  @Test("a token is for one journey: not another lead's, not another funnel's, not the lead's next one")
  func foreign() throws {
    for journey in ["b/small/1", "a/other/1", "a/small/2", "a/small/11", "a/small", "x"] {
      #expect(try reasons([done("a", try token(journey))]) == [.foreignSession], "\(journey)")
    }
    var funnel = funnel
    funnel.duplicates = .restart
    let run = try SmallRun(
      funnel,
      [
        lead(), done("a", try token()), lead(day: 2), done("a", try token(nonce: 2), day: 2),
        done("a", try token("a/small/2", nonce: 2), day: 2),
      ], sessions: tokens)
    #expect(run.rejects.map(\.reason) == [.foreignSession])
    #expect(run.journeys.map { $0.counts.done } == [1, 1])
  }

  @Test("nobody can bring a token to a registration of a lead that is not known yet")
  func registration() throws {
    let line = event("lead.registered", day: 2, #""by":{"session":"\#(try token())"}"#)
    #expect(try reasons([], registered: [line]) == [.foreignSession])
    #expect(try reasons([line]).isEmpty)
  }

  @Test("a genuine token allows no more than its role")
  func role() throws {
    #expect(try reasons([done("c", try token())]) == [.notAllowed])
    #expect(try reasons([done("c", try token("a/small/1", "sales", name: "Ann"))]).isEmpty)
    #expect(try reasons([done("c", try token("a/small/1", "king", name: "Ann"))]) == [.unknownRole])
    #expect(try reasons([event("journey.cancelled", day: 2, #""by":{"session":"\#(try token())"}"#)]) == [.notAllowed])
    // A lead may be known by another name than its id; the journey that the token names is its own.
    #expect(try reasons([done("a", try token(name: "ada@example.org"))]).isEmpty)
  }

  @Test("what is no token, part of one, or made with another key is refused for its reason")
  func forged() throws {
    let good = try token()
    let other = try #require(SessionTokens(key: [UInt8](1...32)) { SessionTokensTests.code($0, $1) })
    #expect(try reasons([done("a", try token(by: other))]) == [.forgedSession])
    let middle = good.index(good.startIndex, offsetBy: good.count / 2)
    let changed = String(good[..<middle]) + (good[middle] == "A" ? "B" : "A") + good[good.index(after: middle)...]
    #expect(try reasons([done("a", changed)]) == [.forgedSession])
    for text in ["", "x", "AQ", String(good.dropLast(60)), good + "=", " " + good, "no token at all"] {
      #expect(try reasons([done("a", text)]) == [.badSession], "\(text)")
    }
    for value in ["12", "true", "{}", "[]", #""\ud800""#] {
      let line = done("a", "T").replacing(#""T""#, with: value)
      #expect(try [[.badSession], [.invalidField]].contains(reasons([line])), "\(value)")
    }
    #expect(try reasons([done("a", "T").replacing(#""T""#, with: "null")]) == [.invalidField], "it names nobody")
  }

  @Test("a name or a role beside a token could say something else than the token")
  func beside() throws {
    let line = done("a", try token())
    for more in [#""name":"a","#, #""role":"lead","#] {
      #expect(try reasons([line.replacing(#""session""#, with: more + #""session""#)]) == [.invalidField])
    }
  }

  @Test("without a key no token is believed, and with one every event must say who did it")
  func keys() throws {
    let fixture = FeedFixture()
    #expect(try fixture.reason(done("a", try token())) == .noSessionKey)
    #expect(try reasons([event("activity.completed", "a")]) == [.noActor])
    #expect(try reasons([event("activity.completed", "a", #""by":{"role":"automatic"}"#)]) == [.notAllowed])
  }

  @Test("whoever came by a token is sent back once nothing is open for them any more")
  func redirect() throws {
    let run = try SmallRun(
      funnel,
      [
        lead(), done("a", try token()), done("c", try token("a/small/1", "sales", name: "Ann", nonce: 2)),
        done("b", try token(nonce: 3), day: 2),
      ], sessions: tokens)
    let records = run.journal.split(separator: "\n").filter { $0.contains(#""record":"redirect""#) }
    #expect(
      records.map { $0.replacing(/^.*"record":/, with: "") } == [
        #""redirect","by":{"role":"sales","name":"Ann","session":true}}"#,
        #""redirect","by":{"role":"lead","name":"a","session":true}}"#,
      ])
    // Nobody is sent back who did not come, and nobody for whom nothing was open.
    let quiet = try SmallRun(
      funnel,
      [
        lead(), event("activity.completed", "a", #""by":{"role":"lead"}"#),
        event("activity.completed", "b", #""by":{"role":"lead"}"#),
        event("lead.updated", day: 2, by(try token(nonce: 4))),
      ], sessions: tokens)
    #expect(!quiet.journal.contains("redirect"))
    #expect(quiet.rejects.isEmpty)
  }

  private func by(_ token: String) -> String { #""by":{"session":"\#(token)"}"# }

  @Test("tokens are cut out of rejects, also where the line is broken or the token is written with escapes")
  func cutOut() throws {
    let good = try token()
    let lines = [
      done("a", good) + "}", done("x", good), done("a", try token("b/small/1")),
      "[\(done("a", good))]", #"{"type":"activity.completed","by":{"session":"\#(good)"},"#,
      #"{"lead":"a","note":"\#(good)"}"#.replacing("\"lead\"", with: "\"laed\""),
      done("a", good.replacing("A", with: #"\u0041"#)).replacing(#""activity":"a""#, with: #""activity":"x""#),
      done("a", String(good.dropLast(20))), done("a", "a secret that is no token"),
    ]
    let run = try SmallRun(funnel, [lead()] + lines, sessions: tokens)
    #expect(run.rejects.count == lines.count)
    for (line, reject) in zip(lines, run.rejects) {
      let text = String(decoding: reject.bytes, as: UTF8.self)
      #expect(text.contains("***"), "\(text)")
      #expect(!text.contains(good.prefix(30)) && !text.contains(#"\u0041"#) && !text.contains("secret"), "\(text)")
      #expect(!reject.message.contains(good.prefix(30)) && !reject.message.contains("secret"))
      #expect(reject.length == line.utf8.count, "the length is the line's own")
    }
    // What is no token stays as it was.
    let plain = try FeedFixture().rejects(
      Array(#"{"note":"AQ is short","hash":"\#(String(repeating: "f", count: 64))"}"#.utf8))
    #expect(plain.map { String(decoding: $0.bytes, as: UTF8.self) }.allSatisfy { !$0.contains("***") })
  }
}
