import Testing

@testable import FunnelCommands

@Suite("Setting a summary")
struct SummaryPageTests {
  @Test("counts stand below each other, remarks behind them")
  func columns() {
    var page = SummaryPage()
    page.separate()
    page.add("welcome, version 3")
    page.separate()
    page.separate()
    page.add("journeys", 1_204_500)
    page.add("converted", 900_000, remark: "75 %", depth: 1)
    page.add("lost \"日本\u{7}\"", 12, depth: 1)
    page.add("the clock ends at 2026-12-31")
    #expect(
      page.text == """
        welcome, version 3

        journeys        1 204 500
          converted       900 000  75 %
          lost "日本␇"         12
        the clock ends at 2026-12-31

        """)
  }

  @Test("numbers for people")
  func numbers() {
    #expect([0, 999, 1000, 12_345_678, -1000].map(\.grouped) == ["0", "999", "1 000", "12 345 678", "-1 000"])
    #expect(Int.min.grouped == "-9 223 372 036 854 775 808")
    #expect(1.of("line") == "1 line" && 1000.of("line") == "1 000 lines")
    #expect(1.share(of: 3) == "33 %" && 0.share(of: 0) == "" && Int.max.share(of: 1) != "")
    #expect(Duration.milliseconds(42).spoken == "0.042 s")
    #expect(Duration.milliseconds(1340).spoken == "1.3 s")
    #expect(Duration.seconds(125).spoken == "125 s")
  }
}
