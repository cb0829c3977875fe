import FunnelIR
import FunnelRuntime
import Testing

/// As what a line is understood, and what is read of it.
@Suite struct EnvelopeTests {
  private var fixture = FeedFixture(points: [
    point("company.size", ValueType(.integer), slot: 3), point("name", ValueType(.text), slot: 1),
  ])

  private func read(_ line: String, _ fixture: FeedFixture? = nil) throws -> String {
    let items = try (fixture ?? self.fixture).items(line)
    guard items.count == 1, case .event(let text) = items[0] else { return "\(items)" }
    return text
  }

  @Test func aLeadObjectRegisters() throws {
    #expect(try read(#"{"company":{"size":5},"id":"a","name":"N"}"#) == "lead.registered a name=N size=5")
    #expect(try read(#"{"type":"b2b","id":"a"}"#) == "lead.registered a", "a type without a lead is the object's own")
  }

  @Test func theLeadsIdIsTheFirstThatHoldsAValue() throws {
    #expect(try read(#"{"id":null,"lead":"","email":"e@x"}"#) == "lead.registered e@x")
    #expect(try read(#"{"lead":"l","email":"e@x","id":7}"#) == "lead.registered #7")
    #expect(try read(#"{"id":123456789012345678901234567890}"#) == "lead.registered #123456789012345678901234567890")
    #expect(try fixture.reason(#"{"name":"N"}"#) == .noLead)
    #expect(try fixture.reason(#"{"id":""}"#) == .noLead)
    for value in ["1.5", "1e3", "true", "{}", "[]", #""\ud800""#] {
      #expect(try fixture.reason(#"{"id":"# + value + "}") == .invalidField, "\(value)")
    }
  }

