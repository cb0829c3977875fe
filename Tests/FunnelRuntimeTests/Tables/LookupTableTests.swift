import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("Look-up tables")
struct LookupTableTests {
  static let companies = """
    domain,name,employees,sector
    bank.de,"Bank, die",4000,banking
    soft.example,Soft,,software
    ,nobody,1,other
    größe.de,Größe,12,

    """

  @Test("a row is found by the bytes of its key")
  func csv() throws {
    let table = try LookupTable(
      csv: MemorySource(Self.companies), key: "domain", columns: ["employees", "name", "domain", "employees"])
    #expect(table.columns == ["domain", "employees", "name"])
    #expect(table.count == 3)
    #expect(table.rowsWithoutKey == 1)
    #expect(row("bank.de", table) == [.text("bank.de"), .text("4000"), .text("Bank, die")])
    #expect(row("soft.example", table) == [.text("soft.example"), .missing, .text("Soft")])
    #expect(row("größe.de", table) == [.text("größe.de"), .text("12"), .text("Größe")])
    // Composed and decomposed forms are different bytes.
    #expect(row("gro\u{308}ße.de", table) == nil)
    for key in ["", "Bank.de", "bank.d", "bank.de ", "nobody"] { #expect(row(key, table) == nil) }
  }

  @Test("the same from lines of JSON, with what each value is")
  func ndjson() throws {
    let text = """
      \u{FEFF}{"domain":"bank.de","employees":4000,"tags":["a","b"],"name":"B\\u00e4nk \\"x\\"","more":{"x":1}}

      {"employees":null,"name":true,"domain":7}\r
        {"name":"nobody"}
      {"domain":"","tags":{"a":[1]}}
      {"domain":"z","tags":false}
      """
    for longest in [1, 7, 4000] {
      let source = PieceSource(Array(text.utf8), longest: longest, seed: 3)
      let table = try LookupTable(ndjson: source, key: "domain", columns: ["employees", "tags", "name"])
      #expect(table.count == 3)
      #expect(table.rowsWithoutKey == 2)
      #expect(row("bank.de", table) == [.text("bank.de"), .number("4000"), .json(#"["a","b"]"#), .text("Bänk \"x\"")])
      #expect(row("7", table) == [.number("7"), .missing, .missing, .json("true")])
      #expect(row("z", table) == [.text("z"), .missing, .json("false"), .missing])
    }
  }

  @Test(
    "what is no table of CSV",
    arguments: [
      ("", .noHeader, 1),
      ("domain,name\n", .missingColumn("sector", among: ["domain", "name"]), 1),
      ("domain,sector,domain\n", .repeatedColumn("domain"), 1),
      ("domain,sector\na,b,c\n", .raggedRow(cells: 3, columns: 2), 2),
      ("domain,sector\na,b\nc\n", .raggedRow(cells: 1, columns: 2), 3),
      ("domain,sector\na,b\n\n", .raggedRow(cells: 1, columns: 2), 3),
      ("domain,sector\n\"a\n\",b\nc,d\ne,f\nc,g\n", .repeatedKey(firstLine: 4), 6),
    ] as [(String, TableFailure.Problem, Int)])
  func badCSV(text: String, problem: TableFailure.Problem, line: Int) {
    #expect(throws: TableFailure(problem, line: line)) {
      try LookupTable(csv: MemorySource(text), key: "domain", columns: ["sector"])
    }
  }

  @Test("another column may stand twice, since nobody reads it")
  func unreadColumns() throws {
    let table = try LookupTable(csv: MemorySource("x,domain,x,sector\n1,a,2,b"), key: "domain", columns: ["sector"])
    #expect(row("a", table) == [.text("a"), .text("b")])
  }

