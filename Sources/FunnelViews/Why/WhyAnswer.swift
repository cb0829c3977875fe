import FunnelRuntime

/// What would have led a journey elsewhere: looked for at the last moment when its data decided, and where nothing is found,
/// at the ones before.
public struct WhyAnswer {
  /// What came of looking at one moment.
  struct Look {
    let moment: WhyStory.Moment
    /// Nil where the records do not lead to the same way again, so that nothing can be tried.
    let alternatives: Inquiry.Alternatives?
  }

  /// At how many moments is looked.
  private static let mostMoments = 3

  /// The moments that were looked at, the last one first.
  private(set) var looks: [Look] = []

  /// Tries what could have been.
  public init(_ story: WhyStory) {
    let inquiry = Inquiry(story.view.program)
    for moment in story.moments.reversed().prefix(Self.mostMoments) {
      let labels = inquiry.labels(of: moment.journey, from: moment.origin, at: moment.time)
      guard labels.starts(with: moment.labels) else {
        looks.append(Look(moment: moment, alternatives: nil))
        continue
      }
      let found = inquiry.alternatives(to: moment.journey, from: moment.origin, at: moment.time)
      looks.append(Look(moment: moment, alternatives: found))
      if !found.changes.isEmpty { return }
    }
  }
}
