import FunnelDiagnostics
import FunnelSyntax

/// What the funnels that run together know of each other: their names, their places, and how they read the one feed.
final class Neighbourhood {
  /// A funnel and the files whose declarations it sees, its own last.
  struct Declaration {
    let syntax: FunnelDeclarationSyntax
    let scope: [FileSyntax]
  }

  /// The funnels, in order of declaration.
  let declarations: [Declaration]
  /// The number of each funnel by its name; of equal names the first counts.
  private(set) var names = NameTable<Int>()
  /// The places of the funnels that were asked for.
  private var places: [Int: NameTable<ResolvedTarget.Place>] = [:]

  init(_ declarations: [Declaration]) {
    self.declarations = declarations
    for (number, declaration) in declarations.enumerated() {
      if let name = declaration.syntax.name { _ = names.declare(name.text, number, at: name.span) }
    }
  }

  /// The first block that says how the feed is read; it holds for every funnel that has none.
  func feed(_ subject: FeedBlockSyntax.Subject) -> FeedBlockSyntax? {
    declarations.lazy.compactMap { $0.syntax.feed(subject) }.first
  }

  /// The places of a funnel; what is wrong with them is told where the funnel itself is resolved.
  func places(of funnel: Int) -> NameTable<ResolvedTarget.Place> {
    if let known = places[funnel] { return known }
    let declaration = declarations[funnel]
    let checker = FunnelChecker(report: Report(), limits: LanguageLimits(), among: self)
    checker.declare(checker.parts(of: declaration.syntax, in: declaration.scope))
    places[funnel] = checker.places
    return checker.places
  }
}

extension FunnelDeclarationSyntax {
  /// The funnel's own block about a feed.
  func feed(_ subject: FeedBlockSyntax.Subject) -> FeedBlockSyntax? { feeds.first { $0.subject?.value == subject } }
}
