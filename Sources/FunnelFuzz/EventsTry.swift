import FunnelCompiler
import FunnelDiagnostics
import FunnelRuntime

/// A feed of events of any bytes, for a funnel whose journeys can be in flight: the short way, also in small pieces, and leads
/// dealt to several runs must give what the general way gives.
enum EventsTry {
  private static let funnel = """
    funnel fuzz {
      version 1
      timezone "UTC"
      feed leads { lead from id  time from at }
      data {
        size: integer in 0..5000 default 3
        rate: number
        land: country from firm.land
        kind: choice { alpha, beta = "B" }
        mark: text fixed
        note: text
        tags: set of text
        day: date
      }
      intake { duplicates update  decline "no" when note == "decline" }
      start -> sort
      on withdrawn when size > 10 -> lost "gone"
      decision sort {
        when size >= 100 or "vip" in tags -> second as large
        when land in { DE, FR } and rate < 0.5 -> first as near
        otherwise -> first as rest
      }
      stage first {
        activity call by manager { retry 1 times  collects rate, note }
        activity form by lead { after call  optional }
        limit 3 hours -> second
        on failed call -> lost "no answer"
        then -> second
      }
      stage second {
        activity sign by lead
        activity check by automatic { when kind == beta }
        limit 2 days -> over
        limit 2 visits -> over
        on failed -> first
        then -> converted
      }
      end over: lost "no need"
    }
    """

  private static let workspace = FeedTry.compiled(funnel)

  static func run(_ bytes: UnsafeRawBufferPointer) {
    guard let workspace, let size = bytes.first else { return }
    let feed = Array(bytes.dropFirst())
    func events(isStraight: Bool, readSize: Int, shares: Int = 1) -> FuzzRun {
      FuzzRun(
        workspace, MemorySource(feed), FeedLimits(lineLength: 2048, nesting: 32, readSize: readSize), shares: shares
      ) { settings in
        settings.isStraight = isStraight
        settings.keepsJournal = false
        settings.keepsEffects = false
      }
    }
    let general = events(isStraight: false, readSize: 1 << 16)
    let small = Int(size) + 1
    expect(general == events(isStraight: true, readSize: 1 << 16), "the short way says something else")
    expect(
      general == events(isStraight: true, readSize: small),
      "the short way in pieces of \(small) bytes says something else")
    expect(
      general == events(isStraight: true, readSize: small, shares: 3),
      "leads dealt to three runs in pieces of \(small) bytes say something else")
  }
}
