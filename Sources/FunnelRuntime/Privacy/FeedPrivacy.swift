/// How much a reader of feeds may say of personal values.
public struct FeedPrivacy: Sendable {
  /// What is personal in each funnel that reads the feed; empty where nothing is.
  public var personal: [PersonalData]
  /// Whether messages may show personal values.
  public var showsPersonal: Bool
  /// Whether the bytes of rejects hold no value that could be personal.
  public var redactsRejects: Bool

  /// Makes the rules; by default everything is shown.
  public init(_ personal: [PersonalData] = [], showsPersonal: Bool = false, redactsRejects: Bool = false) {
    self.personal = personal
    self.showsPersonal = showsPersonal
    self.redactsRejects = redactsRejects
  }

  /// Whether a text looks like an e-mail address, where people's are read.
  func looksPersonal(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    personal.contains { $0.looksPersonal(text) }
  }
}
