import FunnelStore

extension Anchor {
  /// Opens the anchor, where one is named, and looks whether the store still holds what it saw.
  static func ofRun(_ store: SQLiteStore, _ path: String?, _ console: Console) throws -> Anchor? {
    guard let path else { return nil }
    if let seen = try Anchor.read(path), let fault = try store.fault(against: seen) {
      guard seen.commit > store.head.commit else {
        throw StoreError(fault, help: "name the anchor of this store, or another file to begin a new one")
      }
      console.say("note: \(fault)\n")
    }
    let anchor = try Anchor(path, store.head)
    try anchor.write(store.head)
    return anchor
  }
}
