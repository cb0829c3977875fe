import FunnelStore
import Glibc

/// The files that were begun under a feed's name and renamed since.
enum RotatedFiles {
  /// The file up to whose place a feed was read, and those that were renamed after it, in the order in which they were written;
  /// nothing where it is not there any more under any name.
  static func since(_ position: FeedPosition, at path: String) -> [String] {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let stem = String(name.prefix { $0 != "." })
    let others = siblings(in: folder.isEmpty ? "." : folder).filter {
      $0 != name && !stem.isEmpty && $0.hasPrefix(stem) && !$0.hasSuffix(".gz")
    }
    guard let found = others.first(where: { DurableFeed.holds(folder + $0, position) }),
      let time = changed(folder + found)
    else { return [] }
    let later = others.filter { $0 != found && ($0.hasPrefix(name + ".") || $0.hasPrefix(name + "-")) }
      .compactMap { other in changed(folder + other).map { (time: $0, name: other) } }
      .filter { $0.time > time }
      .sorted { $0 < $1 }
    return [folder + found] + later.map { folder + $0.name }
  }

  private static func changed(_ path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }

  private static func siblings(in folder: String) -> [String] {
    (try? FunnelFolder.names(in: folder))?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? []
  }
}
