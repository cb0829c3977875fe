import Testing

@testable import FunnelSemantics

/// The tables of codes, and how a name that was meant is found.
@Suite struct NameTests {
  @Test func theStandardsAreComplete() {
    #expect(StandardCodes.countries.count == 249)
    #expect(StandardCodes.languages.count == 184)
    for table in [StandardCodes.countries, StandardCodes.languages, StandardCodes.currencies] {
      #expect(table == table.sorted(), "the search by bisection needs them in order")
    }
  }

  @Test func codesAreFoundAsTheyAreWritten() {
    #expect(TwoLetterCode(country: "DE")?.text == "DE")
    #expect(TwoLetterCode(country: "DE")?.bits == 0x4445)
    #expect(TwoLetterCode(country: "de") == nil)
    #expect(TwoLetterCode(country: "UK") == nil)
    #expect(TwoLetterCode(language: "is")?.text == "is")
    #expect(TwoLetterCode(language: "IS") == nil)
    #expect(Currency(code: "EUR")?.code == "EUR")
    #expect(Currency(code: "EURO") == nil)
  }

  @Test(
    arguments: [
      ("emial", "email"), ("Email", "email"), ("emails", "email"), ("mail", "email"), ("contry", "country"),
      ("employee", "employees"), ("xyz", nil), ("e", nil),
    ] as [(String, String?)])
  func theNearestName(_ typed: String, _ meant: String?) {
    var suggestion = Suggestion()
    #expect(suggestion.nearest(to: typed, among: ["country", "email", "employees"]) == meant)
  }

  @Test func theSearchEnds() {
    var suggestion = Suggestion()
    let names = (0..<10_000).map { "data_point_\($0)" }
    for _ in 0..<1_000 where !suggestion.isSpent { _ = suggestion.nearest(to: "data_piont_x", among: names) }
    #expect(suggestion.isSpent)
    #expect(suggestion.nearest(to: "data_piont_1", among: names) == nil)
  }

  @Test func whatIsReadComesFirst() {
    #expect(FormulaGraph(readers: [[2], [0], []]).order() == [2, 0, 1])
    #expect(FormulaGraph(readers: [[1], [2], [0], [0]]).cycles() == [[0, 1, 2]])
    #expect(FormulaGraph(readers: [[0], [2], [1]]).cycles() == [[0], [1, 2]])
    #expect(FormulaGraph(readers: [[1], [], [1]]).cycles() == [])
  }
}
