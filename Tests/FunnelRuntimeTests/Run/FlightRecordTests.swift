import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("What a row holds")
struct FlightRecordTests {
  @Test("an activity comes back as it was, or does not fit", arguments: ActivityState.allCases)
  func roundTrip(state: ActivityState) {
    for attempts in 0...8 as ClosedRange<Int32> {
      for failures in 0...8 as ClosedRange<Int32> {
        for openings in 0...9 as ClosedRange<Int32> {
          var record = ActivityRecord(activity: 3, visit: 5, state: state)
          (record.attempts, record.failures, record.openings) = (attempts, failures, openings)
          record.wait = state == .blocked && attempts > 0 ? .release : .before
          let isRegular = failures == (state == .failed ? attempts : max(attempts - 1, 0))
          let fits = attempts < 8 && isRegular && (openings == attempts || openings == attempts + 1)
          #expect(FlightRecord(record).map { $0.record(of: 3, in: 5) } == (fits ? .some(record) : nil))
        }
      }
    }
  }

  @Test("what a row can't tell does not fit")
  func misfits() {
    let record = ActivityRecord(activity: 0, visit: 0, state: .blocked)
    #expect(FlightRecord(record) != nil)
    for change: (inout ActivityRecord) -> Void in [
      { $0.wait = .retry }, { $0.due = 5 }, { $0.reminders = 1 }, { $0.isOverdue = true },
      { $0.assignee = TextReference(bits: 0) }, { $0.doer = TextReference(bits: 0) },
    ] {
      var changed = record
      change(&changed)
      #expect(FlightRecord(changed) == nil)
    }
    #expect(FlightRecord(ActivityRecord()).map { !$0.isKnown } == true)
  }

  @Test("a state is in a mask as conditions ask for it")
  func masks() {
    for state in ActivityState.allCases {
      let record = FlightRecord(state)
      for mask in UInt8.min...UInt8.max { #expect(record.isIn(mask) == (state.mask & mask & 0x7F != 0)) }
      #expect(record.is(state))
    }
    for mask in UInt8.min...UInt8.max { #expect(!FlightRecord().isIn(mask)) }
  }

  @Test("a header keeps what shares its words apart")
  func header() {
    var header = FlightHeader()
    header.started = -5_000_000_000
    #expect(header.place == FlightHeader.nowhere && header.nextTimer == .max && !header.isEnded && header.stage == -1)
    let latest = header.started + (1 << 48) - 2
    #expect(header.reaches(latest) && !header.reaches(latest + 1) && !header.reaches(header.started - 1))
    #expect(!header.reaches(.max) && !header.reaches(.min))
    for place in [-4_096, -2, -1, 0, 4_095] {
      for (clock, timer) in [(header.started, Int64.max), (latest, latest), (0, header.started)] {
        for isSet in [true, false] {
          (header.clock, header.nextTimer, header.place, header.records) = (clock, timer, place, 65_535)
          (header.isAloft, header.hasWatermark, header.leadIsNumber) = (isSet, !isSet, isSet)
          #expect(header.clock == clock && header.nextTimer == timer && header.place == place)
          #expect(header.isAloft == isSet && header.hasWatermark != isSet && header.leadIsNumber == isSet)
          #expect(header.records == 65_535 && header.stage == max(place, -1) && header.isEnded == (place < -1))
        }
      }
    }
  }

  @Test(
    "sixty-four leads of which nothing more is known, and numbers that are their own, are as if they were written out")
  func tables() {
    var leads = LeadTable()
    var numbers: SubjectNumbers = []
    for number in 0..<200 {
      leads.append(FunnelRun.Lead(subject: number == 150 ? 7 : number))
      numbers.append(number)
    }
    leads[70].watermark = 3
    numbers[199] = 199
    #expect((0..<200).allSatisfy { leads[$0].subject == ($0 == 150 ? 7 : $0) && numbers[$0] == $0 })
    #expect(leads[70].watermark == 3 && leads[71].watermark == nil && leads.count == 200 && !leads.hasIDs(3))
    numbers[5] = 9
    numbers.append(3)
    #expect(numbers[5] == 9 && numbers[6] == 6 && numbers[200] == 3 && numbers.count == 201)
    let others: SubjectNumbers = [-1, 1]
    #expect(others[0] == -1 && others[1] == 1)
  }
}
