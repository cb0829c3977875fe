import Glibc

/// A file could not be read or written.
struct FileError: Error, Hashable {
  /// What went wrong.
  enum Reason: Hashable {
    case missing
    case isDirectory
    case notPermitted
    case isInput
    case closedPipe
    case damaged
    case cutOff
    case system(Int32)
  }

  /// The path as it was typed; `-` for the standard streams.
  let path: String
  /// Whether it was to be written.
  let isOutput: Bool
  /// What went wrong.
  let reason: Reason

  /// Makes the error of a failed system call from `errno`.
  init(_ path: String, isOutput: Bool, errno code: Int32) {
    self.path = path
    self.isOutput = isOutput
    reason =
      switch code {
      case ENOENT: .missing
      case EISDIR: .isDirectory
      case EACCES, EPERM: .notPermitted
      case EPIPE: .closedPipe
      default: .system(code)
      }
  }

  init(_ path: String, isOutput: Bool, _ reason: Reason) {
    self.path = path
    self.isOutput = isOutput
    self.reason = reason
  }

  /// What is wrong, as one phrase.
  var message: String {
    switch reason {
    case .missing where isOutput: "\(name) can't be written: its folder does not exist"
    case .missing: "there is no file \(name)"
    case .isDirectory: "\(name) is a folder, not a file"
    case .notPermitted: "\(name) may not be \(isOutput ? "written" : "read") by you"
    case .isInput: "\(name) is also read, and writing would destroy it"
    case .closedPipe: "\(name) can't be written: nobody reads it any more"
    case .damaged: "\(name) is no gzip file, or a damaged one"
    case .cutOff: "\(name) ends too early, in the middle of what was compressed"
    case .system(let code): "\(name) can't be \(isOutput ? "written" : "read"): \(FileError.words(for: code))"
    }
  }

  /// What to do, where something can be said.
  var help: String? {
    switch reason {
    case .missing: "check the spelling, and the folder you are in"
    case .isDirectory: isOutput ? "name a file in it" : "name the file in it that you mean"
    case .damaged, .cutOff:
      "ask for the file once more, or leave the \".gz\" out of its name where it is not compressed"
    case .isInput: "name another file for the output"
    default: nil
    }
  }

  private var name: String {
    path == "-" ? (isOutput ? "standard output" : "standard input") : "\"\(path)\""
  }

  fileprivate static func words(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the disk is read-only"
    case EIO: "the disk reports an error"
    case EMFILE, ENFILE: "too many files are open"
    case ENAMETOOLONG: "the name is too long"
    case ENOTDIR: "a part of the path is no folder"
    case ELOOP: "its links lead in a circle"
    case EFBIG: "the file is too large for the disk"
    default: "system error \(code)"
    }
  }
}

extension FileError.Reason {
  /// Why a file can't be read, as part of a sentence about it.
  var words: String {
    switch self {
    case .missing: "it does not exist"
    case .isDirectory: "it is a folder"
    case .notPermitted: "it may not be read by you"
    case .isInput: "it is read already"
    case .damaged: "it is no gzip file, or a damaged one"
    case .cutOff: "it ends too early"
    case .closedPipe: "nobody writes it any more"
    case .system(let code): FileError.words(for: code)
    }
  }
}
