import FunnelCompiler
import FunnelDiagnostics
import FunnelRuntime

/// A feed of leads of any bytes, for a funnel whose journeys come to rest at once: the short way, and the short way in small
/// pieces, must give what the general way gives.
enum LeadsTry {
  private static let funnel = """
    funnel fuzz {
      version 1
      timezone "UTC"
      feed leads { lead from id  time from at }
      data {
        email: email
        size: integer in 0..5000 default 3 from firm.size
        share: number from firm.money.share
        coin: text from firm.money.coin
        land: country from firm.land
        tongue: language
        kind: choice { alpha, beta = "B", gamma = "a long name of a kind" }
        tags: set of text
        ok: boolean
        day: date
        note: text
      }
      let worth = share when coin in { "EUR", "GBP" }
      intake { duplicates unchecked  decline "no" when note == "decline" }
      start -> sort
      decision sort {
        when land is missing -> over as nowhere
        when size >= 100 or worth >= 10.5 or "vip" in tags -> first as large
        when kind in { beta, gamma } and ok -> second as kinds
        when domain(email) in { "x.example", "mail.example" } or day is known -> second as mail
        otherwise -> over as rest
      }
      stage first {
        activity call by manager { when "partner" in tags }
        activity form by automatic { optional  when share < 0.5  after call }
        then -> converted
      }
      stage second { activity visit by manager { when tongue == en } activity sign by manager  then -> over }
      end over: lost "no need"
    }
    """

  private static let workspace = FeedTry.compiled(funnel)

  static func run(_ bytes: UnsafeRawBufferPointer) {
    guard let workspace, let size = bytes.first else { return }
    let feed = Array(bytes.dropFirst())
    let fields = [
      JourneyField("id", .lead), JourneyField("path", .path), JourneyField("place", .place, fallback: "none"),
      JourneyField("why", .reason), JourneyField("activities", .activities([.name])),
    ]
    func leads(isStraight: Bool, readSize: Int) -> FuzzRun {
      FuzzRun(workspace, MemorySource(feed), FeedLimits(lineLength: 2048, nesting: 32, readSize: readSize)) {
        settings in
        settings.fields = [fields]
        settings.isStraight = isStraight
        settings.keepsJournal = false
        settings.keepsEffects = false
      }
    }
    let general = leads(isStraight: false, readSize: 1 << 16)
    expect(general == leads(isStraight: true, readSize: 1 << 16), "the short way says something else")
    expect(
      general == leads(isStraight: true, readSize: Int(size) + 1),
      "the short way in pieces of \(Int(size) + 1) bytes says something else")
  }
}
