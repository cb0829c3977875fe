import CCrypto
import Glibc

/// The keys by which a receiver knows that a webhook is ours, as the Standard Webhooks specification has them: several while
/// one takes the place of another.
struct WebhookSecret {
  static let file = OptionSyntax(
    "--secret-file", .word("[HOST=]FILE"),
    "the file that holds the secret by which webhooks are signed, for all receivers or one", isRepeated: true)
  static let variable = OptionSyntax(
    "--secret-env", .word("[HOST=]NAME"), "the environment variable that holds it instead", isRepeated: true)
  static let unsigned = OptionSyntax("--unsigned", .none, "send webhooks without a signature where no secret is given")

  private static let longest = 1 << 16
  private let keys: [[UInt8]]

  /// Reads secrets that stand one behind the other; nil where one is none.
  init?(_ text: String) {
    let words = text.split { $0.isWhitespace }
    let keys = words.compactMap { WebhookSecret.key($0) }
    guard !keys.isEmpty, keys.count == words.count else { return nil }
    self.keys = keys
  }

  /// The value of `Webhook-Signature`: one signature for each key.
  func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
    let message = Array("\(id).\(timestamp).".utf8) + body
    return keys.map { "v1," + WebhookSecret.base64(HMACSHA256.code(key: $0, message: message)) }
      .joined(separator: " ")
  }

  /// What the options say: the secret of each host, and under the empty name that of all others.
  static func all(_ arguments: Arguments) throws -> [String: WebhookSecret] {
    var secrets: [String: WebhookSecret] = [:]
    func add(_ host: String, _ text: String, from place: String) throws(UsageError) {
      guard let secret = WebhookSecret(text) else {
        throw UsageError(
          "what stands in \(place) is no secret for webhooks",
          help:
            "a secret is \"whsec_\" and 24 to 64 bytes in Base64: \"echo whsec_$(openssl rand -base64 32)\" makes one")
      }
      guard secrets.updateValue(secret, forKey: host.lowercased()) == nil else {
        throw UsageError(
          "two secrets are given for \(host.isEmpty ? "all receivers" : "\"\(host)\"")",
          help: "while one replaces another, write both into one file, one a line: both sign")
      }
    }
    for value in arguments.values(file) {
      let (host, path) = split(value)
      guard let bytes = try InputFile(path).readAll(atMost: longest) else {
        throw UsageError("\"\(path)\" is too long to hold a secret")
      }
      try add(host, String(decoding: bytes, as: UTF8.self), from: "\"\(path)\"")
    }
    for value in arguments.values(variable) {
      let (host, name) = split(value)
      guard let text = getenv(name) else {
        throw UsageError("there is no environment variable \"\(name)\"", help: "set it to the secret of webhooks")
      }
      try add(host, String(cString: text), from: "the variable \"\(name)\"")
    }
    return secrets
  }

  private static func split(_ value: String) -> (host: String, rest: String) {
    let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
    return parts.count == 2 && !parts[0].contains("/") ? (parts[0], parts[1]) : ("", value)
  }

  /// The bytes of a secret: Base64 (RFC 4648), with the prefix or without.
  private static func key(_ word: Substring) -> [UInt8]? {
    let text = Array((word.hasPrefix("whsec_") ? word.dropFirst(6) : word).utf8)
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    let isBase64 = text.dropLast(padding).allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
        true
      default: false
      }
    }
    guard isBase64, text.count % 4 == 0, (32...88).contains(text.count) else { return nil }
    var bytes = [UInt8](repeating: 0, count: text.count)
    let count = Int(EVP_DecodeBlock(&bytes, text, Int32(text.count))) - padding
    return (24...64).contains(count) ? Array(bytes.prefix(count)) : nil
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let count = EVP_EncodeBlock(&text, bytes, Int32(clamping: bytes.count))
    return String(decoding: text.prefix(Int(count)), as: UTF8.self)
  }
}
