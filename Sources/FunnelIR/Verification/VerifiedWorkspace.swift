/// A workspace of which every program has been verified, and which fits together.
public struct VerifiedWorkspace: Sendable {
  /// The funnels in order of declaration; there is at least one.
  public let funnels: [VerifiedProgram]

  /// The workspace.
  public var workspace: Workspace { Workspace(funnels.map(\.program)) }

  /// Makes a workspace of one funnel.
  public init(_ program: VerifiedProgram) { funnels = [program] }

  /// Verifies a workspace.
  public init(_ workspace: Workspace) throws(RefusedProgram) {
    guard workspace.formatVersion == Workspace.currentFormat else {
      throw RefusedProgram("it has format \(workspace.formatVersion), not \(Workspace.currentFormat)")
    }
    guard let first = workspace.funnels.first else { throw RefusedProgram("it holds no funnel") }
    guard workspace.funnels.count <= Workspace.mostFunnels else {
      throw RefusedProgram("it holds \(workspace.funnels.count) funnels, more than \(Workspace.mostFunnels)")
    }
    var names: Set<String> = []
    var references: Set<[UInt8]> = []
    var verified: [VerifiedProgram] = []
    for program in workspace.funnels {
      verified.append(try VerifiedProgram(program, among: workspace.funnels))
      guard names.insert(program.name).inserted else {
        throw RefusedProgram("two funnels are called \"\(program.name)\"")
      }
      guard program.feed.hasEnvelopes(of: first.feed) else {
        throw RefusedProgram("the funnels \"\(first.name)\" and \"\(program.name)\" read feeds in different ways")
      }
      for source in program.sources {
        let reference = program.strings[source.reference]
        guard references.insert(Array(reference.utf8)).inserted else {
          throw RefusedProgram("two sources have the reference \"\(reference)\"")
        }
      }
    }
    funnels = verified
  }
}

extension FeedPlan {
  /// Whether both read the same of a line besides points.
  fileprivate func hasEnvelopes(of other: FeedPlan) -> Bool {
    leads == other.leads && events == other.events && actorsRequired == other.actorsRequired
  }
}
