import FunnelRuntime
import Glibc

/// A feed as it was named on the command line: a file, standard input, or a compressed file whose name ends in `.gz`.
struct FeedFile {
  /// The path as it was typed.
  let path: String
  /// Which file it is, so that it is never written over.
  let identity: FileIdentity?
  /// Its bytes, decompressed where they are compressed.
  let bytes: any ByteSource

  /// Takes a file that is open.
  init(_ file: InputFile) {
    path = file.path
    identity = file.identity
    bytes = file
  }

  /// Opens a feed; `-` is standard input.
  init(_ path: String) throws(FileError) {
    let file = try InputFile(path)
    self.path = path
    identity = file.identity
    guard path.hasSuffix(".gz") else {
      bytes = file
      return
    }
    guard let compressed = GzipFile(file) else { throw FileError(path, isOutput: false, errno: ENOMEM) }
    bytes = compressed
  }
}
