/// A store can't be used, or not now.
public struct StoreError: Error, Hashable, Sendable {
  /// What is wrong, as one phrase.
  public let message: String
  /// What to do, where something can be said.
  public let help: String?
  /// Whether the store is damaged, and not only out of reach.
  public private(set) var isDamage = false

  /// Makes an error.
  public init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  static func damaged(_ path: String, _ what: String) -> StoreError {
    var error = StoreError(
      "the store \"\(path)\" is damaged: \(what)",
      help:
        "\"funnelc verify\" lists all that is wrong; put a copy from a backup in its place, or begin a new store and feed it again"
    )
    error.isDamage = true
    return error
  }
}
