import FunnelIR

/// One thing that the outside world should do.
///
/// Its id is a hash of the journey, the stage, its visit, what caused it, and the occurrence: the same on every replay, and
/// unchanged when another clause or an earlier event is added, so that nothing is done twice.
public struct Effect: Sendable, Hashable {
  /// The stage it belongs to; -1 outside of any.
  public let stage: Int32
  /// Which visit of that stage it belongs to, from 1; outside of any stage, how many visits came before.
  public let visit: Int
  /// What caused it.
  public let cause: Cause
  /// Who is asked to do it, or told of it; nil where nobody is.
  public let assignee: [UInt8]?
  /// What is to be done.
  public let kind: Kind

  /// What causes effects; all numbers count from 1 in each visit.
  public enum Cause: Sendable, Hashable {
    /// An action, and how often it ran.
    case action(Int, occurrence: Int)
    /// An opening or a new attempt of an activity.
    case opening(Int)
    /// A reminder of an activity since an opening.
    case reminder(Int, opening: Int)
  }

  /// What can be to do; roles and activities are indices of the program's tables, texts are finished.
  public enum Kind: Sendable, Hashable {
    case notify(role: Int, text: [UInt8])
    case task(role: Int, text: [UInt8], due: Int64?)
    case note(text: [UInt8])
    /// `to` is the lead's address; nil where it is missing, and for all others.
    case email(role: Int, to: [UInt8]?, subject: [UInt8], text: [UInt8])
    case webhook(url: Int, fields: [EffectField])
    case activity(Int, title: [UInt8], attempt: Int, due: Int64?, with: [EffectField])
    case reminder(Int, title: [UInt8], number: Int, due: Int64?)
  }
}

/// A value that is handed to the outside.
public struct EffectField: Sendable, Hashable {
  /// Its key, an index of the program's strings.
  public let key: Int
  /// What it holds.
  public let value: RecordedValue
  /// Whether it is written masked, being a personal value of a run that is redacted.
  let isHidden: Bool
}
