import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("Rules about two versions")
struct VersionRuleTests {
  /// Two versions, and what is found; nothing where they mean the same.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    let found: [String]

    init(_ name: String, _ old: String, _ new: String, _ found: String...) {
      (testDescription, self.old, self.new, self.found) = (name, old, new, found)
    }
  }

  private static let sales = """
    data { size: integer in 0..  country: country }
    let large = size >= 100
    start -> sort
    decision sort { when large and country in { DE, AT } -> talk  when large -> abroad  otherwise -> lost "small" }
    stage talk { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
    stage abroad { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
    """

  static let cases = [
    Case("the same words", sales, sales),
    Case(
      "a formula written into the conditions, branches in another order, another name for the decision", sales,
      """
      data { country: country  size: integer in 0.. }
      start -> route
      decision route {
        renamed from sort
        when size < 100 or size is missing -> lost "small"
        when country not in { AT, DE } or country is missing -> abroad
        otherwise -> talk
      }
      stage abroad { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
      stage talk { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
      """),
    Case(
      "a decision taken apart into two", sales,
      """
      data { size: integer in 0..  country: country }
      start -> sort
      decision sort { when size >= 100 -> place  otherwise -> lost "small" }
      decision place { when country in { DE, AT } -> talk  otherwise -> abroad }
      stage talk { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
      stage abroad { activity call by lead { due 2 days }  limit 9 days -> lost "silent"  then -> converted }
      """),
    Case(
      "a threshold moved", sales, sales.replacing("size >= 100", with: "size >= 90"),
      #"""
      routing-changed: the decision "sort" leads some leads elsewhere; for example this lead: {"size":90,"country":"AT"}; it went to lost "small", and goes to the stage "talk" now
      """#),
    Case(
      "a deadline, a way out, an activity", sales,
      sales.replacing(
        "limit 9 days -> lost \"silent\"  then -> converted }\nstage",
        with: "limit 8 days -> abroad  then -> converted }\nstage"
      )
      .replacing("due 2 days }  limit 9", with: "due 1 days }  limit 9"),
      "deadline-shortened: the stage \"talk\" ends earlier than before",
      "deadline-shortened: the activity \"call\" of the stage \"abroad\" is due earlier than before",
      "routing-changed: the limit of the stage \"talk\" leads some leads elsewhere; every lead; it went to lost \"silent\", and goes to the stage \"abroad\" now"
    ),
    Case(
      "choices by what the feed says, not by their order",
      """
      data { industry: choice { bank, shop = "retail", other } }
      start -> sort
      decision sort { when industry == shop -> converted  otherwise -> lost "no" }
      """,
      """
      data { industry: choice { other, retail, bank } }
      start -> sort
      decision sort { when industry == retail -> converted  otherwise -> lost "no" }
      """),
    Case(
      "a member that came leads elsewhere what was unknown before",
      """
      data { industry: choice { bank, other } }
      start -> sort
      decision sort { when industry == bank -> converted  when industry is missing -> lost "unknown"  otherwise -> lost "no" }
      """,
      """
      data { industry: choice { bank, other, farm } }
      start -> sort
      decision sort { when industry == bank -> converted  when industry is missing -> lost "unknown"  otherwise -> lost "no" }
      """,
      #"routing-changed: the decision "sort" leads some leads elsewhere; for example this lead: {"industry":"farm"}; it went to lost "unknown", and goes to lost "no" now"#
    ),
    Case(
      "another default",
      """
      data { size: integer default 0 }
      start -> sort
      decision sort { when size > 5 -> converted  otherwise -> lost "no" }
      """,
      """
      data { size: integer default 10 }
      start -> sort
      decision sort { when size > 5 -> converted  otherwise -> lost "no" }
      """,
      #"routing-changed: the decision "sort" leads some leads elsewhere; for example this lead: {"size":null}; it went to lost "no", and goes to converted now"#
    ),
    Case(
      "a range that no condition notices",
      """
      data { size: integer in 0..100 }
      start -> sort
      decision sort { when size in 5..10 -> converted  otherwise -> lost "no" }
      """,
      """
      data { size: integer in 0..50 }
      start -> sort
      decision sort { when size in 5..10 -> converted  otherwise -> lost "no" }
      """),
    Case(
      "a member that is gone, another type, another start",
      """
      data { industry: choice { bank, shop }  size: text }
      start -> one
      stage one { activity call by lead  limit 9 days -> lost "silent"  then -> two }
      stage two { activity sign by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
      """
      data { industry: choice { bank }  size: integer }
      start -> two
      stage one { activity call by lead  limit 9 days -> lost "silent"  then -> two }
      stage two { activity sign by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
      "choice-removed: the data point \"industry\" can't be \"shop\" any more",
      "retyped: the data point \"size\" has another type", "start-changed: the funnel begins at another place",
      "routing-changed: the start leads some leads elsewhere; every lead; it went to the stage \"one\", and goes to the stage \"two\" now"
    ),
    Case(
      "a split with other shares", "start -> test split test by lead { 50% -> converted 50% -> lost \"b\" }",
      "start -> test split test by lead { 60% -> converted 40% -> lost \"b\" }",
      "routing-changed: the split \"test\" deals leads out otherwise than before"),
    Case(
      "an exit of the funnel, and an answer",
      """
      data { tags: set of text }
      exit when tags contains "stop" -> lost "stopped"
      start -> talk
      stage talk { activity call by lead  on failed call -> lost "failed"  limit 9 days -> lost "silent"  then -> converted }
      """,
      """
      data { tags: set of text }
      start -> talk
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
      #"routing-changed: "on failed call" of the stage "talk" leads some leads elsewhere; every lead; it went to lost "failed", and goes to nowhere by this clause now"#,
      #"routing-changed: "exit when" of the funnel leads some leads elsewhere; for example this lead: {"tags":["stop"]}; it went to lost "stopped", and goes to nowhere: it stays now"#
    ),
    Case(
      "what is removed and named anew",
      """
      role sales: manager
      start -> talk
      stage talk {
        activity call by lead
        activity form by lead
        on enter { notify sales "New" }
        limit 9 days -> lost "silent"
        then -> wait
      }
      stage wait { activity sign by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
      """
      role sales: manager
      data { name: text }
      start -> meet
      stage meet {
        renamed from talk
        requires name
        activity call by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
      "stage-removed: the stage \"wait\" is gone",
      "activity-removed: the activity \"form\" is gone from the stage \"meet\"",
      "now-required: the data point \"name\" must be known in the stage \"meet\" now; the earlier version does not have it at all",
      "routing-changed: the end of the stage \"meet\" leads some leads elsewhere; every lead; it went to the former stage \"wait\", and goes to converted now",
      "automation-removed: an automation of the stage \"meet\" is gone or changed"),
  ]

  @Test("find what changed, and nothing else", arguments: cases)
  func findings(of versions: Case) throws {
    let found = try VersionPairText(versions.old, versions.new).lines
    #expect(found == versions.found, "\(found.joined(separator: "\n"))")
  }
}
