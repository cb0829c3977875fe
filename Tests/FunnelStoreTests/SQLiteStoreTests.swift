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

  @Test("each of 10 000 flipped bits of a closed store is found, or everything reads as before")
  func flippedBits() throws {
    let store = try SQLiteStore(contract.path)
    try store.add(StoredProgram(name: "welcome", version: "1", json: Array("{}".utf8)))
    for number in 1...6 { try store.commit(contract.commit(number, subjects: [number % 3, 3])) }
    try store.compact { Array("whole \($0)".utf8) }
    for number in 7...9 { try store.commit(contract.commit(number, subjects: [number % 3, 4])) }
    let expected = try content(store)
    try store.close()
    let sound = try Data(contentsOf: URL(filePath: contract.path))
    var state: UInt64 = 20_261_121
    var (found, harmless) = (0, 0)
    let flips = Int(ProcessInfo.processInfo.environment["FUNNEL_FLIPS"] ?? "") ?? 1_000
    for _ in 0..<flips {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let place = Int((state >> 20) % UInt64(sound.count))
      var changed = sound
      changed[place] ^= 1 << UInt8(state >> 61)
      try changed.write(to: URL(filePath: contract.path))
      try? FileManager.default.removeItem(atPath: contract.path + "-wal")
      try? FileManager.default.removeItem(atPath: contract.path + "-shm")
      do {
        let store = try SQLiteStore(contract.path)
        if try store.faults().isEmpty {
          let isSame = try content(store) == expected
          #expect(isSame, "bit flipped in byte \(place) was not found")
          harmless += 1
        } else {
          found += 1
        }
      } catch is StoreError {
        found += 1
      }
    }
    print("\(flips) bits flipped: \(found) found, \(harmless) without any effect, none missed")
    #expect(found > 0 && found + harmless == flips)
  }

  /// All that a store says.
  private func content(_ store: any JourneyStore) throws -> [String] {
    var content = try contract.images(store).flatMap { $0 }
    for kind in StoredLines.allCases { content.append(try contract.lines(kind, store)) }
    for subject in 0..<store.subjectCount { content.append("\(store.chain(of: subject))") }
    return content + ["\(store.positions)", "\(store.programs)", "\(store.latest as Any)"]
  }
}
