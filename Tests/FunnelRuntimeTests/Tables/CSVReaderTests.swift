import Testing

@testable import FunnelRuntime

@Suite("CSV")
struct CSVReaderTests {
  @Test(
    "rows of cells (RFC 4180)",
    arguments: [
      ("", []),
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a\r\nb\nc", [["a"], ["b"], ["c"]]),
      ("a,,\n,,", [["a", "", ""], ["", "", ""]]),
      ("\"a\",\"b\"", [["a", "b"]]),
      ("\"\",x,\"\"", [["", "x", ""]]),
      ("\"a \"\"b\"\" c\"", [["a \"b\" c"]]),
      ("\"\"\"\"", [["\""]]),
      ("\"a,b\",c", [["a,b", "c"]]),
      ("\"a\r\nb\nc\rd\",e\r\nf,g", [["a\r\nb\nc\rd", "e"], ["f", "g"]]),
      (" a , b ", [[" a ", " b "]]),
      ("a\tb,ü€😀", [["a\tb", "ü€😀"]]),
      ("a\n\nb", [["a"], [""], ["b"]]),
      ("\n", [[""]]),
      ("\u{FEFF}a,b\n", [["a", "b"]]),
      ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
      ("a,\u{FEFF}b", [["a", "\u{FEFF}b"]]),
    ] as [(String, [[String]])])
  func rows(text: String, rows: [[String]]) throws {
    // However the file is cut into pieces.
    for longest in [1, 2, 3, 1000] {
      #expect(try read(PieceSource(Array(text.utf8), longest: longest, seed: 1)) == rows)
    }
  }

  @Test(
    "what is no CSV, and on which line",
    arguments: [
      ("a,b\n1\"2,3", .strayQuote, 2),
      ("a,b\n1, \"2\"", .strayQuote, 2),
      ("a,\"b\" \n", .textBehindQuote, 1),
      ("a\n\"b\"c\"\n", .textBehindQuote, 2),
      ("a\n\"b\nc\n", .unclosedQuote, 2),
      ("\"", .unclosedQuote, 1),
      ("a\n\"b\nc\"\nd\re", .loneCarriageReturn, 4),
      ("a\r", .loneCarriageReturn, 1),
      ("a\r\r\n", .loneCarriageReturn, 1),
      ("\"a\"\r", .loneCarriageReturn, 1),
      ("a\nb\0c", .controlCharacter(0), 2),
      ("a\n\"b\n\u{7F}\"", .controlCharacter(0x7F), 3),
    ] as [(String, TableFailure.Problem, Int)])
  func failures(text: String, problem: TableFailure.Problem, line: Int) {
    for longest in [1, 1000] {
      #expect(throws: TableFailure(problem, line: line)) {
        try read(PieceSource(Array(text.utf8), longest: longest, seed: 1))
      }
    }
  }

  @Test(
    "text that is not UTF-8 is told by its very line",
    arguments: [
      ([0xFF, 0xFE, 0x61], 1), ([0x61, 0x0A, 0xC3], 2), ([0x22, 0x0A, 0x0A, 0xED, 0xA0, 0x80, 0x22], 3),
      ([0x61, 0x2C, 0xC0, 0x80], 1),
    ] as [([UInt8], Int)])
  func notUTF8(bytes: [UInt8], line: Int) {
    #expect(throws: TableFailure(.notUTF8, line: line)) { try read(MemorySource(bytes)) }
  }

  @Test("cells, rows and columns have their limits")
  func limits() throws {
    let limits = TableLimits(cellLength: 4, rowLength: 6, columns: 3)
    #expect(try read(MemorySource("abcd,ef\n,,\n"), limits) == [["abcd", "ef"], ["", "", ""]])
    #expect(throws: TableFailure(.tooLong(.cell, limit: 4), line: 2)) { try read(MemorySource("\nabcde"), limits) }
    #expect(throws: TableFailure(.tooLong(.row, limit: 6), line: 1)) { try read(MemorySource("abcd,efg"), limits) }
    #expect(throws: TableFailure(.tooLong(.columns, limit: 3), line: 1)) { try read(MemorySource(",,,"), limits) }
    // A quote that is never closed does not fill the memory either.
    let endless = MemorySource("\"" + String(repeating: "\n", count: 1000))
    #expect(throws: TableFailure(.tooLong(.cell, limit: 4), line: 5)) { try read(endless, limits) }
  }

  @Test("any cells come back")
  func roundTrip() throws {
    let pieces = ["\"", "\"\"", ",", "\r\n", "\n", "\r", "a", "é", " ", ""]
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let rows = (0...random.below(5)).map { _ in
        (0...random.below(4)).map { _ in (0..<random.below(5)).map { _ in pieces[random.below(pieces.count)] }.joined()
        }
      }
      let lines = rows.map { row in
        row.map { cell in
          let needsQuotes =
            cell.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) } || random.below(2) == 0
          return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",")
      }
      let text = lines.map { $0 + (random.below(2) == 0 ? "\r\n" : "\n") }.joined()
      let found = try read(PieceSource(Array(text.utf8), longest: 1 + random.below(20), seed: seed))
      #expect(found.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
    }
  }

  private func read(_ source: any ByteSource, _ limits: TableLimits = TableLimits()) throws -> [[String]] {
    var reader = CSVReader(source, limits: limits)
    var rows: [[String]] = []
    while try reader.next() {
      rows.append(reader.ends.indices.map { String(decoding: reader.bytes[reader.cell($0)], as: UTF8.self) })
    }
    return rows
  }
}
