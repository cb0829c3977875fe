import CHTTP

/// Sends webhooks, several at a time, through the system's libcurl.
///
/// No redirect is followed and no proxy asked but one that is named; only http and https are spoken, and what an answer says
/// besides its status is passed over.
final class WebhookSender {
  /// What came of an attempt.
  struct Outcome {
    /// The number by which the caller knows the webhook.
    let tag: Int
    /// Whether it was received.
    let isDone: Bool
    /// Whether trying again is of no use.
    let isFinal: Bool
    /// After how many seconds the receiver wants to be asked again.
    let wish: Int
    /// Why it failed.
    let reason: String
  }

  /// An answer's body is read up to here: 64 KiB.
  private static let mostBytes = 1 << 16

  private let session: OpaquePointer
  private let proxy: String?
  private let seconds: Int
  /// The hosts that may have private addresses.
  private let houses: Set<String>
  /// How many are under way.
  private(set) var count = 0

  /// Opens the library.
  init(proxy: String?, seconds: Int, houses: [String]) throws(UsageError) {
    guard let session = chttp_open() else {
      let problem = chttp_problem().map { String(cString: $0) } ?? "there is no memory"
      throw UsageError(
        "webhooks can't be sent: the library libcurl can't be used, \(problem)",
        help: "install it, on Debian with \"apt-get install libcurl4 ca-certificates\"")
    }
    self.session = session
    self.proxy = proxy
    self.seconds = seconds
    self.houses = Set(houses.map { $0.lowercased() })
  }

  deinit { chttp_close(session) }

  /// The host that a URL names; nil where it is none of http or https.
  static func host(_ url: String) -> String? {
    var name = [CChar](repeating: 0, count: 256)
    guard chttp_host(url, &name, name.count) == 1 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).lowercased()
  }

  /// Begins to send; false where there is no memory for it.
  func send(_ body: [UInt8], to url: String, host: String, headers: [String], tag: Int) -> Bool {
    // With a proxy the address is the proxy's, which the operator named.
    let isJudged = proxy == nil && !houses.contains(host)
    let isStarted = body.withUnsafeBytes { body in
      url.withCString { url in
        headers.joined(separator: "\n").withCString { headers in
          func start(_ proxy: UnsafePointer<CChar>?) -> Bool {
            var request = chttp_request(
              url: url, headers: headers, body: body.baseAddress, body_length: body.count, proxy: proxy,
              milliseconds: seconds * 1_000, most_bytes: WebhookSender.mostBytes, allows: nil, tag: tag)
            if isJudged {
              request.allows = { address, length in
                PublicAddress.contains(Array(UnsafeBufferPointer(start: address, count: Int(length)))) ? 1 : 0
              }
            }
            return chttp_post(session, &request) == 1
          }
          return proxy.map { $0.withCString(start) } ?? start(nil)
        }
      }
    }
    if isStarted { count += 1 }
    return isStarted
  }

  /// Waits for one to end; nil where none does in time.
  func wait(milliseconds: Int) -> Outcome? {
    var found = chttp_outcome()
    guard count > 0, chttp_wait(session, Int32(clamping: milliseconds), &found) == 1 else { return nil }
    count -= 1
    let status = found.status
    let address = withUnsafeBytes(of: found.refused) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let words = withUnsafeBytes(of: found.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let isRefused = status == 0 && !address.isEmpty
    let reason =
      switch status {
      case 200..<300: ""
      case 300..<400: "answered \(status), and redirects are not followed"
      case 410: "answered 410: gone for good"
      case 100...: "answered \(status)"
      case _ where isRefused: "\(address) is no public address, and its host is not allowed to have such"
      default: words.isEmpty ? "no answer" : words
      }
    return Outcome(
      tag: found.tag, isDone: (200..<300).contains(status), isFinal: isRefused || status == 410,
      wish: found.retry_after, reason: reason)
  }
}
