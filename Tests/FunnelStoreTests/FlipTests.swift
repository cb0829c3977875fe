import Foundation
import FunnelRuntime
import FunnelStore
import Testing

/// Bits that flip while nobody has the store open: each is found, or everything reads as before.
///
/// `FUNNEL_CRASHES=all swift test --filter 'CrashTests|FlipTests'` flips 10 000 bits of each kind; without it a thousand.
@Suite("Flipped bits", .serialized)
struct FlipTests {
  private let contract: StoreContractTests
  private static let flips = ProcessInfo.processInfo.environment["FUNNEL_CRASHES"] == "all" ? 10_000 : 1_000

  init() throws { contract = try StoreContractTests() }

  /// What flips led to.
  private struct Tally {
    var found = 0
    var unchanged = 0
    /// The store reads as it did before its last commits.
    var fellBack = 0
    var missed: [Int] = []
  }

  /// All that a store says.
  private func content(_ store: any JourneyStore) throws -> [String] {
    var content = try contract.images(store).flatMap { $0 }
    for kind in StoredLines.allCases { content.append(try contract.lines(kind, store)) }
    for subject in 0..<store.subjectCount { content.append("\(store.chain(of: subject))") }
    return content + ["\(store.positions)", "\(store.programs)", "\(store.latest as Any)"]
  }

  private func fill(_ store: any JourneyStore, _ numbers: ClosedRange<Int>) throws {
    for number in numbers {
      // One subject is known by nothing personal.
      let isPersonal = number % 4 != 0
      try store.commit(
        contract.commit(number, subjects: isPersonal ? [number % 3, 1] : [3], isPersonal: isPersonal))
    }
  }

  /// Flips bits of a file that stands beside others, opens the store each time, and counts what comes of it.
  private func tally(_ target: String, of files: [String: Data], _ judge: (any JourneyStore) throws -> Outcome) throws
    -> Tally
  {
    var state: UInt64 = 20_261_121
    var tally = Tally()
    guard let sound = files[target] else { return tally }
    for _ in 0..<Self.flips {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let place = Int((state >> 20) % UInt64(sound.count))
      // Beside the store: who has it open would lend its index of the log.
      let path = contract.folder + "/flipped.db"
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      for (suffix, bytes) in files {
        var bytes = bytes
        if suffix == target { bytes[place] ^= 1 << UInt8(state >> 61) }
        try bytes.write(to: URL(filePath: path + suffix))
      }
      do {
        switch try judge(SQLiteStore(path, isReadOnly: true)) {
        case .found: tally.found += 1
        case .unchanged: tally.unchanged += 1
        case .fellBack: tally.fellBack += 1
        case .missed: tally.missed.append(place)
        }
      } catch is StoreError {
        tally.found += 1
      }
    }
    return tally
  }

  private enum Outcome { case found, unchanged, fellBack, missed }

  @Test("a store that was closed")
  func closed() throws {
    let store = try SQLiteStore(contract.path)
    try store.add(StoredProgram(name: "welcome", version: "1", json: Array("{}".utf8)))
    try fill(store, 1...60)
    try store.compact { Array("whole \($0)".utf8) }
    try store.erase(0, leaving: Array("nobody".utf8)) { $0 == Array("reject 3".utf8) }
    try fill(store, 61...90)
    let expected = try content(store)
    try store.close()
    let files = ["": try Data(contentsOf: URL(filePath: contract.path))]
    let tally = try tally("", of: files) { store in
      guard try store.faults().isEmpty else { return .found }
      return try content(store) == expected ? .unchanged : .missed
    }
    print(
      "\(Self.flips) bits flipped of a closed store: \(tally.found) found, \(tally.unchanged) without any effect,",
      "\(tally.missed.count) missed")
    #expect(tally.missed.isEmpty && tally.found > 100)
  }

  @Test("the log of a store whose process was killed, with and without an anchor")
  func log() throws {
    let store = try SQLiteStore(contract.path)
    let anchor = try Anchor(contract.folder + "/anchor", store.head)
    try fill(store, 1...4)
    try store.compact { Array("whole \($0)".utf8) }
    try store.close()
    let open = try SQLiteStore(contract.path)
    var states = [try content(open)]
    for number in 5...9 {
      try fill(open, number...number)
      try anchor.write(open.head)
      states.append(try content(open))
    }
    let files = try ["", "-wal"].reduce(into: [:]) { files, suffix in
      files[suffix] = try Data(contentsOf: URL(filePath: contract.path + suffix))
    }
    let seen = try #require(try Anchor.read(contract.folder + "/anchor"))
    // Copied as they stand, without any flip, the files give all that was committed.
    let copy = contract.folder + "/copy.db"
    for (suffix, bytes) in files { try bytes.write(to: URL(filePath: copy + suffix)) }
    #expect(try content(SQLiteStore(copy, isReadOnly: true)) == states.last)
    for isAnchored in [false, true] {
      let tally = try tally("-wal", of: files) { store in
        guard try store.faults().isEmpty else { return .found }
        if isAnchored, try (store as? SQLiteStore)?.fault(against: seen) != nil { return .found }
        let found = try content(store)
        return found == states.last ? .unchanged : states.contains(found) ? .fellBack : .missed
      }
      print(
        "\(Self.flips) bits flipped of the log, \(isAnchored ? "with" : "without") an anchor: \(tally.found) found,",
        "\(tally.unchanged) without any effect, \(tally.fellBack) fell back to an earlier commit,",
        "\(tally.missed.count) missed")
      #expect(tally.missed.isEmpty)
      #expect(isAnchored ? tally.fellBack == 0 && tally.found > 100 : tally.fellBack > 100)
    }
    try open.close()
  }

  @Test("an anchor tells the store it belongs to, and one that went another way")
  func anchors() throws {
    let path = contract.folder + "/anchor"
    let store = try SQLiteStore(contract.path)
    #expect(try Anchor.read(path) == nil)
    let anchor = try Anchor(path, store.head)
    #expect(try store.fault(against: #require(try Anchor.read(path))) == nil)
    try fill(store, 1...2)
    try anchor.write(store.head)
    let seen = try #require(try Anchor.read(path))
    #expect(seen == store.head)
    try fill(store, 3...3)
    #expect(try store.fault(against: seen) == nil)
    try store.close()
    for suffix in ["", "-writer"] { try FileManager.default.removeItem(atPath: contract.path + suffix) }
    let other = try SQLiteStore(contract.path)
    try fill(other, 2...2)
    #expect(try other.fault(against: seen)?.contains("has lost commits") == true)
    try fill(other, 3...5)
    #expect(try other.fault(against: seen)?.contains("went another way") == true)
    try Data("nonsense".utf8).write(to: URL(filePath: path))
    #expect(throws: StoreError.self) { try Anchor.read(path) }
  }
}
