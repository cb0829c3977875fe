/// The files that a source file may name, handed in by whoever may read files.
public struct SourceFiles: Sendable {
  /// A file that was found.
  public struct Place: Sendable, Hashable {
    /// Which file it is: the same for all paths that lead to it.
    public let identity: String
    /// The folder in which the paths that it writes begin.
    public let folder: String
    /// What people call it.
    public let name: String

    /// Makes a place.
    public init(identity: String, folder: String, name: String) {
      self.identity = identity
      self.folder = folder
      self.name = name
    }
  }

  /// Why a file can't be used.
  public enum Problem: Error, Sendable, Hashable {
    /// There is none of that name; perhaps the other was meant.
    case missing(meant: String?)
    /// It is outside of the folder that holds all files of the funnel.
    case outside(root: String)
    /// It can't be read.
    case unusable(String)
    /// It has more bytes than are left for all files together.
    case tooLarge
  }

  /// What a path leads to that is written in the file at a place.
  let locate: @Sendable (_ path: String, _ from: Place) -> Result<Place, Problem>
  /// The bytes of a file, unless there are more than a number.
  let read: @Sendable (_ place: Place, _ atMost: Int) -> Result<[UInt8], Problem>

  /// Makes the access to files.
  public init(
    locate: @escaping @Sendable (_ path: String, _ from: Place) -> Result<Place, Problem>,
    read: @escaping @Sendable (_ place: Place, _ atMost: Int) -> Result<[UInt8], Problem>
  ) {
    self.locate = locate
    self.read = read
  }

  /// No files at all.
  public static let none = SourceFiles(
    locate: { _, _ in .failure(.missing(meant: nil)) }, read: { _, _ in .failure(.missing(meant: nil)) })
}
