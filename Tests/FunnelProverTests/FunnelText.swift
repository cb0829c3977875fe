import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Funnels from text, for tests.
enum FunnelText {
  /// Why a text is no funnel.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The funnel whose body is given.
  static func resolve(_ body: String) throws -> ResolvedFunnel {
    let text = "funnel f {\n\(body)\n}\n"
    let (tree, syntax) = Parser.parse(file: FileID(0), bytes: Array(text.utf8))
    let (program, found) = Resolver.resolve(tree)
    let errors = (syntax + found).filter { $0.severity == .error }
    guard errors.isEmpty, let funnel = program?.funnels.first else {
      throw Failure(
        description: errors.map { "\($0.rule.rawValue): \($0.message)" }.joined(separator: "\n") + "\n" + text)
    }
    return funnel
  }
}
