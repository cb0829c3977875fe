import FunnelSemantics
import Testing

/// The reference is trusted where it differs from the product, so its own parts are held against what is known otherwise.
@Suite("The reference evaluator")
struct ReferenceTests {
  @Test("days and civil dates are each other's opposite")
  func calendar() {
    for days in stride(from: Int64(-150_000), through: 150_000, by: 97) {
      let (year, month, day) = ReferenceCalendar.civil(days)
      #expect(ReferenceCalendar.days(year, month, day) == days)
    }
    #expect(ReferenceCalendar.civil(0) == (1970, 1, 1))
    #expect(ReferenceCalendar.civil(20_748) == (2026, 10, 22))
    #expect(ReferenceCalendar.civil(-1) == (1969, 12, 31))
  }

  @Test("a month later is the month's last day where it has no such day")
  func months() {
    let january = ReferenceCalendar.days(2026, 1, 31)
    #expect(ReferenceCalendar.shifted(january, by: CalendarSpan(months: 1)) == ReferenceCalendar.days(2026, 2, 28))
    #expect(ReferenceCalendar.shifted(january, by: CalendarSpan(months: -2)) == ReferenceCalendar.days(2025, 11, 30))
  }

  @Test("a time that is skipped moves forward, one that comes twice is the first")
  func daylightSaving() {
    let calendar = ReferenceCalendar(zone: "Europe/Berlin")
    let hour: Int64 = 3_600_000_000
    let skipped = ReferenceCalendar.days(2026, 3, 29) * ReferenceCalendar.day + 2 * hour + hour / 2
    #expect(calendar.instant(local: skipped) == skipped - hour)
    let twice = ReferenceCalendar.days(2026, 10, 25) * ReferenceCalendar.day + 2 * hour + hour / 2
    #expect(calendar.instant(local: twice) == twice - 2 * hour)
  }

  @Test("Kleene's tables")
  func truth() {
    #expect(Truth.all([.yes, .unknown]) == .unknown)
    #expect(Truth.all([.no, .unknown]) == .no)
    #expect(Truth.any([.yes, .unknown]) == .yes)
    #expect(Truth.any([.no, .unknown]) == .unknown)
    #expect(Truth.unknown.negated == .unknown)
  }

  @Test(
    "a comparison of bounds is known when every number between them agrees",
    arguments: [TypedExpression.Comparison.equal, .less, .lessOrEqual, .greater, .greaterOrEqual])
  func ranges(comparison: TypedExpression.Comparison) {
    for low in Int64(0)...3 {
      for high in low...3 {
        for constant in Int64(0)...3 {
          let outcomes = Set(
            (low...high).map { number in
              switch comparison {
              case .equal: number == constant
              case .less: number < constant
              case .lessOrEqual: number <= constant
              case .greater: number > constant
              case .greaterOrEqual: number >= constant
              }
            })
          let range = ReferenceRange(low: .integer(low), high: .integer(high))
          let expected = outcomes.count == 2 ? Truth.unknown : Truth(outcomes.contains(true))
          #expect(Truth.truth(range, comparison, ReferenceRange(.integer(constant))) == expected)
        }
      }
    }
  }

  @Test("quotients go to the nearest, halves away from zero")
  func quotients() {
    let cases: [(Int64, Int64, Int64?)] = [
      (7, 2, 4), (-7, 2, -4), (7, -2, -4), (-7, -2, 4), (1, 3, 0), (2, 3, 1), (5, 0, nil), (.min, -1, nil), (3, 10, 0),
      (.max, 2, 4_611_686_018_427_387_904), (.min, 1, .min),
    ]
    for (a, b, expected) in cases { #expect(ReferenceArithmetic.quotient(a, b) == expected, "\(a) / \(b)") }
  }

  @Test(
    "decimals are exact",
    arguments: [
      ("12.0", 0, 12), ("1e3", 0, 1_000), ("0.0001", 4, 1), ("0.00001", 4, nil), ("-3.5", 4, -35_000), ("1.", 0, nil),
      ("9223372036854775807", 0, .max), ("9223372036854775808", 0, nil), ("-9223372036854775808", 0, .min),
      ("01", 0, nil),
      ("0e400", 0, 0), ("abc", 0, nil), ("", 0, nil),
    ] as [(String, Int, Int64?)])
  func decimals(text: String, places: Int, expected: Int64?) {
    #expect(ReferenceDecimal(text)?.scaled(by: places) == expected)
  }

  @Test(
    "patterns",
    arguments: [
      ("^a+b?$", "aab", true), ("^a+b?$", "b", false), ("(a|bc){2}", "xbcay", true), ("[^a]\\d", "a1", false),
      (".", "\n", false), ("^$", "", true), ("ü", "gemüse", true), ("a{1,3}$", "baaaa", true), ("a{0,}", "", true),
    ] as [(String, String, Bool)])
  func patterns(pattern: String, text: String, isFound: Bool) {
    #expect(ReferencePattern(Array(pattern.utf8)).isFound(in: Array(text.utf8)) == isFound)
  }
}
