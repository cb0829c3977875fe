import FunnelDiagnostics

/// The pages of the language's own rules about tests.
enum TestsPages {
  static let all: [RulePage] = [
    misplacedStep,
    failedExpectation,
    failedStep,
  ]

  private static let misplacedStep = RulePage(
    .misplacedStep,
    finds: "a step of a test that can't stand where it stands",
    why:
      "\"given\", \"source\" and the first \"at\" say how the lead begins, so they come before everything that happens; later changes are written \"set { ... }\".",
    avoid:
      #"""
      data { size: integer title "Size" }
      test "it ends at once" {
        expect converted
        given { size: 5 }
      }
      """#,
    prefer:
      #"""
      data { size: integer title "Size" }
      test "it ends at once" {
        given { size: 5 }
        expect converted
      }
      """#)

  private static let failedExpectation = RulePage(
    withoutExample: .failedExpectation,
    finds: "an expectation of a test that is not met (with \"funnelc test\")",
    why:
      "Either the funnel does something else than was meant, or the test expects what is no longer meant. The way that the lead took is shown below it."
  )

  private static let failedStep = RulePage(
    withoutExample: .failedStep,
    finds: "a step of a test that could not be done (with \"funnelc test\")",
    why:
      "An activity that is not open can't be completed, and time does not run backwards. Look at the way that the lead took until then."
  )
}
