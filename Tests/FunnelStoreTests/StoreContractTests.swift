import Foundation
import FunnelRuntime
import FunnelStore
import Testing

/// What every store must do, whatever the database: one suite for all of them.
@Suite("The store's contract", .serialized)
struct StoreContractTests {
  let folder = NSTemporaryDirectory() + "funnel-store-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  var path: String { folder + "/journeys.db" }

  /// Opens the store; every kind of store is opened here.
  func open() throws -> any JourneyStore { try SQLiteStore(path) }

  /// A commit about some subjects, each with a record and an effect.
  func commit(_ number: Int, subjects: [Int], isPersonal: Bool = false) -> Commit {
    var changes = RunChanges()
    for subject in Set(subjects).sorted() {
      changes.images.append(.init(subject: subject, bytes: Array("image \(number) of \(subject)".utf8)[...]))
    }
    for subject in subjects {
      changes.records += Array("record \(number) of \(subject)\n".utf8)
      if subject % 2 == 0 { changes.effects += Array("effect \(number) of \(subject)\n".utf8) }
      changes.links.append(
        .init(subject: subject, recordsEnd: changes.records.count, effectsEnd: changes.effects.count))
    }
    changes.latest = Int64(number)
    var position = FeedPosition(name: "leads.ndjson")
    position.offset = number * 100
    position.line = number
    return Commit(changes, rejects: Array("reject \(number)\n".utf8), positions: [position], isPersonal: isPersonal)
  }

  func images(_ store: any JourneyStore) throws -> [[String]] {
    var images: [[String]] = []
    try store.forEachSubject { number, parts in
      #expect(number == images.count)
      images.append(parts.map { String(decoding: $0, as: UTF8.self) })
    }
    return images
  }

