import Testing

@testable import FunnelSyntax

@Suite("The example at the head of the language")
struct ExampleTests {
  static let text = #"""
    import "common.funnel"                      // types, lets, data groups, roles, ends, activity groups

    /// Qualifies B2B leads and gives each the onboarding that fits.
    funnel b2b_onboarding "B2B onboarding" {
      version 3
      timezone "Europe/Berlin"
      working hours mon..fri 09:00..17:30
      holidays { 2026-12-25, 2026-12-26 }

      role sales: manager
      role notary: stakeholder "External notary"

      source website ref "WEB-1"
      source partner ref "PARTNER-7"

      feed leads { time from created_at  source from ref }

      data {
        email:     email personal
        country:   country                    from company.country
        industry:  choice { software, banking, insurance, retail, other = "Other / unknown" }
                                              from company.industry
        employees: integer in 0..             from company.employees
        revenue:   money EUR                  from company.revenue.amount currency from company.revenue.currency
        tags:      set of text
        consent:   boolean
        slot:      datetime                   // collected by intro_call
        identity:  choice { verified, failed }
        phone:     phone personal             from "$.custom_fields_values[?@.field_code=='PHONE'].values[0].value"
      }

      enrich from "companies.csv" by domain = domain(email) { employees, revenue, industry from sector }

      let freemail = domain(email) in { "gmail.com", "gmx.de", "web.de" }
      let large    = employees >= 1000 or revenue >= 100M EUR

      score fit in 0..100 {
        award 40 when employees >= 200
        award 30 when industry in { software, banking }
        deduct 50 when freemail
      }

      intake {
        require email
        decline "no consent" when not (consent ?? false)
        hold when source == partner limit 5 days -> lost "partner lead not taken"
        duplicates by email update              // ignore | update | restart; or: duplicates unchecked
      }

      exit when "unsubscribed" in tags -> lost "unsubscribed"
      on withdrawn -> lost "withdrawn"
      on failed    -> manual_review

      start -> segment

      decision segment {
        when large                  -> enterprise
        when fit >= 40              -> guided      as good_fit
        otherwise                   -> self_serve
      }

      stage enterprise "Enterprise onboarding" {
        activity intro_call "Book your intro call" by lead {
          kind calendar
          collects slot
          due 3 business days
          remind every 1 day at most 2 times
        }
        activity kyc by automatic {
          kind identity_check
          collects identity
          retry 2 times every 1 hour
        }
        activity contract by notary {
          kind signature
          after kyc
          when country in { DE, AT } or country is missing
        }
        activity survey by lead { optional }

        on enter              { notify sales "New enterprise lead {email}"  tag tags "enterprise" }
        on overdue intro_call { task "Call {email}" for sales due 4 hours }
        whenever now >= last_event + 3 days { task "No answer for three days" for sales due 1 business day }
        limit 14 days -> lost "went silent"
        then -> review
      }

      decision review unique {                  // unique: the compiler proves that no two rows overlap
        table {
          | identity | country        | ->                              |
          | verified | DE, AT, CH     | -> converted                    |
          | verified | not DE, AT, CH | -> cross_border                 |
          | verified | missing        | -> manual_review                |
          | failed   | -              | -> lost "identity not verified" |
          | missing  | -              | -> manual_review as no_check    |
        }
      }

      split copy_test by lead { 50% -> guided  50% -> self_serve }

      end nurture: lost "Not ready yet"

      test "a bank with 4 000 people is enterprise" {
        given { email: "a@bank.de", country: DE, employees: 4000, consent: true }
        expect stage enterprise
        expect activity intro_call by lead
        complete kyc { identity: verified }
        after 3 business days expect activity intro_call overdue
        complete intro_call { slot: 2026-12-01T10:00:00Z }
        complete contract
        expect converted
      }
    }

