import FunnelDiagnostics
import Glibc

/// Finds the nearest `funnel.json` for each file: in its folder, or in one above it.
struct ConfigurationSearch {
  private var known: [String: Configuration?] = [:]

  /// The configuration of a file; what is wrong in it is found once. Standard input has that of the folder you are in.
  mutating func configuration(for path: String, into findings: inout Findings) throws -> Configuration? {
    guard let start = Self.real(path == "-" ? "." : Self.folder(of: path)) else { return nil }
    var passed: [String] = []
    var folder = start
    var found: Configuration?
    while true {
      if let configuration = known[folder] {
        found = configuration
        break
      }
      passed.append(folder)
      let file = folder == "/" ? "/\(Configuration.name)" : "\(folder)/\(Configuration.name)"
      if FileIdentity(path: file) != nil {
        found = try read(file, in: folder, into: &findings)
        break
      }
      if folder == "/" { break }
      folder = Self.folder(of: folder)
    }
    for folder in passed { known[folder] = .some(found) }
    return found
  }

  private func read(_ file: String, in folder: String, into findings: inout Findings) throws -> Configuration? {
    let here = Self.real(".") ?? ""
    let shown = file.hasPrefix(here + "/") ? String(file.dropFirst(here.count + 1)) : file
    guard let bytes = try InputFile(file).readAll(atMost: Configuration.largest) else {
      throw UsageError("\"\(shown)\" is too large for a configuration")
    }
    let id = findings.sources.add(SourceFile(name: shown, bytes: bytes))
    var problems: [Diagnostic] = []
    let configuration = Configuration(bytes, path: shown, folder: folder, id, &problems)
    findings.add(problems, status: .failure)
    return configuration
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path without links and dots; nil where nothing is there.
  static func real(_ path: String) -> String? {
    guard let bytes = realpath(path, nil) else { return nil }
    defer { free(bytes) }
    return String(cString: bytes)
  }
}
