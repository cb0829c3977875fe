import Foundation

/// The built command as a process that runs until somebody ends it.
final class RunningCommand {
  private let process = Process()
  private let errorsPath: String

  /// Starts `funnelc` in a folder.
  init(_ arguments: [String], in folder: String, input: Any? = nil) throws {
    process.executableURL = CommandProcess.executable
    process.arguments = arguments
    process.environment = [:]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    errorsPath = folder + "/errors-" + UUID().uuidString
    try Data().write(to: URL(filePath: errorsPath))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errorsPath))
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// What it has said so far.
  var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.isRunning }

  /// Sends a signal, and gives the exit status: negative where the signal ended it.
  @discardableResult
  func end(_ signal: Int32) -> Int32 {
    kill(process.processIdentifier, signal)
    return status
  }

  /// The exit status, once it has ended by itself; it is killed where it does not.
  var status: Int32 {
    let deadline = Date(timeIntervalSinceNow: 30)
    while process.isRunning, Date() < deadline { usleep(5_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// Waits until something holds, for as long as the process runs and patience lasts; gives whether it does.
  func wait(until holds: () throws -> Bool) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: 30)
    while Date() < deadline {
      if try holds() { return true }
      guard process.isRunning else { return try holds() }
      usleep(10_000)
    }
    return false
  }
}
