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

  @Test("whoever carries effects out reads what is encrypted later, and nothing of who is erased meanwhile")
  func effectsOfErased() throws {
    let store = try SQLiteStore(contract.path)
    let reader = try SQLiteStore(contract.path, isReadOnly: true, readsSubjects: false, holdsStill: false)
    func effects(_ commit: Int) throws -> String {
      String(decoding: try #require(try reader.effects(of: commit)).lines, as: UTF8.self)
    }
    try store.commit(contract.commit(1, subjects: [0, 1, 2], isPersonal: true))
    #expect(try effects(1) == "effect 1 of 0\neffect 1 of 2\n")
    try store.compact { Array("whole \($0)".utf8) }
    try store.erase(0, leaving: Array("nobody".utf8)) { _ in false }
    try store.commit(contract.commit(2, subjects: [0, 2], isPersonal: true))
    #expect(try effects(1) == "effect 1 of 2\n")
    #expect(try effects(2) == "effect 2 of 0\neffect 2 of 2\n")
  }

  @Test("one subject is found by a lead's id, and read with its records, while the others are left alone")
  func oneSubject() throws {
    let store = try SQLiteStore(contract.path)
    try store.commit(contract.commit(1, subjects: [0, 1, 2], isPersonal: true))
    try store.compact(
      { Array("whole \($0)".utf8) },
      leads: { subject, _ in [Array("lead \(subject)".utf8), Array("other \(subject)".utf8)] })
    try store.commit(contract.commit(2, subjects: [1, 3], isPersonal: true))
    let reader = try SQLiteStore(contract.path, isReadOnly: true, readsSubjects: false)
    #expect(try reader.subjects(thatMayHave: Array("lead 1".utf8)) == [1])
    #expect(try reader.subjects(thatMayHave: Array("other 2".utf8)) == [2])
    // Who came since the last compaction is looked for among all.
    #expect(try reader.subjects(thatMayHave: Array("lead 3".utf8)) == [])
    #expect(try reader.images(of: 1) == [Array("whole 1".utf8), Array("image 2 of 1".utf8)])
    #expect(try reader.images(of: 3) == [Array("image 2 of 3".utf8)])
    #expect(try reader.images(of: 4) == nil)
    #expect(try reader.records(of: 1) == store.records(of: 1) && !reader.records(of: 1).isEmpty)
    #expect(try reader.records(of: 0) == [])
    try store.compact(
      { Array("again \($0)".utf8) }, leads: { subject, known in known > 0 ? [] : [Array("lead \(subject)".utf8)] })
    let later = try SQLiteStore(contract.path, isReadOnly: true, readsSubjects: false)
    #expect(try later.subjects(thatMayHave: Array("lead 3".utf8)) == [3])
    // Whoever looks sees the store as it was when they began.
    #expect(try reader.subjects(thatMayHave: Array("lead 3".utf8)) == [])
  }

  @Test("an erasure beside somebody who reads says that it is not done yet, and is done when it is asked for again")
  func erasureBesideReader() throws {
    let store = try SQLiteStore(contract.path)
    try store.commit(contract.commit(1, subjects: [0, 1], isPersonal: true))
    try store.compact { Array("whole \($0)".utf8) }
    try store.close()
    do {
      let reader = try SQLiteStore(contract.path, isReadOnly: true)
      let writer = try SQLiteStore(contract.path)
      let refusal = error { try writer.erase(0, leaving: Array("nobody".utf8)) { _ in false } }
      #expect(refusal?.message.contains("because somebody reads the store") == true, "\(refusal as Any)")
      #expect(try contract.images(reader) == [["whole 0"], ["whole 1"]])
    }
    let writer = try SQLiteStore(contract.path)
    try writer.erase(0, leaving: Array("nobody".utf8)) { _ in false }
    #expect(try contract.images(writer) == [["nobody"], ["whole 1"]])
    #expect(try Data(contentsOf: URL(filePath: contract.path + "-wal")).isEmpty)
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