  @Test func fieldsOfLeadObjectsAreMapped() throws {
    var fixture = fixture
    fixture.plan.leads = LeadFields(
      lead: [field("ref.no")], time: field("created"), source: field("origin", [("web", "WEB-1")]),
      owner: field("owner"),
      data: dotted("payload"))
    #expect(
      try read(
        #"{"ref":{"no":"a"},"created":10,"origin":"web","owner":12,"payload":{"name":"N","company":{"size":"5"}},"name":"no"}"#,
        fixture)
        == "lead.registered a at=10000000 source=WEB-1 owner=12 name=N size=5")
    #expect(try fixture.reason(#"{"ref":{"no":"a"},"created":"yesterday"}"#) == .invalidTime)
    #expect(try read(#"{"ref":{"no":"a"},"created":null,"origin":"x"}"#, fixture) == "lead.registered a source=x")
    // In an event, `data` stands for the line.
    #expect(
      try read(#"{"type":"lead.registered","lead":"a","data":{"origin":"web","name":"N"},"origin":"no"}"#, fixture)
        == "lead.registered a source=WEB-1 name=N")
  }

  @Test func theBuiltInEnvelope() throws {
    #expect(
      try read(
        #"{"data":{"name":null,"company":{"size":"x"}},"type":"activity.completed","lead":12,"id":7,"time":"2026-11-20T09:00:00+01:00","by":{"role":"manager","name":"Ann"},"activity":"kyc","target":"t","funnel":"f","name":"no"}"#
      )
        == "activity.completed #12 at=1795161600000000 id=7 activity=kyc actor=Ann role=manager target=t funnel=f name=null size=null issues=1"
    )
    for kind in IncomingEvent.Kind.allCases where !kind.isAboutActivity {
      #expect(try read(#"{"type":"\#(kind.name)","lead":"a"}"#) == "\(kind.name) a")
    }
    for kind in IncomingEvent.Kind.allCases where kind.isAboutActivity {
      #expect(try fixture.reason(#"{"type":"\#(kind.name)","lead":"a"}"#) == .noActivity)
    }
  }

  /// Many systems write what an event lacks as null; that must not wipe what is known of the lead.
  @Test func dataThatIsNullSaysNothingOfThePoints() throws {
    #expect(try read(#"{"type":"lead.updated","lead":"a","data":null}"#) == "lead.updated a")
    #expect(try read(#"{"specversion":"1.0","type":"lead.updated","subject":"a","data":null}"#) == "lead.updated a")
    // Within the lead object, null clears what stands below it.
    #expect(try read(#"{"type":"lead.updated","lead":"a","data":{"company":null}}"#) == "lead.updated a size=null")
    #expect(try read(#"{"type":"lead.updated","lead":"a","data":{"company":{}}}"#) == "lead.updated a")
  }

  @Test func whatCannotBeUnderstoodIsRejected() throws {
    #expect(try fixture.reason(#"{"type":"lead.created","lead":"a"}"#) == .unknownEvent)
    #expect(try fixture.reason(#"{"type":5,"lead":"a"}"#) == .unknownEvent)
    #expect(try fixture.reason(#"{"type":{},"lead":"a"}"#) == .invalidField)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":{}}"#) == .invalidField)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":"a","time":"noon"}"#) == .invalidTime)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":"a","time":true}"#) == .invalidTime)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":"a","id":1.5}"#) == .invalidField)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":"a","funnel":[]}"#) == .invalidField)
  }

  /// An event that names nobody may do anything, so an actor that can't be understood must never count as nobody.
  @Test func anActorIsUnderstoodOrRejected() throws {
    func line(_ by: String) -> String { #"{"type":"lead.updated","lead":"a","by":"# + by + "}" }
    #expect(try read(line("null")) == "lead.updated a")
    #expect(try read(line(#""Ann""#)) == "lead.updated a actor=Ann")
    #expect(try read(line(#"{"role":"lead"}"#)) == "lead.updated a role=lead")
    #expect(try read(line(#"{"name":"Ann"}"#)) == "lead.updated a actor=Ann")
    for by in ["{}", #"{"nmae":"Ann"}"#, #"{"name":null}"#, "[]", "true", #"{"name":{}}"#, #"{"role":["lead"]}"#] {
      #expect(try fixture.reason(line(by)) == .invalidField, "\(by)")
    }
    var strict = fixture
    strict.plan.actorsRequired = true
    #expect(try strict.reason(line("null")) == .noActor)
    #expect(try strict.reason(line(#""Ann""#)) == nil)
    #expect(try strict.reason(#"{"type":"lead.registered","lead":"a"}"#) == nil)
    #expect(try strict.reason(#"{"id":"a"}"#) == nil)
  }

  @Test func aCloudEvent() throws {
    let line =
      #"{"specversion":"1.0","type":"lead.updated","source":"/crm","id":"e-1","time":"2026-11-20T08:00:00Z","subject":"a","by":"Ann","data":{"name":"N"}}"#
    #expect(try read(line) == "lead.updated a at=1795161600000000 id=e-1 actor=Ann name=N")
    #expect(try fixture.reason(line.replacing(#""1.0""#, with: #""2.0""#)) == .invalidField)
    #expect(try fixture.reason(line.replacing("subject", with: "lead")) == .noLead)
  }

  /// The envelope of a foreign system, as `feed events` declares it.
  @Test func theFunnelsOwnEnvelope() throws {
    var fixture = fixture
    fixture.plan.events = EventFields(
      type: field("type", [("data.updated", "lead.updated")]), lead: field("lead"), sequence: field("seq"),
      time: field("at"),
      activity: field("activity"), actor: field("actor.id"), role: field("actor.role"), data: dotted("data"))
    #expect(
      try read(
        #"{"seq":3,"lead":"J1","at":60,"type":"data.updated","data":{"name":"N"},"id":"no","time":"no"}"#, fixture)
        == "lead.updated J1 at=60000000 sequence=3 name=N")
    #expect(
      try read(
        #"{"seq":"4","lead":"J1","at":"2026-03-02T11:03:20Z","type":"activity.completed","activity":"kyc","actor":{"id":"u1","role":"analyst"}}"#,
        fixture) == "activity.completed J1 at=1772449400000000 sequence=4 activity=kyc actor=u1 role=analyst")
    #expect(try read(#"{"id":"a","type":null,"name":"N"}"#, fixture) == "lead.registered a name=N")
    #expect(try fixture.reason(#"{"seq":1.5,"lead":"J1","type":"lead.updated"}"#) == .invalidField)
    #expect(try fixture.reason(#"{"seq":1,"type":"lead.updated"}"#) == .noLead)
    #expect(try fixture.reason(#"{"type":"updated","lead":"a"}"#) == .unknownEvent)
    #expect(try fixture.reason(#"{"type":"lead.updated","lead":"a","seq":1,"seq":2}"#) == .duplicateKey)
  }

  @Test func oneEventHasNothingOfTheOneBefore() throws {
    let feed =
      #"{"type":"activity.completed","lead":1,"id":2,"time":3,"activity":"a","by":"b","target":"c","funnel":"d","data":{"name":"n"}}"#
    #expect(try fixture.items(feed + "\n{\"id\":\"x\"}").last == .event("lead.registered x"))
  }
}
