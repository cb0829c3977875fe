import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("Values in texts")
struct InterpolationTests {
  let interpolation = Interpolation(
    choices: [
      ChoiceTable(members: [
        .init(name: "software", feedValue: "SW"), .init(name: "other", feedValue: "Other / unknown"),
      ])
    ],
    zone: .berlin)

  @Test(
    "numbers and words",
    arguments: [
      (.boolean, 0, "false"), (.boolean, 1, "true"),
      (.integer, 0, "0"), (.integer, -12, "-12"), (.integer, .max, "9223372036854775807"),
      (.integer, .min, "-9223372036854775808"),
      (.date, 20_777, "2026-11-20"), (.date, -719_528, "0000-01-01"), (.date, .max, ""),
      (.country, 0x4445, "DE"), (.language, 0x6465, "de"),
      (.choice, 0, "software"), (.choice, 1, "other"), (.choice, 2, ""), (.choice, -1, ""),
    ] as [(ValueType.Base, Int64, String)])
  func words(type: ValueType.Base, value: Int64, text: String) {
    #expect(show(ValueType(type), UInt64(bitPattern: value)) == text)
  }

  @Test(
    "numbers have the fewest digits that tell them",
    arguments: [(0.0, "0"), (12.0, "12"), (-0.5, "-0.5"), (0.1, "0.1"), (1e21, "1e+21"), (1e15, "1000000000000000")])
  func numbers(value: Double, text: String) {
    #expect(show(ValueType(.number), value.bitPattern) == text)
  }

  @Test(
    "money has its currency's decimals, and more where the amount has them",
    arguments: [
      ("EUR", 12_500_000, "1250.00 EUR"), ("EUR", 5000, "0.50 EUR"), ("EUR", -5000, "-0.50 EUR"),
      ("EUR", 12_345, "1.2345 EUR"), ("EUR", 12_340, "1.234 EUR"), ("EUR", 1, "0.0001 EUR"), ("EUR", 0, "0.00 EUR"),
      ("JPY", 12_500_000, "1250 JPY"), ("JPY", 5000, "0.5 JPY"), ("KWD", 10_000, "1.000 KWD"),
      ("CLF", 10_000, "1.0000 CLF"),
      ("EUR", .max, "922337203685477.5807 EUR"), ("EUR", .min, "-922337203685477.5808 EUR"),
    ])
  func money(currency: String, amount: Int64, text: String) {
    let code = currency.utf8.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    #expect(show(ValueType(.money, detail: code), UInt64(bitPattern: amount)) == text)
  }

  @Test(
    "a moment is what the clock of the zone shows",
    arguments: [
      ("2026-11-20T13:05:00Z", "2026-11-20 14:05"), ("2026-07-01T21:59:59Z", "2026-07-01 23:59:59"),
      ("2026-07-01T22:00:00.999999Z", "2026-07-02 00:00"), ("1969-12-31T23:00:00Z", "1970-01-01 00:00"),
    ])
  func moments(instant: String, text: String) throws {
    let instant = try #require(Array(instant.utf8).withUnsafeBytes { TimeParser.instant($0) })
    #expect(show(ValueType(.datetime), UInt64(bitPattern: instant)) == text)
    #expect(show(ValueType(.datetime), UInt64(bitPattern: .max)) == "")
  }

  @Test(
    "durations in words",
    arguments: [
      (0, "0 seconds"), (1_000_000, "1 second"), (500_000, "0.5 seconds"), (-60_000_000, "-1 minute"),
      (86_400_000_000, "1 day"), (266_400_000_000, "3 days 2 hours"), (3_601_500_000, "1 hour 1.5 seconds"),
      (.max, "106751991 days 4 hours 54.775807 seconds"), (.min, "-106751991 days 4 hours 54.775808 seconds"),
    ] as [(Int64, String)])
  func durations(value: Int64, text: String) {
    #expect(show(ValueType(.duration), UInt64(bitPattern: value)) == text)
  }

  @Test("texts are as they are", arguments: [.text, .email, .phone, .url, .document] as [ValueType.Base])
  func texts(type: ValueType.Base) {
    #expect(show(ValueType(type), 0, Array("a\u{301} {b}".utf8)) == "a\u{301} {b}")
  }

  @Test("sets are lists")
  func sets() {
    let words = ["b", "", "a"].flatMap { element(Array($0.utf8)) }
    #expect(show(ValueType(.text, isSet: true), 0, words) == "b, , a")
    let numbers = [3, -1].flatMap { number in element(withUnsafeBytes(of: Int64(number).littleEndian, Array.init)) }
    #expect(show(ValueType(.integer, isSet: true), 0, numbers) == "3, -1")
    let members = element([1, 0, 0, 0, 0, 0, 0, 0]) + element([0, 0, 0, 0, 0, 0, 0, 0])
    #expect(show(ValueType(.choice, isSet: true), 0, members) == "other, software")
    #expect(show(ValueType(.text, isSet: true), 0, []) == "")
    // What is cut off ends the list.
    #expect(show(ValueType(.text, isSet: true), 0, element([0x61]) + [9, 0, 0, 0, 0x62]) == "a")
  }

  private func element(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count), 0, 0, 0] + bytes }

  private func show(_ type: ValueType, _ bits: UInt64, _ bytes: [UInt8] = []) -> String {
    var text: [UInt8] = []
    bytes.withUnsafeBytes { interpolation.append(type, bits: bits, bytes: $0, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }
}
