import FunnelStore

extension Anchor {
  /// Opens the anchor, where one is named, and looks whether the store still holds what it saw.
  /// - Parameter readsOn: whether commits that the store lost come again, because their feeds are read again.
  static func ofRun(_ store: SQLiteStore, _ path: String?, _ console: Console, readsOn: Bool = true) throws -> Anchor? {
    guard let path else { return nil }
    if let seen = try Anchor.read(path), let fault = try store.fault(against: seen) {
      guard readsOn, seen.commit > store.head.commit else {
        throw StoreError(fault, help: "name the anchor of this store, or another file to begin a new one")
      }
      console.say("note: \(fault)\n")
    }
    let anchor = try Anchor(path, store.head)
    try anchor.write(store.head)
    return anchor
  }
}
