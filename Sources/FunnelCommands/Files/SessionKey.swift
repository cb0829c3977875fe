import FunnelRuntime
import Glibc

/// The key of session tokens, which is in a file or in an environment variable, and nowhere else.
enum SessionKey {
  static let file = OptionSyntax(
    "--session-key", .word("FILE"), "the file that holds the key of session tokens, at least 32 bytes")
  static let variable = OptionSyntax(
    "--session-key-env", .word("NAME"), "the environment variable that holds the key of session tokens instead")

  /// Longer files hold no key: 64 KiB.
  private static let longest = 1 << 16

  /// What the options say: what checks and makes tokens, and which file must not be written over; nil where no key is given.
  static func tokens(_ arguments: Arguments) throws -> (tokens: SessionTokens, file: FileIdentity?)? {
    if arguments.has(file), arguments.has(variable) {
      throw UsageError("a session key is given twice", help: "leave \"\(file.name)\" or \"\(variable.name)\" out")
    }
    if let path = arguments.value(file) {
      let input = try InputFile(path)
      guard let bytes = try input.readAll(atMost: longest) else {
        throw UsageError("\"\(path)\" is too long to be a session key", help: advice)
      }
      return (try tokens(bytes, from: "\"\(path)\""), input.identity)
    }
    if let name = arguments.value(variable) {
      guard let value = getenv(name) else {
        throw UsageError("there is no environment variable \"\(name)\"", help: "set it to the key of session tokens")
      }
      return (try tokens(Array(String(cString: value).utf8), from: "the variable \"\(name)\""), nil)
    }
    return nil
  }

  /// The line end that editors and shells put behind a key is no part of it.
  private static func tokens(_ bytes: [UInt8], from place: String) throws(UsageError) -> SessionTokens {
    var key = bytes
    if key.last == UInt8(ascii: "\n") { key.removeLast() }
    if key.last == UInt8(ascii: "\r") { key.removeLast() }
    guard let tokens = SessionTokens(key: key, hmacSHA256: HMACSHA256.code) else {
      throw UsageError("the session key in \(place) is too short: it has \(key.count.of("byte"))", help: advice)
    }
    return tokens
  }

  private static let advice =
    "a key has \(SessionTokens.shortestKey) bytes or more; \"openssl rand -hex 32\" makes one"
}
