import FunnelDiagnostics

/// The pages of the language's own rules about how a funnel is written.
enum SyntaxPages {
  static let all: [RulePage] = [
    unexpectedToken,
    unterminatedString,
    unterminatedBlock,
    invalidEscape,
    invalidLiteral,
    reservedName,
    invisibleCharacter,
    duplicateClause,
    nestedTooDeep,
  ]

  private static let unexpectedToken = RulePage(
    .unexpectedToken,
    finds: "a word or sign that can't stand where it stands",
    why:
      "Every clause begins with its own word, and the message says which words could come here. Often a word was mistyped, or a brace closes too early.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days = lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let unterminatedString = RulePage(
    .unterminatedString,
    finds: "a text whose closing quote is missing",
    why:
      "A text ends on the line it begins on. Without the closing quote, the rest of the line counts as text and what follows makes no sense.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let unterminatedBlock = RulePage(
    .unterminatedBlock,
    finds: "a brace or comment that is never closed",
    why:
      "Everything behind it counts as inside of it. The message shows the brace that is open; indent the file to see where it should close.",
    avoid:
      #"""
      funnel example {
        start -> converted

      """#,
    prefer:
      #"""
      funnel example {
        start -> converted
      }
      """#)

  private static let invalidEscape = RulePage(
    .invalidEscape,
    finds: "a backslash with something behind it that means nothing",
    why:
      "In a text, a backslash begins one of a few signs: \\\" for a quote, \\\\ for a backslash, \\n for a new line, \\t for a tab, and \\u{...} for any character by its number.",
    avoid:
      #"""
      end nurture: lost "later \q"
      start -> nurture
      """#,
    prefer:
      #"""
      end nurture: lost "later \\q"
      start -> nurture
      """#)

  private static let invalidLiteral = RulePage(
    .invalidLiteral,
    finds: "a number, date or other value that does not exist",
    why:
      "A value must be one that there is: no thirtieth of February, no hour 25, no number beyond 64 bits. It is checked here, so that it can't go wrong later.",
    avoid:
      #"""
      data { launch: date }
      start -> by_launch
      decision by_launch {
        when launch < 2026-02-30 -> converted
        otherwise                -> lost "too late"
      }
      """#,
    prefer:
      #"""
      data { launch: date }
      start -> by_launch
      decision by_launch {
        when launch < 2026-02-28 -> converted
        otherwise                -> lost "too late"
      }
      """#)

  private static let reservedName = RulePage(
    .reservedName,
    finds: "a name that the language needs for itself",
    why:
      "A few words such as \"now\" and \"stage\" always mean the same. In backquotes any word can be a name; another name reads better.",
    avoid:
      #"""
      data { now: text title "Time" }
      """#,
    prefer:
      #"""
      data { `now`: text title "Time" }
      """#)

  private static let invisibleCharacter = RulePage(
    .invisibleCharacter,
    finds: "a character that nobody sees",
    why:
      "A blank without width, or a sign that turns the direction of the text, makes people read another file than the one that runs. They may stand in texts, and nowhere else.",
    avoid:
      #"""
      start ->\#u{200B} converted
      """#,
    prefer:
      #"""
      start -> converted
      """#)

  private static let duplicateClause = RulePage(
    .duplicateClause,
    finds: "a clause that may stand once and stands twice",
    why: "Only one of the two could count, and nobody could tell which. Keep the one that is meant.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
        then -> lost "done"
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let nestedTooDeep = RulePage(
    .nestedTooDeep,
    finds: "brackets that are nested too deep",
    why:
      "So deep a nesting is written by programs, not by people, and would exhaust the memory of whoever reads it. Name parts of it with \"let\".",
    avoid: RuleExample(
      "start -> deep\ndecision deep {\n  when " + String(repeating: "(", count: 250) + "1 == 1"
        + String(repeating: ")", count: 250) + " -> converted\n  otherwise -> lost \"no\"\n}"),
    prefer:
      #"""
      data { n: integer }
      let a_part = n == 1 or n == 2
      start -> by_part
      decision by_part {
        when a_part -> converted
        otherwise   -> lost "no"
      }
      """#)
}
