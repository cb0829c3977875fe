import FunnelCompiler
import FunnelDiagnostics
import FunnelRuntime

/// A feed of any bytes, for a funnel with a point of each type: it is read as a whole, and again in small pieces, and both
/// must give the same journeys, records and rejects.
enum FeedTry {
  private static let funnel = """
    funnel fuzz {
      version 1
      timezone "UTC"
      role sales: manager
      source web ref "W"
      source fair ref "F"
      feed leads { lead from id  time from at  source from src  owner from who }
      feed events { lead from lead  id from eid  sequence from seq  time from at  type from type { "up" -> lead.updated }
                    activity from activity  actor from actor  role from role  data from data }
      data {
        email: email personal
        name: text from "$.p.name"
        age: integer in 0..200 from p.age
        ratio: number
        price: money EUR from price.amount currency from price.currency
        day: date
        moment: datetime
        length: duration
        phone: phone from "$.f[?@.c=='PHONE'].v[0].x"
        site: url
        land: country
        tongue: language
        kind: choice { small, other = "Other / unknown" }
        yes: boolean fixed
        tags: set of text from "$.tags[*].name"
        marks: set of integer
      }
      intake { decline "no" when yes == false  duplicates by email update }
      start -> sort
      decision sort {
        when age >= 18 and price > 10 EUR or "vip" in tags -> first
        when kind == small or land in { DE, FR } -> second as known_land
        otherwise -> first
      }
      stage first {
        activity call "Call {name}" by sales { due 2 days  retry 1 times  collects age, moment }
        on completed call { notify sales "{name} of {email}, {price}"  tag tags "called" }
        limit 10 days -> lost "silent"
        then -> converted
      }
      stage second {
        activity form by lead { collects name, kind }
        on withdrawn -> lost "gone"
        then -> first
      }
    }
    """

  private static let workspace = compiled(funnel)

  static func run(_ bytes: UnsafeRawBufferPointer) {
    guard let workspace, let size = bytes.first else { return }
    let feed = Array(bytes.dropFirst())
    let whole = FuzzRun(workspace, MemorySource(feed), FeedLimits(lineLength: 4096, nesting: 32, readSize: 1 << 16))
    let limits = FeedLimits(lineLength: 4096, nesting: 32, readSize: Int(size) + 1)
    let pieces = FuzzRun(workspace, MemorySource(feed), limits)
    expect(whole == pieces, "a feed read in pieces of \(size) bytes says something else")
  }

  /// What the compiler makes of a funnel that is known to be right.
  static func compiled(_ text: String) -> LoadedWorkspace? {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "fuzz.funnel", bytes: Array(text.utf8)))
    let result = try? Compiler(CompilerServices { _ in nil }).compile(file, in: sources)
    expect(result?.workspace != nil, "the funnel does not compile: \(result?.diagnostics.map(\.message) ?? [])")
    return result?.workspace.map { LoadedWorkspace($0) }
  }
}
