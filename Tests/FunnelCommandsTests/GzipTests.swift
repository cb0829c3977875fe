import Foundation
import Testing

@Suite("Compressed feeds")
struct GzipTests {
  private let folder: TemporaryFolder
  private let funnel: String

  init() throws {
    folder = try TemporaryFolder()
    funnel = try folder.write(
      "funnel f { feed leads { time from at } data { n: integer } start -> converted }".utf8, to: "f.funnel")
  }

  /// The bytes that `gzip` makes of others.
  private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/gzip")
    process.arguments = ["-c", try folder.write(bytes, to: "plain")]
    let path = folder.path + "/packed"
    try folder.write([], to: "packed")
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: path))
    try process.run()
    process.waitUntilExit()
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  private func lines(_ range: Range<Int>) -> [UInt8] {
    Array(range.map { "{\"id\":\($0),\"at\":0,\"n\":\($0)}\n" }.joined().utf8)
  }

  private func run(_ bytes: [UInt8], as name: String = "leads.ndjson.gz") throws -> CommandProcess {
    try CommandProcess("run", funnel, "--leads", folder.write(bytes, to: name))
  }

  @Test("a feed whose name ends in .gz is read as what it holds")
  func feed() throws {
    let plain = try run(lines(0..<20_000), as: "leads.ndjson")
    let packed = try run(compressed(lines(0..<20_000)))
    #expect(packed.status == 0)
    #expect(packed.output == plain.output)
    #expect(plain.output.split(separator: "\n").count == 20_000)
  }

  @Test("members one behind the other, and zeros behind them, are one feed")
  func members() throws {
    let parts = try compressed(lines(0..<5000)) + compressed([]) + compressed(lines(5000..<10_000))
    let process = try run(parts + [UInt8](repeating: 0, count: 200_000))
    #expect(process.status == 0, "\(process.errors)")
    #expect(process.output.split(separator: "\n").count == 10_000)
    #expect(try run(compressed([])).status == 0)
  }

  @Test("what is no gzip file, damaged or cut off is told")
  func broken() throws {
    let whole = try compressed(lines(0..<5000))
    var changed = whole
    changed[whole.count / 2] ^= 0x55
    var endless = whole
    endless[whole.count - 6] ^= 1
    for bytes in [lines(0..<3), changed, endless, whole + [1, 2, 3], [0x1F, 0x8B, 9]] {
      let process = try run(bytes)
      #expect(process.status == 2)
      #expect(process.errors.contains("is no gzip file, or a damaged one") || process.errors.contains("ends too early"))
    }
    for length in [0, 1, 9, whole.count / 2, whole.count - 1] {
      let process = try run(Array(whole.prefix(length)))
      #expect(process.status == 2, "\(length)")
      #expect(process.errors.contains("ends too early"), "\(length): \(process.errors)")
    }
  }
}
