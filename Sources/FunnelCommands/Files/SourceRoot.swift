import FunnelCompiler
import FunnelDiagnostics
import Glibc

/// The folder that holds all files of a funnel: whatever the funnel names is in it, links followed.
///
/// A funnel that came from elsewhere so can't read what it is not meant to.
struct SourceRoot: Sendable {
  /// The most names of a folder that are looked at for the one that was meant.
  private static let mostNames = 10_000

  /// The folder as people call it.
  private let name: String
  /// The folder without links and dots.
  private let folder: String
  /// The folder of the file on the command line, without links and dots.
  private let start: String

  /// The folder that was named; where none was, the one that holds the file on the command line.
  init(_ root: String?, of file: String) throws(FileError) {
    let home = file == "-" ? "." : Self.folder(of: file)
    name = root ?? home
    guard let folder = Self.real(name) else { throw FileError(name, isOutput: false, errno: errno) }
    self.folder = folder
    guard let start = Self.real(home) else { throw FileError(home, isOutput: false, errno: errno) }
    self.start = start
  }

  /// Where the file of the command line is, or one that was read for it.
  func place(of file: String) -> SourceFiles.Place {
    SourceFiles.Place(
      identity: Self.real(file) ?? "-", folder: (file == "-" ? nil : Self.real(Self.folder(of: file))) ?? start,
      name: file == "-" ? "" : file)
  }

  /// The access to the folder's files.
  var files: SourceFiles {
    SourceFiles(locate: { path, place in locate(path, from: place) }, read: { Self.read($0, atMost: $1) })
  }

  /// The file that a path leads to which is written in the file at a place.
  func locate(_ path: String, from place: SourceFiles.Place) -> Result<SourceFiles.Place, SourceFiles.Problem> {
    guard !path.isEmpty, !path.utf8.contains(0) else { return .failure(.missing(meant: nil)) }
    let joined = Self.plain(path.hasPrefix("/") ? path : "\(place.folder)/\(path)")
    // Asked first of the path as it is written, so that nothing can be learnt about files outside.
    guard holds(joined) else { return .failure(.outside(root: name)) }
    guard let real = Self.real(joined) else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else { return .failure(Self.problem(path, code)) }
      return .failure(.missing(meant: meant(by: path, at: joined)))
    }
    guard holds(real) else { return .failure(.outside(root: name)) }
    let shown = path.hasPrefix("/") ? path : Self.plain("\(Self.folder(of: place.name))/\(path)")
    return .success(SourceFiles.Place(identity: real, folder: Self.folder(of: real), name: shown))
  }

  private static func read(_ place: SourceFiles.Place, atMost limit: Int) -> Result<[UInt8], SourceFiles.Problem> {
    // Anything but a plain file might never end, or never begin.
    guard FileIdentity(path: place.identity) != nil else { return .failure(.unusable("it is no plain file")) }
    do {
      return try InputFile(place.identity).readAll(atMost: limit).map { .success($0) } ?? .failure(.tooLarge)
    } catch {
      return .failure(.unusable(error.reason.words))
    }
  }

  private static func problem(_ path: String, _ code: Int32) -> SourceFiles.Problem {
    .unusable(FileError(path, isOutput: false, errno: code).reason.words)
  }

  private func holds(_ path: String) -> Bool {
    folder == "/" || path == folder || path.utf8.starts(with: "\(folder)/".utf8)
  }

  /// The file of the same folder whose name is nearest.
  private func meant(by path: String, at joined: String) -> String? {
    guard let real = Self.real(Self.folder(of: joined)), holds(real), let directory = opendir(real) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while names.count < Self.mostNames, let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, let nearest = Suggestion.nearest(to: String(last), among: names.sorted()) else {
      return nil
    }
    return (parts.dropLast().map(String.init) + [nearest]).joined(separator: "/")
  }

  // MARK: Paths

  /// The path without links and dots; nil with `errno` where nothing is there.
  private static func real(_ path: String) -> String? {
    guard let bytes = realpath(path, nil) else { return nil }
    defer { free(bytes) }
    return String(cString: bytes)
  }

  /// The folder of a path; `.` for a bare name.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path without `.`, and without each `..` and what it leads out of.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
