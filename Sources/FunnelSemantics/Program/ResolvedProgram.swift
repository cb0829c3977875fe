/// A program without text: every name is an id, every expression typed, every literal a value.
///
/// - Invariant: it exists only where nothing was wrong, so the phases behind it cannot fail.
public struct ResolvedProgram: Hashable, Sendable {
  /// The funnels in order of declaration, which run together.
  public let funnels: [ResolvedFunnel]

  /// Makes a program.
  public init(funnels: [ResolvedFunnel]) { self.funnels = funnels }
}
