/// All source files of one compilation, found by their ids.
public struct SourceMap: Sendable {
  /// The files in the order in which they were added.
  public private(set) var files: [SourceFile] = []

  /// Makes an empty map.
  public init() {}

  /// Adds a file and gives the id under which spans refer to it.
  public mutating func add(_ file: SourceFile) -> FileID {
    files.append(file)
    return FileID(Int32(truncatingIfNeeded: files.count - 1))
  }

  /// The file with the given id.
  public subscript(id: FileID) -> SourceFile { files[Int(id.index)] }
}
