import FunnelRuntime
import Testing

/// Times as text: RFC 3339 and the durations of ISO 8601.
@Suite struct TimeParserTests {
  private func duration(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes { TimeParser.duration($0) } }

  @Test(arguments: [
    ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"), ("2026-11-20t09:00:00z", "2026-11-20T09:00:00Z"),
    ("2026-11-20 09:00:00Z", "2026-11-20T09:00:00Z"), ("2026-11-20T09:00:00+01:00", "2026-11-20T08:00:00Z"),
    ("2026-11-20T09:00:00.000+0000", "2026-11-20T09:00:00Z"), ("2026-12-31T23:30:00-05:30", "2027-01-01T05:00:00Z"),
    ("2026-11-20T09:00:00.5Z", "2026-11-20T09:00:00.5Z"),
    ("2026-11-20T09:00:00.1234567Z", "2026-11-20T09:00:00.123456Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"), ("2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59.000001Z", "1969-12-31T23:59:59.000001Z"), ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
  ])
  func anInstantIsRead(_ text: String, _ shown: String) { #expect(show(instant(text)) == shown) }

  @Test(arguments: [
    "", "2026-11-20", "2026-11-20T09:00:00", "2026-11-20T09:00Z", "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z",
    "2026-11-20T09:00:61Z", "2026-11-20T09:00:60Z", "2026-02-29T09:00:00Z", "2026-13-01T09:00:00Z",
    "2026-11-20T09:00:00.Z",
    "2026-11-20T09:00:00Z ", " 2026-11-20T09:00:00Z", "2026-11-20T09:00:00+24:00", "2026-11-20T09:00:00+01:60",
    "2026-11-20T09:00:00+1", "26-11-20T09:00:00Z", "+2026-11-20T09:00:00Z", "2026-11-20T09:00:00,5Z",
    "2026-1-2T09:00:00Z",
    "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "٢٠٢٦-11-20T09:00:00Z",
  ])
  func anythingElseIsNoInstant(_ text: String) { #expect(instant(text) == .min) }

  @Test func aDateIsReadAndPrinted() {
    for text in ["2026-11-20", "2028-02-29", "0000-01-01", "9999-12-31", "1969-12-31"] {
      #expect(showDay(day(text)) == text)
    }
    for text in ["", "2026-02-29", "2026-00-01", "2026-01-00", "2026-1-01", "20261120", "2026-11-20Z", "2026/11/20"] {
      #expect(day(text) == .min, "\(text)")
    }
  }

  @Test(arguments: [
    ("P3DT2H", 266_400), ("P2W", 1_209_600), ("PT1H30M", 5400), ("PT90M", 5400), ("-PT1M", -60), ("+P1D", 86400),
    ("P0D", 0),
    ("P1W2D", 777_600), ("PT0.5H", 1800), ("P1.5D", 129_600), ("PT36H", 129_600),
  ])
  func aDurationIsRead(_ text: String, _ seconds: Int64) { #expect(duration(text) == seconds * 1_000_000) }

  @Test(arguments: [
    "", "P", "PT", "P1", "1D", "P1DT", "P1Y", "P1M", "PT1D", "P1H", "PT1H1H", "PT1M1H", "P1D1W", "PT1.5H1M", "PT.5S",
    "PT1.S",
    "P-1D", "--P1D", "PT1S ", "P99999999999999999999D", "P9223372036854775807D", "P1DT1H T",
  ])
  func anythingElseIsNoDuration(_ text: String) { #expect(duration(text) == nil) }

  @Test func durationsArePrintedInDaysHoursMinutesSeconds() {
    for (microseconds, text) in [
      (0, "PT0S"), (266_400_000_000, "P3DT2H"), (86_400_000_000, "P1D"), (-1_500_000, "-PT1.5S"),
      (61_000_000, "PT1M1S"),
      (1, "PT0.000001S"), (.max, "P106751991DT4H54.775807S"), (.min, "-P106751991DT4H54.775808S"),
    ] as [(Int64, String)] {
      var bytes: [UInt8] = []
      bytes.append(duration: microseconds)
      #expect(String(decoding: bytes, as: UTF8.self) == text)
      if microseconds != .min { #expect(duration(text) == microseconds) }
    }
  }

  @Test func whatIsPrintedIsReadBack() {
    let seed: UInt64 = 7
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let time = Int64(random.next() % 315_000_000_000_000_000) - 62_000_000_000_000_000
      #expect(instant(show(time)) == time, "seed \(seed)")
    }
  }
}
