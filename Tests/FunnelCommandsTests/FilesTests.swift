import Foundation
import Testing

@testable import FunnelCommands

@Suite("Reading and writing files")
struct FilesTests {
  @Test("a file is read whole, or not at all when it is too long")
  func readAll() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 7, count: 600_000), to: "f")
    #expect(try InputFile(path).readAll(atMost: 600_000)?.count == 600_000)
    #expect(try InputFile(path).readAll(atMost: 599_999) == nil)
    #expect(try InputFile(folder.write([], to: "empty")).readAll(atMost: 0) == [])
  }

  @Test("what can't be opened has a reason of its own")
  func reasons() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    #expect(throws: FileError(path + "/x", isOutput: false, .missing)) { try InputFile(path + "/x") }
    #expect(throws: FileError(path, isOutput: false, .isDirectory)) { try InputFile(path) }
    #expect(throws: FileError(path, isOutput: true, .isDirectory)) { try OutputFile(path, .shared) }
    #expect(throws: FileError(path + "/x/y", isOutput: true, .missing)) { try OutputFile(path + "/x/y", .shared) }
  }

  @Test("files with people's data are for their owner alone")
  func personal() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFile(folder.path + "/out", .personal)
    try output.write("a\n")
    try output.write(Array("b\n".utf8))
    try output.flush()
    #expect(try String(contentsOfFile: folder.path + "/out", encoding: .utf8) == "a\nb\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/out")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("a file that is read is never written over, by whatever name")
  func inputStays() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious".utf8, to: "leads.ndjson")
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let input = try InputFile(path)
    let identity = try #require(input.identity)
    for name in [path, link, folder.path + "/./leads.ndjson"] {
      #expect(throws: FileError(name, isOutput: true, .isInput)) {
        try OutputFile(name, .personal, inputs: [identity])
      }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test("a full disk is told")
  func fullDisk() throws {
    let output = try OutputFile("/dev/full", .shared)
    try output.write("x")
    let error = #expect(throws: FileError.self) { try output.flush() }
    #expect(error?.message == "\"/dev/full\" can't be written: the disk is full")
  }
}

@Suite("What the system lends")
struct SystemTests {
  @Test(
    "SHA-256 of the standard's own examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func hash(text: String, digest: String) {
    let hex = SHA256.digest(of: Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    #expect(hex.joined() == digest)
  }

  @Test("time zones are found by name, and names lead nowhere else")
  func zones() throws {
    let berlin = try #require(ZoneFiles.bytes(of: "Europe/Berlin"))
    #expect(berlin.starts(with: Array("TZif".utf8)))
    for name in [
      "Europe/Atlantis", "", "/etc/passwd", "../../../etc/passwd", "Europe/../UTC", "Europe", "Europe/Berlin\0",
    ] {
      #expect(ZoneFiles.bytes(of: name) == nil, "\(name)")
    }
  }
}
