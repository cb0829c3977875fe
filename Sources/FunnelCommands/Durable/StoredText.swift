import FunnelIR
import FunnelRuntime
import FunnelStore

extension RecordPrinter {
  /// Makes the printer of a store's records and effects.
  init(_ workspace: LoadedWorkspace) { self.init(workspace, digest: SHA256.digest) }

  /// What a store keeps of one kind, as lines of JSON.
  func lines(_ stored: [UInt8], _ kind: StoredLines) throws(StoreError) -> [UInt8] {
    do throws(RefusedImage) {
      switch kind {
      case .records: return try records(stored)
      case .effects: return try effects(stored)
      case .rejects: return stored
      }
    } catch {
      throw StoreError(
        "the store's records can't be read: \(error.message)", help: "\"funnelc verify\" tells what is wrong with it")
    }
  }
}

extension JourneyStore {
  /// Hands over lines of one kind, commit by commit, of those behind a commit.
  func forEachLine(
    _ kind: StoredLines, after commit: Int = 0, by printer: RecordPrinter, _ body: ([UInt8]) throws -> Void
  ) throws {
    try forEach(kind, after: commit) { try body(printer.lines($0, kind)) }
  }
}
