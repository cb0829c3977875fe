import Foundation
import Synchronization

/// A receiver of webhooks on this machine, which answers as the path asks it to.
///
/// `/ok` receives, `/fail` refuses, `/gone` is gone, `/stall` never answers, `/late` answers after half a second, `/redirect` sends
/// elsewhere, `/endless` receives and never stops talking, `/wish` asks for patience, `/second` refuses the first time.
final class HookServer: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    var path = ""
    /// By lower-case name.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var id: String { headers["webhook-id"] ?? "" }
  }

  let port: UInt16
  private let listener: Int32
  private let received = Mutex<[Request]>([])

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 64) | getsockname(listener, $0, &length)
      }
    }
    guard status == 0 else { throw CocoaError(.fileReadUnknown) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  /// No connection comes in any more.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// What came so far.
  var requests: [Request] { received.withLock { $0 } }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var bytes: [UInt8] = []
    while let request = HookServer.request(&bytes, connection) {
      let count = received.withLock {
        $0.append(request)
        return $0.count { $0.id == request.id }
      }
      switch request.path {
      case "/ok": answer(connection, "200 OK")
      case "/fail": answer(connection, "500 Trouble")
      case "/second": answer(connection, count > 1 ? "204 Fine" : "503 Busy")
      case "/gone": answer(connection, "410 Gone")
      case "/wish": answer(connection, "429 Too many", "Retry-After: 3600\r\n")
      case "/redirect": answer(connection, "302 Elsewhere", "Location: http://127.0.0.1:\(port)/ok\r\n")
      case "/late":
        usleep(500_000)
        answer(connection, "200 OK")
      case "/endless":
        say(connection, "HTTP/1.1 200 OK\r\n\r\n")
        while say(connection, String(repeating: "on and on ", count: 1_000)) {}
        return
      default:
        // It listens, and says nothing, until the other end has enough.
        var byte: UInt8 = 0
        while read(connection, &byte, 1) > 0 {}
        return
      }
    }
  }

  private func answer(_ connection: Int32, _ status: String, _ headers: String = "") {
    say(connection, "HTTP/1.1 \(status)\r\nContent-Length: 2\r\n\(headers)\r\nhi")
  }

  @discardableResult
  private func say(_ connection: Int32, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// The next request of a connection; nil at its end.
  private static func request(_ bytes: inout [UInt8], _ connection: Int32) -> Request? {
    func more() -> Bool {
      var part = [UInt8](repeating: 0, count: 65_536)
      let count = read(connection, &part, part.count)
      bytes += part.prefix(max(count, 0))
      return count > 0
    }
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let place = bytes.firstRange(of: end) {
        var lines = String(decoding: bytes[..<place.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var request = Request()
        request.path = String(lines.removeFirst().split(separator: " ")[1])
        for line in lines {
          let parts = line.split(separator: ":", maxSplits: 1)
          request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = Int(request.headers["content-length"] ?? "") ?? 0
        while bytes.count - place.upperBound < length { guard more() else { return nil } }
        request.body = Array(bytes[place.upperBound..<(place.upperBound + length)])
        bytes.removeFirst(place.upperBound + length)
        return request
      }
      guard more() else { return nil }
    }
  }
}
