import Foundation

/// The built command, run as a process of its own.
struct CommandProcess {
  let status: Int32
  let output: String
  let errors: String

  /// Runs `funnelc` to its end, in a folder if one is named; `environment` replaces the whole of the process's own.
  init(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], in workingFolder: String? = nil
  ) throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = CommandProcess.executable
    process.arguments = arguments
    process.environment = environment
    if let workingFolder { process.currentDirectoryURL = URL(filePath: workingFolder) }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.write(input, to: "in")))
    let outputPath = try folder.write([], to: "out")
    let errorsPath = try folder.write([], to: "err")
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errorsPath))
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = String(decoding: try Data(contentsOf: URL(filePath: outputPath)), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: URL(filePath: errorsPath)), as: UTF8.self)
  }

  init(_ arguments: String..., input: String = "") throws { try self.init(arguments, input: Array(input.utf8)) }

  /// The command stands beside the program that runs the tests.
  static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "funnelc")
}

/// A folder that is gone when nobody needs it any more.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "funnel-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }
}