    """#

  @Test("parses without a finding and prints back byte for byte")
  func parses() {
    let parsed = Parsed(Self.text)
    #expect(parsed.findings == [])
    #expect(parsed.defect == nil)
  }

  @Test("shows its parts in typed views")
  func views() throws {
    let funnel = try #require(Parsed(Self.text).funnel)
    #expect(funnel.name?.text == "b2b_onboarding")
    #expect(funnel.title?.plain == "B2B onboarding")
    #expect(funnel.documentation == ["Qualifies B2B leads and gives each the onboarding that fits."])
    #expect(funnel.version?.number?.integer == 3)
    #expect(funnel.workingHours?.spans.first?.lastDay?.value == .fri)
    #expect(funnel.workingHours?.spans.first?.closes?.minutesOfDay == 17 * 60 + 30)
    #expect(funnel.holidays?.dates.map { $0.value?.day } == [25, 26])
    #expect(funnel.roles.map { $0.rights?.value } == [.manager, .stakeholder])
    #expect(funnel.sources.map { $0.reference?.value } == ["WEB-1", "PARTNER-7"])
    #expect(funnel.feeds.first?.field(.time)?.path?.steps == [.key("created_at")])

    let points = try #require(funnel.data.first?.points)
    #expect(points.count == 10)
    #expect(points[1].source?.path?.steps == [.key("company"), .key("country")])
    guard case .choice(let choice) = try #require(points[2].type) else { throw Missing("choice") }
    #expect(choice.members.map { $0.name?.text } == ["software", "banking", "insurance", "retail", "other"])
    #expect(choice.members.last?.feedValue?.value == "Other / unknown")
    #expect(points[3].type?.range?.lower != nil)
    #expect(points[3].type?.range?.upper == nil)
    #expect(points[4].currency?.path?.steps?.count == 3)
    #expect(points[9].source?.path?.steps?.count == 5)

    #expect(funnel.enrichments.first?.column?.text == "domain")
    #expect(funnel.enrichments.first?.fields.last?.column?.text == "sector")
    guard case .or(let or) = try #require(funnel.lets[1].cases.first?.value),
      case .comparison(let comparison) = or.operands[1],
      case .literal(.money(let money)) = try #require(comparison.right)
    else { throw Missing("money") }
    #expect(comparison.operation?.value == .greaterOrEqual)
    #expect(money.number?.integer == 100_000_000)
    #expect(money.currency?.text == "EUR")
  }

  @Test("shows decisions, stages and tests in typed views")
  func flow() throws {
    let funnel = try #require(Parsed(Self.text).funnel)
    #expect(funnel.intake?.declines.first?.reason?.value == "no consent")
    #expect(funnel.intake?.holds.first?.limit?.target?.reason?.value == "partner lead not taken")
    #expect(funnel.intake?.duplicates?.policy?.value == .update)
    #expect(funnel.start?.target?.name?.text == "segment")
    #expect(funnel.decisions[0].branches.map { $0.target?.name?.text } == ["enterprise", "guided", "self_serve"])
    #expect(funnel.decisions[0].branches.map { $0.label?.text } == [nil, "good_fit", nil])
    #expect(funnel.decisions[0].branches.map(\.isOtherwise) == [false, false, true])

    let table = try #require(funnel.decisions[1].table)
    #expect(table.columns.count == 2)
    #expect(table.rows.map(\.cells.count) == [2, 2, 2, 2, 2])
    #expect(table.rows[1].cells[1].isNegated)
    #expect(table.rows[1].cells[1].items.count == 3)
    #expect(table.rows[2].cells[1].items.first?.test == .presence(.missing))
    #expect(table.rows[3].cells[1].isAny)
    #expect(table.rows[3].target?.outcome?.value == .lost)

    let stage = try #require(funnel.stages.first)
    #expect(stage.activities.map { $0.by?.role?.text } == ["lead", "automatic", "notary", "lead"])
    #expect(stage.activities[0].due?.duration?.parts.first?.unit == .businessDays)
    #expect(stage.activities[0].remind?.times?.integer == 2)
    #expect(stage.activities[1].retry?.interval?.parts.first?.unit == .hours)
    #expect(stage.activities[3].optional != nil)
    #expect(stage.handlers[1].subject?.text == "intro_call")
    guard case .notify(let notify) = stage.handlers[0].actions[0] else { throw Missing("notify") }
    #expect(notify.text?.parts.count == 2)
    #expect(funnel.splits.first?.branches.first?.share?.scaled(by: 2) == 50)
    #expect(funnel.ends.first?.reason?.value == "Not ready yet")
    #expect(funnel.tests.first?.statements.count == 9)
  }
}

/// Says which part of a tree a test looked for in vain.
struct Missing: Error {
  let part: String

  init(_ part: String) { self.part = part }
}
