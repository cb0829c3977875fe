/// Why an event can't be used by a run, though its line could be read.
public struct Refusal: Error, Hashable, Sendable {
  /// The reason.
  public let reason: RejectReason
  /// The same for people, as a phrase.
  public let message: String

  init(_ reason: RejectReason, _ message: String) {
    self.reason = reason
    self.message = message
  }
}

/// What became of a line.
public enum Verdict: Hashable, Sendable {
  /// It was handled, whatever it led to.
  case accepted
  /// It came before, and changed nothing.
  case repeated
  /// It can't be used.
  case refused(Refusal)
}