  @Test(
    "what is no table of JSON",
    arguments: [
      (#"{"domain":"a","sector":1}"# + "\n[1]", .notAnObject, 2),
      ("\n" + #"{"domain":"a","sector":1,"domain":"b"}"#, .repeatedName(byte: 26), 2),
      (#"{"domain":"a","sector":"\ud800"}"#, .brokenCharacter(column: "sector"), 1),
      (#"{"domain":"a"}"#, .missingColumn("sector", among: []), 1),
      (#"{"domain":"a","sector":1}"# + "\n\n" + #"{"domain":"\u0061"}"#, .repeatedKey(firstLine: 1), 3),
      ("{}\n{", .invalidJSON("this is not JSON: it ends in the middle of a value (byte 2)"), 2),
    ] as [(String, TableFailure.Problem, Int)])
  func badJSON(text: String, problem: TableFailure.Problem, line: Int) {
    #expect(throws: TableFailure(problem, line: line)) {
      try LookupTable(ndjson: MemorySource(text), key: "domain", columns: ["sector"])
    }
  }

  @Test("a header alone, or no line of JSON, is a table in which nothing is found")
  func emptyTables() throws {
    let table = try LookupTable(csv: MemorySource("domain,sector"), key: "domain", columns: ["sector"])
    #expect(table.count == 0 && row("a", table) == nil)
    #expect(try LookupTable(ndjson: MemorySource("\n"), key: "a", columns: []).count == 0)
  }

  @Test("no more is read than the limits allow")
  func limits() {
    let limits = TableLimits(cellLength: 10, rowLength: 40, size: 300)
    let longLine = #"{"domain":"a","sector":"#
    #expect(throws: TableFailure(.tooLong(.row, limit: 40), line: 1)) {
      try LookupTable(
        ndjson: MemorySource(longLine + String(repeating: " ", count: 1000)), key: "domain", columns: [], limits: limits
      )
    }
    #expect(throws: TableFailure(.tooLong(.cell, limit: 10), line: 1)) {
      try LookupTable(ndjson: MemorySource(#"{"domain":"aaaaaaaaaaa"}"#), key: "domain", columns: [], limits: limits)
    }
    let rows = "key\n" + (0..<1000).map { "\($0)\n" }.joined()
    #expect(throws: TableFailure.self) {
      try LookupTable(csv: MemorySource(rows), key: "key", columns: [], limits: limits)
    }
  }

  @Test("twenty thousand rows are each found, in the memory that is promised")
  func manyRows() throws {
    let rows = 20_000
    let text = "id,number\n" + (0..<rows).map { "lead-\($0),\($0)\n" }.joined()
    let table = try LookupTable(csv: MemorySource(text), key: "id", columns: ["number"])
    #expect(table.count == rows)
    for number in stride(from: 0, to: rows, by: 7) {
      #expect(row("lead-\(number)", table) == [.text("lead-\(number)"), .text("\(number)")])
    }
    #expect(row("lead-\(rows)", table) == nil)
    let cells = (0..<rows).reduce(0) { $0 + "lead-\($1)\($1)".utf8.count }
    #expect((8 * rows...17 * rows).contains(table.memory - cells))
  }

  @Test("a cell is typed as a value of a feed is")
  func typing() throws {
    let text = #"{"key":"k","number":"12","flag":true,"tags":["a","b","a"],"broken":{},"none":null}"#
    let names = ["number", "flag", "tags", "broken", "none"]
    let table = try LookupTable(ndjson: MemorySource(text), key: "key", columns: names)
    let place = try #require(Array("k".utf8).withUnsafeBytes { table.row(withKey: $0) })
    var reader = ValueReader(choices: [], zone: .utc)
    func read(_ name: String, _ type: ValueType) throws -> (UInt64?, [UInt8]) {
      let column = try #require(table.column(named: name))
      var bytes: [UInt8] = []
      let bits = table.withCell(column, ofRow: place) { kind, cell in
        let value = FoundValue(kind, cell)
        return type.isSet
          ? reader.set(value, point(name, type), cell, links: [], into: &bytes)
          : reader.single(value, point(name, type), cell, into: &bytes)
      }
      return (bits, bytes)
    }
    #expect(try read("number", ValueType(.integer)).0 == 12)
    #expect(try read("flag", ValueType(.boolean)).0 == 1)
    #expect(try read("tags", ValueType(.text, isSet: true)).1 == [1, 0, 0, 0, 0x61, 1, 0, 0, 0, 0x62])
    #expect(try read("broken", ValueType(.text)).0 == nil)
    #expect(try read("none", ValueType(.text)).0 == nil)
  }

  @Test("each failure says in one phrase what is wrong")
  func messages() {
    let problems: [TableFailure.Problem] = [
      .noHeader, .missingColumn("a", among: (1...20).map { "c\($0)" }), .repeatedColumn("a"),
      .repeatedKey(firstLine: 3),
      .raggedRow(cells: 1, columns: 2), .raggedRow(cells: 3, columns: 2), .strayQuote, .textBehindQuote, .unclosedQuote,
      .loneCarriageReturn, .controlCharacter(0), .notUTF8, .notAnObject, .repeatedName(byte: 3),
      .brokenCharacter(column: "a"), .tooLong(.cell, limit: 1), .tooLong(.row, limit: 1), .tooLong(.table, limit: 1),
      .tooLong(.columns, limit: 1),
    ]
    for problem in problems {
      let message = TableFailure(problem, line: 1).message
      #expect(message.first?.isLowercase == true && message.last != "." && !message.contains("\n"))
    }
    #expect(TableFailure(problems[1], line: 1).message.hasSuffix("\"c12\" and 8 more"))
  }

  /// What a test says about a cell.
  enum Cell: Equatable {
    case missing
    case text(String), number(String), json(String)
  }

  private func row(_ key: String, _ table: LookupTable) -> [Cell]? {
    guard let place = Array(key.utf8).withUnsafeBytes({ table.row(withKey: $0) }) else { return nil }
    return table.columns.indices.map { column in
      table.withCell(column, ofRow: place) { kind, bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        return switch kind {
        case .missing: .missing
        case .text: .text(text)
        case .number: .number(text)
        case .json: .json(text)
        }
      }
    }
  }
}
