import FunnelDiagnostics
import Testing

@Suite("A finding as text")
struct TextRendererTests {
  @Test("a mistyped name, where the right one stands, and what to type")
  func oneFinding() {
    let sheet = Sheet(
      """
      funnel b2b {
        data { email: email personal }
        intake { require emial }
      }
      """)
    let name = sheet.place("emial")
    let finding = Diagnostic(
      .unknownName, "there is no data point \"emial\"", at: name, label: "did you mean \"email\"?",
      secondary: [Label(sheet.place("email"), "\"email\" is declared here")],
      notes: ["only data points can be required"], help: "declare it in \"data\", or use one that is there",
      fixes: [Fix("replace \"emial\" with \"email\"", .safe, [Fix.Edit(name, "email")])])
    #expect(
      sheet.text(finding) == """
        error[unknown-name] F0201: there is no data point "emial"
         --> b2b.funnel:3:20
          |
        2 |   data { email: email personal }
          |          ----- "email" is declared here
        3 |   intake { require emial }
          |                    ^^^^^ did you mean "email"?
          |
          = note: only data points can be required
          = help: declare it in "data", or use one that is there
          = suggestion: replace "emial" with "email"
          |
        3 |   intake { require email }
          |                    ~~~~~

        found 1 error

        """)
  }

  @Test("several labels on one line hang below each other")
  func severalLabels() {
    let sheet = Sheet("let large = employees >= revenue or tags")
    let finding = Diagnostic(
      .typeMismatch, "these can't be compared", at: sheet.place(">="), label: "compares a number with money",
      secondary: [
        Label(sheet.place("employees"), "a whole number"), Label(sheet.place("revenue"), "money in EUR"),
        Label(sheet.place("tags")),
      ])
    #expect(
      sheet.text(finding) == """
        error[type-mismatch] F0202: these can't be compared
         --> b2b.funnel:1:23
          |
        1 | let large = employees >= revenue or tags
          |             --------- ^^ -------    ----
          |             |         |  |
          |             |         |  money in EUR
          |             |         compares a number with money
          |             a whole number

        found 1 error

        """)
  }

  @Test("the last label of a line stands behind it")
  func lastLabelBehind() {
    let sheet = Sheet("limit 3 days + 2 EUR -> review")
    let finding = Diagnostic(
      .unitMismatch, "a length of time and an amount can't be added", at: sheet.place("2 EUR"), label: "an amount",
      secondary: [Label(sheet.place("3 days"), "a length of time")])
    #expect(
      sheet.text(finding) == """
        error[unit-mismatch] F0208: a length of time and an amount can't be added
         --> b2b.funnel:1:16
          |
        1 | limit 3 days + 2 EUR -> review
          |       ------   ^^^^^ an amount
          |       |
          |       a length of time

        found 1 error

        """)
  }

  @Test("a stretch over several lines is bracketed at the left")
  func multiline() {
    let sheet = Sheet(
      """
      funnel f {
        stage a {
          activity x by lead
          activity y by lead
          activity z by lead
          activity w by lead
        }
        end won: converted
      }
      """)
    let stage = sheet.place("stage a {").union(sheet.place("}"))
    let finding = Diagnostic(
      .duplicateClause, "a stage is left in one way", at: stage, label: "this stage has no \"then\"",
      secondary: [Label(sheet.place("activity z"), "the last one that counts")])
    #expect(
      sheet.text(finding) == """
        error[duplicate-clause] F0108: a stage is left in one way
         --> b2b.funnel:2:3
          |
        2 |     stage a {
          |  ___^
        3 | |     activity x by lead
        4 | |     activity y by lead
        5 | |     activity z by lead
          | |     ---------- the last one that counts
        6 | |     activity w by lead
        7 | |   }
          | |___^ this stage has no "then"

        found 1 error

        """)
  }

  @Test("two stretches have a lane each, and what lies between is left out")
  func twoStretches() {
    let filler = (1...9).map { "    activity a\($0)" }.joined(separator: "\n")
    let sheet = Sheet("funnel f {\n  stage s {\n\(filler)\n  }\n}")
    let finding = Diagnostic(
      .unterminatedBlock, "one \"}\" too few", at: sheet.place("stage s {").union(sheet.place("  }").atEnd),
      label: "inner", secondary: [Label(sheet.span(0, sheet.sources.files[0].bytes.count), "outer")])
    #expect(
      sheet.text(finding) == """
        error[unterminated-block] F0103: one "}" too few
          --> b2b.funnel:2:3
           |
         1 |     funnel f {
           |  ___-
         2 | |     stage s {
           | |  ___^
         3 | | |     activity a1
        ...  | |
        11 | | |     activity a9
        12 | | |   }
           | | |___^ inner
        13 | |   }
           | |___- outer

        found 1 error

        """)
  }

  @Test("tabs, wide characters, combining marks and emoji keep the underline in its place")
  func displayWidth() {
    let sheet = Sheet("\ttitle \"日本 e\u{301} 👩‍👩‍👧 🇩🇪\" emial")
    let finding = Diagnostic(.unknownName, "there is no \"emial\"", at: sheet.place("emial"))
    #expect(
      sheet.text(finding) == """
        error[unknown-name] F0201: there is no "emial"
         --> b2b.funnel:1:26
          |
        1 |     title "日本 e\u{301} 👩‍👩‍👧 🇩🇪" emial
          |                          ^^^^^

        found 1 error

        """)
  }

  @Test("control characters and direction overrides never reach the terminal")
  func controlCharacters() {
    let sheet = Sheet("title \"\u{1B}[31mred\u{7F} \u{202E}evil a\u{200B}b\u{9B}2J\" x", name: "a\u{1B}[2J.funnel")
    let finding = Diagnostic(
      .invisibleCharacter, "remove \"\u{1B}\"", at: sheet.place("x"), label: "here\u{7}", notes: ["not\u{85}safe\rx"])
    let text = sheet.text(finding)
    #expect(
      text == """
        error[invisible-character] F0107: remove "␛"
         --> a␛[2J.funnel:1:53
          |
        1 | title "␛[31mred␡ <U+202E>evil a<U+200B>b<U+009B>2J" x
          |                                                     ^ here␇
          |
          = note: not<U+0085>safe␍x

        found 1 error

        """)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
  }

  @Test("a very long line is trimmed around what matters")
  func longLine() {
    let sheet = Sheet(
      "let a = " + String(repeating: "b + ", count: 5_000) + "emial" + String(repeating: " + c", count: 5_000))
    let finding = Diagnostic(.unknownName, "there is no \"emial\"", at: sheet.place("emial"), label: "not declared")
    #expect(
      sheet.text(finding) == """
        error[unknown-name] F0201: there is no "emial"
         --> b2b.funnel:1:20009
          |
        1 | …b + b + b + b + b + b + b + b + b + b + emial + c + c + c + c + c + c + c + c + c + c + c + c + c + c + c + c + c + c + …
          |                                          ^^^^^ not declared

        found 1 error

        """)
  }

  @Test("an empty file, the end of a file and lines that end in CRLF")
  func edges() {
    let empty = Sheet("")
    #expect(
      empty.text(Diagnostic(.unexpectedToken, "expected \"funnel\"", at: empty.span(0, 0), label: "nothing here"))
        == """
        error[unexpected-token] F0101: expected "funnel"
         --> b2b.funnel:1:1
          |
        1 |
          | ^ nothing here

        found 1 error

        """)

    let sheet = Sheet("funnel f {\r\n  start -> a\r\n")
    let end = sheet.sources.files[0].bytes.count
    #expect(
      sheet.text(
        Diagnostic(
          .unterminatedBlock, "\"{\" is never closed", at: sheet.span(end, end), label: "expected \"}\"",
          secondary: [Label(sheet.place("{"), "opened here"), Label(sheet.place("a\r\n"))])) == """
          error[unterminated-block] F0103: "{" is never closed
           --> b2b.funnel:3:1
            |
          1 | funnel f {
            |          - opened here
          2 |   start -> a
            |            -
          3 |
            | ^ expected "}"

          found 1 error

          """)
  }

  @Test("labels in another file have an excerpt of their own")
  func twoFiles() {
    var sheet = Sheet("import \"common.funnel\"\nlet large = true")
    sheet.add("// shared\nlet large = false", name: "common.funnel")
    let finding = Diagnostic(
      .duplicateName, "\"large\" is declared twice", at: sheet.place("large"), label: "once here",
      secondary: [Label(sheet.place("large", file: 1), "and once here")])
    #expect(
      sheet.text(finding) == """
        error[duplicate-name] F0204: "large" is declared twice
         --> b2b.funnel:2:5
          |
        2 | let large = true
          |     ^^^^^ once here
         --> common.funnel:2:5
          |
        2 | let large = false
          |     ----- and once here

        found 1 error

        """)
  }

  @Test("a finding about a whole file shows no line")
  func wholeFile() {
    let sheet = Sheet("", name: "missing.funnel")
    let finding = Diagnostic(
      .unreadableFile, "there is no such file", at: sheet.span(0, 0), help: "check the spelling")
    #expect(
      sheet.text(finding) == """
        error[unreadable-file] F0001: there is no such file
         --> missing.funnel
          = help: check the spelling

        found 1 error

        """)
  }

  @Test("suggestions that insert, and those that need a person")
  func suggestions() {
    let sheet = Sheet("stage a {\n  limit 3\n}")
    let end = sheet.place("3").atEnd
    let finding = Diagnostic(
      .unitMismatch, "a limit is a length of time", at: sheet.place("3"),
      fixes: [
        Fix("add a unit", .unsafe, [Fix.Edit(end, " days")]),
        Fix("remove the limit", .unsafe, [Fix.Edit(sheet.place("  limit 3\n"), "")]),
      ])
    #expect(
      sheet.text(finding) == """
        error[unit-mismatch] F0208: a limit is a length of time
         --> b2b.funnel:2:9
          |
        2 |   limit 3
          |         ^
          = suggestion: add a unit (check it: leads may go elsewhere)
          |
        2 |   limit 3 days
          |          +++++
          = suggestion: remove the limit (check it: leads may go elsewhere)

        found 1 error

        """)
  }

  @Test("findings are sorted by place, and beyond a hundred only counted")
  func bounded() {
    let sheet = Sheet(String(repeating: "x\n", count: 150))
    let findings = (0..<150).reversed().map { index in
      Diagnostic(.unexpectedToken, "line \(index + 1)", at: sheet.span(index * 2, index * 2 + 1))
    }
    let text = TextRenderer(sources: sheet.sources).render(findings)
    #expect(text.hasPrefix("error[unexpected-token] F0101: line 1\n"))
    #expect(text.hasSuffix("found 150 errors; 50 more are not shown\n"))
    #expect(text.contains("line 100\n") && !text.contains("line 101\n"))
  }

  @Test("colour is asked for, and then only escape sequences are added")
  func colour() {
    let sheet = Sheet("let a = b")
    let finding = Diagnostic(.unknownName, "there is no \"b\"", at: sheet.place("b"), label: "unknown")
    let coloured = sheet.text(finding, colour: true)
    #expect(coloured.hasPrefix("\u{1B}[1;31merror[unknown-name]\u{1B}[0m\u{1B}[1m F0201: there is no \"b\"\u{1B}[0m\n"))
    var plain = coloured
    while let start = plain.firstIndex(of: "\u{1B}"), let end = plain[start...].firstIndex(of: "m") {
      plain.removeSubrange(start...end)
    }
    #expect(plain == sheet.text(finding))
  }

  @Test("nothing found gives nothing")
  func nothing() {
    #expect(TextRenderer(sources: Sheet("").sources).render([]) == "")
  }
}
