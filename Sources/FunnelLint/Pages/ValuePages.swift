import FunnelDiagnostics

/// The pages of the language's own rules about values and what they are made of.
enum ValuePages {
  static let all: [RulePage] = [
    unitMismatch,
    lossyLiteral,
    circularLet,
    outsideRange,
    missingClause,
  ]

  private static let unitMismatch = RulePage(
    .unitMismatch,
    finds: "amounts, durations or dates of different units together",
    why:
      "No exchange rate is known and a month has no fixed length, so such a sum would be wrong for somebody. Use one unit on both sides.",
    avoid:
      #"""
      data { price: money EUR }
      start -> by_price
      decision by_price {
        when price >= 500 USD -> converted
        otherwise             -> lost "too cheap"
      }
      """#,
    prefer:
      #"""
      data { price: money EUR }
      start -> by_price
      decision by_price {
        when price >= 500 EUR -> converted
        otherwise             -> lost "too cheap"
      }
      """#)

  private static let lossyLiteral = RulePage(
    .lossyLiteral,
    finds: "a number of which digits are lost",
    why:
      "A number keeps about sixteen digits. What is written here would silently be another one; an integer keeps all of its digits.",
    avoid:
      #"""
      data { share: number }
      start -> by_share
      decision by_share {
        when share > 9007199254740993 -> converted
        otherwise                              -> lost "too little"
      }
      """#,
    prefer:
      #"""
      data { share: number }
      start -> by_share
      decision by_share {
        when share > 9_007_199_254_740_992 -> converted
        otherwise                -> lost "too little"
      }
      """#)

  private static let circularLet = RulePage(
    .circularLet,
    finds: "formulas that are computed from each other",
    why: "Neither can be computed before the other. Change one of them so that it does without.",
    avoid:
      #"""
      let a = b
      let b = a
      start -> by_a
      decision by_a {
        when a == 1 -> converted
        otherwise   -> lost "no"
      }
      """#,
    prefer:
      #"""
      data { n: integer }
      let a = b
      let b = n
      start -> by_a
      decision by_a {
        when a == 1 -> converted
        otherwise   -> lost "no"
      }
      """#)

  private static let outsideRange = RulePage(
    .outsideRange,
    finds: "a number outside of what can be there",
    why:
      "A value that is never reached, or a count that can't be, is a slip: nothing would ever happen.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 0 visits -> lost "never"
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 3 visits -> lost "too often"
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let missingClause = RulePage(
    .missingClause,
    finds: "something that can't be without another clause",
    why:
      "What is declared would never be used, or could not be read. The message says which clause is missing.",
    avoid:
      #"""
      source website ref "WEB-1"
      """#,
    prefer:
      #"""
      source website ref "WEB-1"
      feed leads { source from ref }
      """#)
}
