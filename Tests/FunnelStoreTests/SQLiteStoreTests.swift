import Foundation
import FunnelRuntime
import FunnelStore
import Testing

@Suite("The SQLite store", .serialized)
struct SQLiteStoreTests {
  let contract: StoreContractTests

  init() throws { contract = try StoreContractTests() }

  private func error(_ body: () throws -> Void) -> StoreError? {
    do {
      try body()
      return nil
    } catch {
      return error as? StoreError
    }
  }

  @Test("a second writer is told who holds the store; readers are welcome")
  func writers() throws {
    let store = try SQLiteStore(contract.path)
    try store.commit(contract.commit(1, subjects: [0]))
    let refusal = error { _ = try SQLiteStore(contract.path) }
    #expect(
      refusal?.message.contains("being written by another process: process \(getpid())") == true, "\(refusal as Any)")
    let reader = try SQLiteStore(contract.path, isReadOnly: true)
    #expect(reader.subjectCount == 1)
    try store.commit(contract.commit(2, subjects: [1]))
    #expect(try SQLiteStore(contract.path, isReadOnly: true).subjectCount == 2)
  }

  @Test("a file that is no store is refused and left as it is")
  func foreignFiles() throws {
    for content in ["id,name\n1,\"somebody\"\n", String(repeating: "x", count: 5_000)] {
      try Data(content.utf8).write(to: URL(filePath: contract.path))
      let refusal = error { _ = try SQLiteStore(contract.path) }
      #expect(refusal?.message.contains("is no store of funnels") == true, "\(refusal as Any)")
      #expect(try Data(contentsOf: URL(filePath: contract.path)) == Data(content.utf8))
    }
    #expect(error { _ = try SQLiteStore(contract.folder) }?.message.contains("is a folder") == true)
    #expect(error { _ = try SQLiteStore(contract.folder + "/a/b") }?.message.contains("folder does not exist") == true)
    #expect(
      error { _ = try SQLiteStore(contract.folder + "/c", isReadOnly: true) }?.message.contains("no store") == true)
  }
}
