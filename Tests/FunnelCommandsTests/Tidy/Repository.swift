import Foundation

/// The files of the project, as the tidy tests look at them.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The paths of all files below a folder, relative to the project, sorted; only those with the given ending.
  static func files(in folder: String, ending: String = "") -> [String] {
    let found = FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String } ?? []
    return found.filter { path in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: "\(root)/\(folder)/\(path)", isDirectory: &isFolder)
      return exists && !isFolder.boolValue && path.hasSuffix(ending)
    }
    .sorted().map { "\(folder)/\($0)" }
  }

  static func text(_ path: String) -> String {
    FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  static func lines(_ path: String) -> [Substring] {
    text(path).split(separator: "\n", omittingEmptySubsequences: false)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

  /// The names of what stands in a folder.
  static func names(in folder: String = "") -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)"))?.sorted() ?? []
  }
}

/// The documents of the project, and what can be checked in them.
enum Document {
  static var paths: [String] {
    ["README.md", "Sources/ARCHITECTURE.md"] + Repository.files(in: "Examples", ending: ".md")
      + Repository.files(in: "Grammar", ending: ".md")
  }

  /// The lines of the fenced blocks whose opening fence names the given language, block by block.
  static func blocks(_ language: String, in path: String) -> [[String]] {
    var blocks: [[String]] = []
    var fence: String?
    for line in Repository.lines(path).map(String.init) {
      if line.hasPrefix("```") {
        if fence == nil {
          fence = String(line.dropFirst(3))
          if fence == language { blocks.append([]) }
        } else {
          fence = nil
        }
      } else if fence == language {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks
  }

  /// The targets of Markdown links and the paths in backquotes that a document names.
  static func references(in path: String) -> [String] {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let text = Repository.text(path)
    let links = text.matches(of: /\]\(([^)#\s]+)/).map { String($0.output.1) }
      .filter { !$0.contains("://") }
      .map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    let quoted = text.matches(of: /`((?:Sources|Tests|Examples|Grammar|\.ci)\/[^`\s*]*)`/).map { String($0.output.1) }
    return links + quoted
  }
}
