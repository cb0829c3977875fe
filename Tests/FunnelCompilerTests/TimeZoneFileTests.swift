import FunnelCompiler
import FunnelIR
import FunnelRuntime
import Testing

/// Zone files made by hand, byte by byte.
@Suite struct TimeZoneFileTests {
  /// A file of version 2 with these changes, types and rule.
  private func file(
    _ times: [Int64], _ types: [UInt8], offsets: [Int32], rule: String = "", version: UInt8 = UInt8(ascii: "2"),
    leaps: Int = 0
  ) -> [UInt8] {
    func part(_ width: Int) -> [UInt8] {
      var bytes = Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15)
      for count in [0, 0, leaps, times.count, offsets.count, 4] { bytes += big(Int64(count), 4) }
      for time in times { bytes += big(time, width) }
      bytes += types
      for offset in offsets { bytes += big(Int64(offset), 4) + [0, 0] }
      bytes += Array("ABC\0".utf8)
      return bytes + Array(repeating: 0, count: leaps * (width + 4))
    }
    return version == 0 ? part(4) : part(4) + part(8) + Array("\n\(rule)\n".utf8)
  }

  private func big(_ value: Int64, _ width: Int) -> [UInt8] {
    (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
  }

  private func table(_ bytes: [UInt8]) throws(TimeZoneFile.Refusal) -> ZoneTable {
    try TimeZoneFile.table(name: "Test/Zone", dataVersion: "2026a", bytes)
  }

  private func instant(_ text: String) -> Int64 {
    let microseconds = Array(text.utf8).withUnsafeBytes { TimeParser.instant($0) }
    return (microseconds ?? 0) / 1_000_000
  }

  /// The offset, in minutes, at an instant.
  private func minutes(_ table: ZoneTable, _ text: String) -> Int {
    Int(table.offsets[table.span(at: instant(text))]) / 60
  }

  @Test func changesAreReadAndTheFirstTypeHoldsBefore() throws {
    let table = try table(file([-100, 100, 200], [1, 0, 1], offsets: [600, 3600]))
    #expect(table.name == "Test/Zone")
    #expect(table.dataVersion == "2026a")
    #expect(table.transitions == [-100, 100, 200])
    #expect(table.offsets == [600, 3600, 600, 3600])
  }

  @Test func aFileOfTheFirstVersionHasTimesOf32Bits() throws {
    let table = try table(file([-100, 100], [1, 0], offsets: [0, -3600], version: 0))
    #expect(table.transitions == [-100, 100])
    #expect(table.offsets == [0, -3600, 0])
  }

  @Test func whatChangesNothingIsLeftOut() throws {
    let table = try table(file([-(1 << 59), 100, 200], [1, 1, 0], offsets: [600, 3600]))
    #expect(table.transitions == [200])
    #expect(table.offsets == [3600, 600])
  }

  @Test func berlinGoesOnThrough2100() throws {
    let table = try table(file([], [], offsets: [3600], rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
    for (text, expected) in [
      ("2026-03-29T00:59:59Z", 60), ("2026-03-29T01:00:00Z", 120), ("2026-10-25T00:59:59Z", 120),
      ("2026-10-25T01:00:00Z", 60), ("2100-07-01T00:00:00Z", 120), ("2100-12-01T00:00:00Z", 60),
    ] { #expect(minutes(table, text) == expected, "\(text)") }
  }

  @Test func theSouthHasItsSummerAcrossTheNewYear() throws {
    let table = try table(file([], [], offsets: [36000], rule: "AEST-10AEDT,M10.1.0,M4.1.0/3"))
    #expect(minutes(table, "2026-01-01T00:00:00Z") == 660)
    #expect(minutes(table, "2026-04-04T15:59:59Z") == 660)
    #expect(minutes(table, "2026-04-04T16:00:00Z") == 600)
    #expect(minutes(table, "2026-10-03T16:00:00Z") == 660)
  }

  @Test func halfHoursNegativeHoursAndBracketsInRules() throws {
    let howe = try table(file([], [], offsets: [37800], rule: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"))
    #expect(minutes(howe, "2026-01-01T00:00:00Z") == 660)
    #expect(minutes(howe, "2026-04-04T15:00:00Z") == 630)
    let nuuk = try table(file([], [], offsets: [-7200], rule: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"))
    #expect(minutes(nuuk, "2026-03-29T00:59:59Z") == -120)
    #expect(minutes(nuuk, "2026-03-29T01:00:00Z") == -60)
    let everSummer = try table(file([], [], offsets: [-18000], rule: "EST5EDT,0/0,J365/25"))
    #expect(minutes(everSummer, "2026-01-01T05:00:00Z") == -240)
    #expect(minutes(everSummer, "2026-12-31T23:00:00Z") == -240)
    let julian = try table(file([], [], offsets: [0], rule: "AAA0BBB,J60/0,J90/0"))
    #expect(minutes(julian, "2028-02-29T12:00:00Z") == 0)
    #expect(minutes(julian, "2028-03-01T00:00:00Z") == 60)
  }

  @Test func theRuleTakesOverBehindTheLastChange() throws {
    let last = instant("2026-03-29T01:00:00Z")
    let table = try table(file([last], [1], offsets: [3600, 7200], rule: "CET-1CEST,M3.5.0,M10.5.0/3"))
    #expect(table.transitions.first == last)
    #expect(table.transitions.dropFirst().first == instant("2026-10-25T01:00:00Z"))
    #expect(table.transitions.count == 2 * 75)
  }

  @Test func aFileThatIsNoneIsRefusedWithItsReason() {
    func message(_ bytes: [UInt8]) -> String {
      do throws(TimeZoneFile.Refusal) {
        _ = try table(bytes)
        return "accepted"
      } catch { return error.message }
    }
    let good = file([100, 200], [0, 1], offsets: [0, 3600], rule: "UTC0")
    #expect(message(good) == "accepted")
    #expect(message([]) == "it is cut off")
    #expect(message(Array(repeating: 65, count: 100)) == "it does not begin as a zone file does")
    #expect(message(Array(repeating: 65, count: 2 << 20)) == "it has more than 1048576 bytes")
    #expect(message(file([200, 100], [0, 0], offsets: [0])) == "its times do not ascend")
    #expect(message(file([100], [7], offsets: [0])) == "a change leads to an offset that is not in it")
    #expect(message(file([], [], offsets: [])) == "it names no offset from UTC")
    #expect(message(file([], [], offsets: [1 << 30])) == "its times do not ascend or are out of all bounds")
    #expect(message(file([100], [0], offsets: [0], leaps: 2)) == "its times count leap seconds, which clocks do not")
    for rule in [
      "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/300", "CET-1CEST,M3.5.0", "C0", "x",
    ] {
      #expect(message(file([], [], offsets: [0], rule: rule)) == "the rule at its end can't be read", "\(rule)")
    }
    for length in 0..<good.count { #expect(message(Array(good[..<length])) != "accepted", "\(length) bytes") }
  }

  @Test func changedBytesNeverCrash() throws {
    let good = file([100, 200], [0, 1], offsets: [0, 3600], rule: "CET-1CEST,M3.5.0,M10.5.0/3")
    var accepted = 0
    for position in good.indices {
      for byte in [0, 1, 0x7F, 0x80, 0xFF, UInt8(ascii: "9")] as [UInt8] {
        var bytes = good
        bytes[position] = byte
        if let table = try? table(bytes) {
          accepted += 1
          #expect(table.offsets.count == table.transitions.count + 1)
        }
      }
    }
    #expect(accepted > 0)
  }
}
