/// The funnels that run together: what the compiler makes of a file, and the document that `funnelc build` writes.
///
/// A file with one funnel is a workspace of one. A feed is read in one way, so all funnels have the same envelopes, and each
/// its own points. `Program`s name each other by their indices in it.
public struct Workspace: Hashable, Sendable, Codable {
  /// The format that this version of the tables has.
  public static let currentFormat = 1
  /// The most funnels that a workspace can hold, whatever its author allows.
  public static let mostFunnels = 10_000

  /// The format of the tables; a workspace of another format is not read.
  public var formatVersion = Workspace.currentFormat
  /// The funnels in order of declaration; leads that name no source go to the first.
  public var funnels: [Program]

  /// Makes a workspace.
  public init(_ funnels: [Program]) { self.funnels = funnels }
}
