import FunnelDiagnostics
import FunnelSyntax

/// Names that are written in another style.
enum Naming: FileRule {
  static let page = RulePage(
    .naming,
    finds: "a name that is not written in small letters with underscores",
    why: """
      Names stand in feeds, results and journals, and are typed by people: "intro_call" is read and found as it is \
      written, "IntroCall" is sometimes one and sometimes the other. What people see is the title.
      """,
    avoid: """
      start -> askSize
      stage askSize {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask_size
      stage ask_size "Ask for the size" {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  private static let kinds: Set<SyntaxKind> = [
    .funnelDeclaration, .roleDeclaration, .sourceDeclaration, .dataDeclaration, .dataPoint, .typeDeclaration,
    .letDeclaration, .scoreDeclaration, .decision, .split, .stage, .activitiesDeclaration, .activity, .endDeclaration,
  ]

  static func findings(in context: FileContext) -> [Diagnostic] {
    context.nodes(of: kinds).compactMap { node in
      guard let name = node.declaredName, !isSnakeCase(name.text) else { return nil }
      let other = snakeCase(name.text)
      return Diagnostic(
        .naming, "\"\(name.text)\" is not written in small letters with underscores", at: name.span,
        label: "another style than all other names", help: other.isEmpty ? nil : "write \"\(other)\"")
    }
  }

  private static func isSnakeCase(_ name: String) -> Bool {
    name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }

  /// The name with an underscore before each capital letter; empty where it has other letters than Latin ones.
  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var wasSmall = false
    for scalar in name.unicodeScalars {
      guard scalar.isASCII else { return "" }
      if ("A"..."Z").contains(scalar) {
        if wasSmall { result += "_" }
        result.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value + 32)))
        wasSmall = false
      } else {
        result.unicodeScalars.append(scalar)
        wasSmall = scalar != "_"
      }
    }
    return result
  }
}
