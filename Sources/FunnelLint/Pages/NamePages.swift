import FunnelDiagnostics

/// The pages of the language's own rules about names and their types.
enum NamePages {
  static let all: [RulePage] = [
    unknownName,
    typeMismatch,
    unorderedComparison,
    duplicateName,
  ]

  private static let unknownName = RulePage(
    .unknownName,
    finds: "a name that nothing has",
    why:
      "The name is mistyped, or what it names was not declared or is declared elsewhere. Where a name nearby is alike and fits there, it is offered.",
    avoid:
      #"""
      data { size: integer }
      start -> by_size
      decision by_size {
        when sise >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """#,
    prefer:
      #"""
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """#)

  private static let typeMismatch = RulePage(
    .typeMismatch,
    finds: "a value of one type where another is needed",
    why:
      "A comparison of a number with a text is never true, so it is an error and not a surprise. Both places are shown with what they are.",
    avoid:
      #"""
      data { size: integer }
      start -> by_size
      decision by_size {
        when size == "large" -> converted
        otherwise            -> lost "too small"
      }
      """#,
    prefer:
      #"""
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """#)

  private static let unorderedComparison = RulePage(
    .unorderedComparison,
    finds: "a comparison with \"<\" or \">\" of values that have no order",
    why:
      "Texts and members of a choice have no order that everybody would agree on. Name the members that are meant.",
    avoid:
      #"""
      data { plan: choice { basic, pro, team } }
      start -> by_plan
      decision by_plan {
        when plan > basic -> converted
        otherwise         -> lost "too small"
      }
      """#,
    prefer:
      #"""
      data { plan: choice { basic, pro, team } }
      start -> by_plan
      decision by_plan {
        when plan in { pro, team } -> converted
        otherwise                  -> lost "too small"
      }
      """#)

  private static let duplicateName = RulePage(
    .duplicateName,
    finds: "a name that is taken already",
    why: "One name means one thing wherever it stands. Give one of the two another name.",
    avoid:
      #"""
      data { size: integer title "Size"  size: text title "Size" }
      """#,
    prefer:
      #"""
      data { size: integer title "Size"  size_words: text title "Size" }
      """#)
}
