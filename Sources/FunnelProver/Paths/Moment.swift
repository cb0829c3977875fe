import FunnelSemantics

/// A moment of a journey at which conditions are asked.
public enum Moment: Hashable, Sendable {
  /// As a lead registers and nothing was asked yet.
  case registration
  /// As intake asks whether a lead is declined, by the number of the reason: all that is required is known, and no earlier
  /// reason applied.
  case declining(Int)
  /// As intake asks whether a lead is held, by the number of the clause.
  case holding(Int)
  /// As a lead comes to a decision.
  case decision(ID<ResolvedDecision>)
  /// As a lead comes to a stage, before anything of it is done.
  case stage(ID<ResolvedStage>)
  /// As the activities of a stage open, and are asked for their conditions.
  case opening(ID<ResolvedStage>)
  /// At any time in a stage.
  case during(ID<ResolvedStage>)
  /// At any time while the journey is open.
  case anywhere
}
