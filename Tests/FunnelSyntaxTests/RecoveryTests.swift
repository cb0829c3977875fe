import FunnelDiagnostics
import Testing

@testable import FunnelSyntax

@Suite("Each mistake is reported once")
struct RecoveryTests {
  @Test("ten independent mistakes give ten findings, each in its own words")
  func tenMistakes() {
    let parsed = Parsed(
      #"""
      funnel f {
        verison 3
        role sales manager
        data {
          email: emial personel
          plan: choice { free paid }
          size: integer from company size
        }
        let large = size = 5
        let small = not large && size < 3
        intake { decline consent when not large }
        start => segment
        decision segment {
          when large enterprise
          otherwise -> small
        }
      }
      """#)
    #expect(
      parsed.findings == [
        #"2: unexpected-token: "verison" begins nothing that can stand in a funnel"#,
        #"3: unexpected-token: ":" is missing here"#,
        #"5: unexpected-token: "personel" begins nothing that can stand in a data point"#,
        #"6: unexpected-token: "," is missing here"#,
        #"7: unexpected-token: "size" can't stand in a data point"#,
        #"9: unexpected-token: "=" is not part of the language: write "==""#,
        #"10: unexpected-token: "&&" is not part of the language: write "and""#,
        #"11: unexpected-token: the reason in quotes is expected here, and "consent" stands here"#,
        #"12: unexpected-token: "=>" is not part of the language: write "->""#,
        #"14: unexpected-token: "->" is missing here"#,
      ])
    #expect(parsed.defect == nil)
  }

  @Test(
    "mistakes that others make too are named, with what to type instead",
    arguments: [
      ("let a = b || c", "\"||\" is not part of the language: write \"or\""),
      ("let a = !b", "\"!\" is not part of the language: write \"not\""),
      ("let a = b <> c", "\"<>\" is not part of the language: write \"!=\""),
      ("let a = b == missing", "\"missing\" is not a value"),
      ("let a = b is not missing", "\"not\" can't stand behind \"is\""),
      ("let a = b is not completed", "\"not\" can't stand behind \"is\""),
      ("let a = 1 < b < 3", "comparisons can't be chained"),
      ("let a = b == not c", "\"not\" denies a whole comparison"),
      ("let a = b is compelted", "\"compelted\" is not part of the language: write \"completed\""),
      ("let a = “text”", "these are the quotes of a word processor"),
      ("let a = 5 %", "\"%\" stands right behind its number"),
      ("let a = (b", "\")\" is expected here, and the end of the file stands here"),
      ("let a = b;", "this character means nothing here"),
      ("let a = b\u{200B} or c", "an invisible character (U+200B) stands here"),
      ("let a = \"b\nlet c = d", "this text has no closing quote"),
      ("let a = \"\\q\"", "\"\\\" in a text can't be followed by this character"),
      ("let a = \"\\u{110000}\"", "this names no character"),
      ("let a = 2026-02-30", "there is no such date"),
      ("let a = 2026-02-20T10:00:00", "there is no such date and time"),
      ("let a = 2026-02-20T10:00:60Z", "there is no such date and time"),
      ("let now = 5", "\"now\" has a meaning of its own and can't be a name"),
      ("let `two words` = 5", "between backquotes stands one word of letters, digits and \"_\""),
      ("let a = b } let c = d", "this \"}\" closes nothing"),
      ("funnel a { start -> b", "a funnel has no closing \"}\""),
      ("/* a /* b */", "this comment never ends"),
      ("data { a: text default }", "a value is expected here, and \"}\" stands here"),
      ("data { a: text from b: text }", "a path such as company.country is expected here, and \"b\" stands here"),
      ("data { a text }", "\"a\" can't stand in a data block"),
      ("data { a: text from \"x\" }", "this path can't be followed: a path in quotes begins with \"$\""),
      ("data { a: text title \"x {b\" }", "\"{\" in a text begins a value, and this one has no \"}\""),
      ("data { a: money from b }", "a currency such as EUR is expected here, and \"from\" stands here"),
      ("funnel a { version 1.5 }", "here stands a whole number, in digits only"),
      ("funnel a { working hours mon 9:00..17:00 }", "there is no such time of day"),
      ("funnel a { split s by lead { 50 -> b } }", "a share is written as a percentage"),
      ("funnel a { stage s { limit 3 dyas -> b } }", "\"dyas\" is not part of the language: write \"days\""),
      (
        "funnel a { stage s { activity b by c { due 3 } } }",
        "a unit such as \"days\" is expected here, and \"}\" stands here"
      ),
      ("funnel a { kind call }", "\"kind\" can't stand in a funnel"),
      ("stage a { }", "\"stage\" stands outside of the funnel"),
    ])
  func named(text: String, message: String) {
    let parsed = Parsed(text)
    #expect(parsed.diagnostics.map(\.message) == [message])
    #expect(parsed.defect == nil)
  }

  @Test("a brace that is missing or too many is one mistake, found where the text's indentation shows it")
  func braces() {
    let forgotten = Parsed("funnel f {\n  stage a {\n    then -> b\n  stage b {\n    then -> c\n  }\n}\n")
    #expect(forgotten.findings == ["3: unterminated-block: a stage has no closing \"}\""])
    #expect(forgotten.funnel?.stages.count == 2)
    let extra = Parsed("funnel f {\n  stage a {\n    wait 1 day }\n    then -> b\n  }\n  start -> a\n}\n")
    #expect(extra.findings == ["3: unexpected-token: this \"}\" closes nothing"])
    #expect(extra.funnel?.start != nil)
    let unopened = Parsed("funnel f {\n  stage a\n    then -> b\n  }\n  start -> a\n}\n")
    #expect(unopened.findings == ["3: unexpected-token: \"{\" is expected here, and \"then\" stands here"])
    #expect(unopened.funnel?.start != nil)
  }

  @Test("a clause that may stand once is reported the second time, with the first one")
  func duplicates() {
    let parsed = Parsed(
      """
      funnel f {
        version 1
        version 2
        data { a: text fixed personal fixed }
        stage s { limit 1 day -> x  limit 2 visits -> x  limit 3 days -> x  then -> y  then -> z }
      }
      """)
    #expect(parsed.rules == Array(repeating: .duplicateClause, count: 4))
    #expect(parsed.diagnostics.allSatisfy { $0.secondary.count == 1 })
  }

  @Test("deleting or doubling any one token of the example gives at most one finding")
  func anyToken() {
    let whole = Parsed(ExampleTests.text)
    var worse = 0
    var count = 0
    for token in whole.tree.tokens.indices.dropLast() {
      let kind = whole.tree.tokens[token].kind
      if kind.isTrivia || kind == .textPart { continue }
      let range = whole.tree.bytes(ofToken: token)
      for copies in [0, 2] {
        var bytes = whole.tree.bytes
        bytes.replaceSubrange(
          range, with: (0..<max(copies, 1)).flatMap { _ in copies == 0 ? [0x20] : bytes[range] + [0x20] })
        let parsed = Parsed(bytes)
        count += 1
        if parsed.diagnostics.count > 1 { worse += 1 }
      }
    }
    // Two of about a thousand look like two mistakes to people too.
    #expect(count > 1000)
    #expect(worse <= 2)
  }
}

@Suite("Hostile files")
struct HostileTests {
  @Test(
    "nesting without end is one finding",
    arguments: [
      "let a = " + String(repeating: "(", count: 100_000),
      "let a = " + String(repeating: "(", count: 100_000) + "b" + String(repeating: ")", count: 100_000),
      "let a = " + String(repeating: "not ", count: 100_000) + "b",
      "let a = " + String(repeating: "- ", count: 100_000) + "b",
      "let a = " + String(repeating: "f(", count: 100_000),
      "let a = " + String(repeating: "{", count: 100_000),
      "let a = b" + String(repeating: " + b", count: 100_000),
      "let a = b" + String(repeating: " ?? b", count: 100_000),
      "data { a: " + String(repeating: "set of ", count: 100_000) + "text }",
    ])
  func nesting(text: String) {
    let parsed = Parsed(text)
    #expect(parsed.rules == [.nestedTooDeep])
    #expect(parsed.defect == nil)
  }

  @Test("a hundred thousand alternatives are no nesting")
  func alternatives() throws {
    let parsed = Parsed("let a = b" + String(repeating: " or b and c", count: 100_000))
    #expect(parsed.findings == [])
    guard case .or(let or) = try #require(parsed.tree.fileSyntax.lets.first?.cases.first?.value) else {
      throw Missing("or")
    }
    #expect(or.operands.count == 100_001)
  }

  @Test("comments may be nested as deep as anybody likes")
  func comments() {
    let open = String(repeating: "/*", count: 100_000)
    #expect(Parsed(open + String(repeating: "*/", count: 100_000)).findings == [])
    #expect(Parsed(open).rules == [.unterminatedBlock])
  }

  @Test("what isn't UTF-8, or is too large, is refused with one finding and printed back all the same")
  func refused() {
    let noise = Parsed(Array("funnel a {\n".utf8) + [0xFF, 0xFE, 0xC0] + Array(repeating: 0x80, count: 1000))
    #expect(
      noise.findings == ["2: not-text: this file is not text in UTF-8: byte 11 in line 2 belongs to no character"])
    #expect(noise.defect == nil)
    let large = Parsed(Array(repeating: 0x20, count: Parser.sizeLimit + 1))
    #expect(large.rules == [.fileTooLarge])
    #expect(large.defect == nil)
    for cut in [
      [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF],
    ] {
      #expect(Parsed(cut.map { UInt8($0) }).rules == [.notText])
    }
  }

  @Test("noise that is text ends with a tree and a bounded number of findings")
  func noise() {
    var random = SplitMix64(seed: 7)
    let bytes = (0..<200_000).map { _ in UInt8(0x20 + random.next() % 0x5F) }
    let parsed = Parsed(bytes)
    #expect(parsed.defect == nil)
    #expect(parsed.diagnostics.count <= SyntaxDiagnostics.limit)
  }

  @Test(
    "an empty file, white space and a byte order mark are files without declarations",
    arguments: ["", " \r\n", "\u{FEFF}"])
  func empty(text: String) {
    let parsed = Parsed(text)
    #expect(parsed.findings == [])
    #expect(parsed.defect == nil)
    #expect(parsed.tree.fileSyntax.span.start == parsed.tree.fileSyntax.span.end)
  }

  @Test(
    "in every kind of block, each word of the language before each kind of token ends with a tree",
    arguments: [
      "", "funnel f {", "funnel f { start -> d decision d {", "funnel f { decision d { table {",
      "funnel f { decision d { table { | a | -> | |", "funnel f { split s by lead {", "funnel f { stage s {",
      "funnel f { stage s { activity a {", "funnel f { stage s { on failed {", "funnel f { intake {",
      "funnel f { feed leads {", "funnel f { feed events {", "funnel f { feed events { type from a {", "data {",
      "data { a: choice {", "score s {", "activities g {", "let a = b in {", "let a =", "funnel f { test \"t\" {",
      "funnel f { test \"t\" { data {", "funnel f { enrich from \"a.csv\" by b {", "funnel f { stage s { whenever",
    ])
  func progress(block: String) {
    for keyword in Keyword.allCases {
      for follower in [":", "->", ",", "|", "{", "}", "=", "1", "\"x\"", "x", "x, y", "when a"] {
        for separator in [" ", "\n"] {
          let text = "\(block)\(separator)\(keyword.rawValue) \(follower) a -> converted\n}"
          let parsed = Parsed(text)
          #expect(parsed.defect == nil, "\(text)")
          #expect(parsed.diagnostics.count < 10, "\(text)")
        }
      }
    }
  }

  @Test("a keyword before a colon is told with what is wrong about it")
  func keywordBeforeColon() {
    let text =
      "funnel f {\n  start -> d\n  decision d {\n    when : a -> converted\n    otherwise -> lost \"x\"\n  }\n}"
    #expect(Parsed(text).findings == ["4: unexpected-token: a value is expected here, and \":\" stands here"])
  }
}