  func lines(_ kind: StoredLines, _ store: any JourneyStore) throws -> String {
    var bytes: [UInt8] = []
    try store.forEach(kind) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("what is committed is there after closing and opening")
  func persistence() throws {
    var store = try open()
    #expect(store.subjectCount == 0 && store.latest == nil && store.positions.isEmpty && store.programs.isEmpty)
    let program = StoredProgram(name: "welcome", version: "3", json: Array("{}".utf8))
    try store.add(program)
    try store.add(program)
    try store.commit(commit(1, subjects: [0, 1]))
    try store.commit(commit(2, subjects: [1, 2]))
    try store.close()
    store = try open()
    #expect(store.programs == [program])
    #expect(store.latest == 2)
    #expect(store.positions.map(\.offset) == [200])
    #expect(try images(store) == [["image 1 of 0"], ["image 1 of 1", "image 2 of 1"], ["image 2 of 2"]])
    #expect(try lines(.records, store) == "record 1 of 0\nrecord 1 of 1\nrecord 2 of 1\nrecord 2 of 2\n")
    #expect(try lines(.effects, store) == "effect 1 of 0\neffect 2 of 2\n")
    #expect(try lines(.rejects, store) == "reject 1\nreject 2\n")
    #expect(try store.faults() == [])
  }

  @Test("compaction leaves one image of each subject, and records as they were")
  func compaction() throws {
    var store = try open()
    try store.commit(commit(1, subjects: [0, 1, 2]))
    try store.compact { Array("whole \($0)".utf8) }
    try store.commit(commit(2, subjects: [1, 3]))
    let chains = (0...3).map { store.chain(of: $0) }
    try store.close()
    store = try open()
    #expect(try images(store) == [["whole 0"], ["whole 1", "image 2 of 1"], ["whole 2"], ["image 2 of 3"]])
    try store.compact { Array("again \($0)".utf8) }
    #expect(try images(store) == [["whole 0"], ["again 1"], ["whole 2"], ["again 3"]])
    #expect((0...3).map { store.chain(of: $0) } == chains)
    #expect(try store.faults() == [])
    try store.close()
  }

  @Test("a subject's records are found without reading those of others")
  func history() throws {
    let store = try open()
    for number in 1...9 { try store.commit(commit(number, subjects: number % 3 == 0 ? [0, 1, 2, 0] : [1])) }
    let expected = [3, 6, 9].map { "record \($0) of 0\nrecord \($0) of 0\n" }.joined()
    #expect(String(decoding: try store.records(of: 0), as: UTF8.self) == expected)
    #expect(try store.records(of: 7) == [])
  }

  @Test("what may be personal is read back as it was written, and is in no file as it is")
  func encryption() throws {
    var store = try open()
    try store.commit(commit(1, subjects: [0, 1]))
    try store.commit(commit(2, subjects: [1, 2], isPersonal: true))
    try store.compact { Array("whole \($0)".utf8) }
    try store.commit(commit(3, subjects: [0, 2], isPersonal: true))
    try store.close()
    store = try open()
    #expect(try images(store) == [["whole 0", "image 3 of 0"], ["whole 1"], ["whole 2", "image 3 of 2"]])
    #expect(
      try lines(.records, store)
        == "record 1 of 0\nrecord 1 of 1\nrecord 2 of 1\nrecord 2 of 2\nrecord 3 of 0\nrecord 3 of 2\n")
    #expect(try lines(.effects, store) == "effect 1 of 0\neffect 2 of 2\neffect 3 of 0\neffect 3 of 2\n")
    #expect(try lines(.rejects, store) == "reject 1\nreject 2\nreject 3\n")
    #expect(String(decoding: try store.records(of: 2), as: UTF8.self) == "record 2 of 2\nrecord 3 of 2\n")
    #expect(try store.faults() == [])
    try store.close()
    let bytes = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try Data(contentsOf: URL(filePath: folder + "/" + $0))
    }.reduce(Data(), +)
    #expect(bytes.range(of: Data("record 1 of".utf8)) != nil)
    for text in ["record 2 of", "effect 2 of", "reject 2", "image 3 of", "record 3 of", "whole 2"] {
      #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text)")
    }
  }

  @Test("who is erased leaves one image and nothing else; all others stay whole")
  func erasure() throws {
    var store = try open()
    for number in 1...3 { try store.commit(commit(number, subjects: [0, 1], isPersonal: true)) }
    try store.compact { Array("whole \($0)".utf8) }
    let chain = store.chain(of: 0)
    #expect(!store.hasErased)
    try store.erase(0, leaving: Array("nobody".utf8)) { $0 == Array("reject 2".utf8) }
    #expect(store.hasErased && store.chain(of: 0) == chain)
    try store.commit(commit(4, subjects: [0], isPersonal: true))
    try store.close()
    store = try open()
    #expect(store.hasErased)
    #expect(try images(store) == [["nobody", "image 4 of 0"], ["whole 1"]])
    #expect(try lines(.records, store) == "record 1 of 1\nrecord 2 of 1\nrecord 3 of 1\nrecord 4 of 0\n")
    #expect(try lines(.effects, store) == "effect 4 of 0\n")
    #expect(try lines(.rejects, store) == "reject 1\nreject 3\nreject 4\n")
    #expect(String(decoding: try store.records(of: 0), as: UTF8.self) == "record 4 of 0\n")
    #expect(try store.faults() == [])
  }

  @Test("an erasure that finds what is not encrypted is refused")
  func unsealed() throws {
    let store = try open()
    try store.commit(commit(1, subjects: [0]))
    try store.commit(commit(2, subjects: [0], isPersonal: true))
    try store.compact { Array("whole \($0)".utf8) }
    let before = try images(store)
    #expect(throws: StoreError.self) { try store.erase(0, leaving: [1]) { _ in true } }
    #expect(try images(store) == before)
    #expect(try lines(.rejects, store) == "reject 1\nreject 2\n")
  }

  @Test("the head, the clock and the outputs' lengths are those of the last commit; lines can be read from a commit on")
  func standing() throws {
    var store = try open()
    #expect(store.head == StoreHead() && store.clock == nil && store.outputs.isEmpty)
    try store.commit(commit(1, subjects: [0]))
    var next = commit(2, subjects: [0])
    next.changes.clock = 77
    next.outputs = [OutputPosition(path: "a/journal", length: 15, lines: .records)]
    try store.commit(next)
    let head = store.head
    #expect(head.commit == 2 && head.root.count == 32)
    try store.close()
    store = try open()
    #expect(store.head == head && store.clock == 77 && store.outputs == next.outputs)
    var bytes: [UInt8] = []
    try store.forEach(.records, after: 1) { bytes += $0 }
    #expect(String(decoding: bytes, as: UTF8.self) == "record 2 of 0\n")
  }

  @Test("chains don't depend on where commits end")
  func batches() throws {
    let parts = try open()
    for number in 1...4 { try parts.commit(commit(number, subjects: [0, 1])) }
    let chains = [parts.chain(of: 0), parts.chain(of: 1)]
    try parts.close()
    try FileManager.default.removeItem(atPath: path)
    let whole = try open()
    var changes = RunChanges()
    for number in 1...4 {
      let part = commit(number, subjects: [0, 1]).changes
      let (records, effects) = (changes.records.count, changes.effects.count)
      changes.images = part.images
      changes.links += part.links.map {
        .init(subject: $0.subject, recordsEnd: records + $0.recordsEnd, effectsEnd: effects + $0.effectsEnd)
      }
      changes.records += part.records
      changes.effects += part.effects
    }
    try whole.commit(Commit(changes))
    #expect([whole.chain(of: 0), whole.chain(of: 1)] == chains)
    #expect(Set(chains).count == 2)
  }
}
