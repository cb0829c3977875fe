import Glibc

/// The funnels in a folder and in the folders below it.
enum FunnelFolder {
  /// Folders nested deeper are left out, as links that lead in a circle would be.
  private static let deepest = 64

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The paths of all files that end in `.funnel`, by name; hidden files and folders are left out.
  static func funnels(in folder: String) throws(FileError) -> [String] {
    var found: [String] = []
    var pending = [(path: folder, depth: 0)]
    while let next = pending.popLast() {
      for name in try names(in: next.path) where !name.hasPrefix(".") {
        let path = next.path == "." ? name : next.path.hasSuffix("/") ? next.path + name : "\(next.path)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          if next.depth < deepest { pending.append((path, next.depth + 1)) }
        } else if name.hasSuffix(".funnel") {
          found.append(path)
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder, in no order.
  static func names(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else { throw FileError(folder, isOutput: false, errno: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(cString: $0)
        }
      }
      names.append(name)
    }
    return names
  }
}
