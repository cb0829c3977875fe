import FunnelRuntime
import FunnelStore

/// Reads a store's effects commit by commit while somebody else may write it, under whatever versions of the funnels it has by then.
final class CommittedEffects {
  private let store: SQLiteStore
  private var printer: RecordPrinter?

  init(_ store: SQLiteStore) { self.store = store }

  /// A commit's effects and its hash; nil where it is not there.
  func effects(of commit: Int) throws -> (effects: [StoredEffect], root: [UInt8])? {
    guard let (stored, root) = try store.effects(of: commit) else { return nil }
    return (stored.isEmpty ? [] : StoredEffect.all(try text(stored)), root)
  }

  private func text(_ stored: [UInt8]) throws -> [UInt8] {
    if try store.readNewPrograms() { printer = nil }
    let printer =
      if let printer { printer } else {
        RecordPrinter(
          LoadedWorkspace(versions: try StoredVersions.load(store), current: max(store.programs.count - 1, 0)))
      }
    self.printer = printer
    return try printer.lines(stored, .effects)
  }
}
