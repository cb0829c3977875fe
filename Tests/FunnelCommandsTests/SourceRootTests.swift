import Foundation
import Testing

@Suite("The folder that a funnel's files must be in")
struct SourceRootTests {
  /// A folder with a funnel in `inside`, and files inside and outside.
  private func folder(importing path: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["inside", "inside/deep"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try folder.write("import \"\(path)\"\nfunnel f { start -> good }".utf8, to: "inside/main.funnel")
    try folder.write("end good: converted".utf8, to: "inside/ends.funnel")
    try folder.write("import \"../ends.funnel\"".utf8, to: "inside/deep/all.funnel")
    try folder.write("end good: converted".utf8, to: "outside.funnel")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/inside/link.funnel", withDestinationPath: "../outside.funnel")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/inside/alias.funnel", withDestinationPath: "deep/all.funnel")
    return folder
  }

  private func check(_ path: String, _ options: String...) throws -> CommandProcess {
    let folder = try folder(importing: path)
    let process = try CommandProcess(
      ["check", "--format", "concise", "\(folder.path)/inside/main.funnel"]
        + options.map { $0.replacingOccurrences(of: "FOLDER", with: folder.path) })
    return process
  }

  @Test(
    "files in it are read, relative to the file that names them",
    arguments: [
      "ends.funnel", "deep/all.funnel", "./deep/../deep//all.funnel", "alias.funnel", "../inside/ends.funnel",
    ])
  func inside(path: String) throws {
    let process = try check(path)
    #expect(process.errors == "" && process.status == 0)
  }

  @Test(
    "files outside are not, not by dots, nor by a link, nor by a path from the top, there or not",
    arguments: ["../outside.funnel", "../nowhere.funnel", "link.funnel", "/etc/passwd", "deep/../../outside.funnel"])
  func outside(path: String) throws {
    let process = try check(path)
    #expect(process.status == 1)
    #expect(process.errors.contains("error[import-not-found]: the file \"\(path)\" is outside of the folder"))
  }

  @Test("\"--root\" names a wider folder", arguments: ["../outside.funnel", "link.funnel"])
  func root(path: String) throws {
    #expect(try check(path, "--root", "FOLDER").errors == "")
    #expect(try check("ends.funnel", "--root", "FOLDER/nowhere").status == 2)
    #expect(try check("ends.funnel", "--root", "FOLDER/inside/deep").errors.contains("is outside of the folder"))
  }

  @Test("what is no file is told, and what was meant")
  func noFile() throws {
    #expect(try check("deep").errors.contains("the file \"deep\" can't be read: it is no plain file"))
    let folder = try folder(importing: "deep/al.funnel")
    let process = try CommandProcess("check", "\(folder.path)/inside/main.funnel")
    #expect(process.errors.contains("help: did you mean \"deep/all.funnel\"?"))
    #expect(process.errors.contains("there is no file \"deep/al.funnel\""))
    mkfifo("\(folder.path)/inside/deep/al.funnel", 0o600)
    #expect(try CommandProcess("check", "\(folder.path)/inside/main.funnel").errors.contains("it is no plain file"))
  }

  @Test("a file that can only be imported is fine to check, and not to run")
  func library() throws {
    let folder = try folder(importing: "ends.funnel")
    let check = try CommandProcess("check", "--format", "concise", "\(folder.path)/inside/ends.funnel")
    #expect(check.status == 0)
    #expect(check.errors.contains("information[missing-clause]: there is no funnel in this file, so it can only be"))
    let build = try CommandProcess("build", "--format", "concise", "\(folder.path)/inside/ends.funnel")
    #expect(build.status == 1 && build.output == "" && build.errors.contains("error[missing-clause]"))
    #expect(try CommandProcess("check", "\(folder.path)/inside/deep/all.funnel").status == 1)
  }

  @Test("an imported file is never written over")
  func output() throws {
    let folder = try folder(importing: "deep/all.funnel")
    let process = try CommandProcess(
      "build", "\(folder.path)/inside/main.funnel", "-o", "\(folder.path)/inside/ends.funnel")
    #expect(process.status == 2 && process.errors.contains("is also read, and writing would destroy it"))
  }

  @Test("a mistake in an imported file is shown with its path from where the command stands")
  func name() throws {
    let folder = try folder(importing: "deep/all.funnel")
    try folder.write("end good: lots".utf8, to: "inside/ends.funnel")
    let process = try CommandProcess("check", "--format", "concise", "\(folder.path)/inside/main.funnel")
    #expect(process.errors.hasPrefix("\(folder.path)/inside/ends.funnel:1:11: error["))
  }
}
